"""What the box at the top makes of a code from paper: the way to register the sheet."""

from station.core.i18n import tr
from station.rules.papercode import Outcome, scanned
from station.services.session import Session
from station.views.pages import Hit
from station.wiring import Station

_CODES = frozenset({Outcome.READ, Outcome.SEVERAL, Outcome.SHORT})


def find(_station: Station, _session: Session, text: str) -> list[Hit]:
    """A whole code of ours; nothing is looked up before the page opens."""
    if scanned(text).outcome not in _CODES:
        return []
    return [Hit(tr("Register paper from the GP"), tr("the code of a sheet"), "paper", text)]
