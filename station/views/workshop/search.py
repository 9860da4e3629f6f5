"""What the box at the top makes of «verksted elg»: the workshop of that patient."""

from station.core.i18n import tr
from station.services.session import Session
from station.views.pages import Hit
from station.views.patients.words import born_words
from station.wiring import Station

_LEAST = 4
_MOST = 8


def find(station: Station, session: Session, text: str) -> list[Hit]:
    """Patients of the name that follows a word for the workshop; nothing without both."""
    word, _, name = text.strip().partition(" ")
    if not name.strip() or not _means_workshop(word.casefold()):
        return []
    title = tr("Threshold workshop")
    found = station.patients.search(session, name.strip(), limit=_MOST)
    return [
        Hit(f"{title}: {hit.name}", born_words(hit.birth_date), "workshop", hit.id) for hit in found
    ]


def _means_workshop(word: str) -> bool:
    names = tr("Threshold workshop").casefold().replace("-", " ").split()
    return len(word) >= _LEAST and any(name.startswith(word) for name in names)
