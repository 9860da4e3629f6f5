"""What the box at the top finds among patients; runs on the record lane."""

from station.services.session import Session
from station.views.pages import Hit
from station.views.patients.words import born_words
from station.wiring import Station

MOST = 20
PAGE = "patients"


def find(station: Station, session: Session, text: str) -> list[Hit]:
    """Patients by name, national number or telephone; a protected address is never shown."""
    found = station.patients.search(session, text, limit=MOST)
    return [
        Hit(
            hit.name,
            " · ".join(part for part in (born_words(hit.birth_date), hit.number_masked) if part),
            PAGE,
            hit.id,
        )
        for hit in found
    ]
