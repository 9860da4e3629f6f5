"""What the search box at the top finds among equipment: labels, serial numbers, borrowers."""

from collections.abc import Sequence

from station.rules.equipment import DeviceState
from station.services.session import Session
from station.views.equipment.words import device_title
from station.views.pages import Hit
from station.wiring import Station

_MOST, _LEAST = 5, 2


def find(station: Station, session: Session, text: str) -> Sequence[Hit]:
    """The first devices in use that fit, each with what it is and where it is."""
    words = text.lower().split()
    if len(text.strip()) < _LEAST:
        return []
    rows = (row for row in station.equipment.rows(session) if row.state is not DeviceState.SCRAPPED)
    found = [row for row in rows if all(word in row.haystack for word in words)][:_MOST]
    return [
        Hit(device_title(row), f"{row.kind_words} · {row.state_words}", "equipment", row.id)
        for row in found
    ]
