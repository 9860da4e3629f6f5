"""What the search box at the top finds among equipment: labels, serial numbers, borrowers."""

from collections.abc import Sequence

from station.services.lending import RETIRED
from station.services.session import Session
from station.views.equipment.rows import matches
from station.views.equipment.words import device_title
from station.views.pages import Hit
from station.wiring import Station

_MOST, _LEAST = 5, 2


def find(station: Station, session: Session, text: str) -> Sequence[Hit]:
    """The first devices in use that fit, each with what it is and where it is."""
    if len(text.strip()) < _LEAST:
        return []
    rows = (row for row in station.lending.devices(session) if row.state != RETIRED)
    found = [row for row in rows if matches(row, text)][:_MOST]
    return [
        Hit(device_title(row), f"{row.kind_words} · {row.state_words}", "equipment", row.id)
        for row in found
    ]
