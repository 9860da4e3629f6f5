"""What the screens of the exchange ask the services for; runs on the record lane.

The services are found by name: a station without them has never shared anything.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from station.services.conflicts.values import Chosen, Conflict, ConflictRow, Made
from station.services.rights import Right, may
from station.services.session import Session
from station.services.sync.items import SyncItems
from station.services.sync.values import Status
from station.views.sync.seen import Seen
from station.wiring import Station


class SyncService(Protocol):
    """The exchange itself, as the screens use it (`station.syncing`)."""

    def status(self, session: Session) -> Status:
        """How all channels stand."""

    def watch(self, listener: Callable[[object], None]) -> Callable[[], None]:
        """Calls `listener`, on a lane of its own, with each piece of news."""

    def now(self, session: Session) -> None:
        """Begins a run at once, whatever it waits for; Trouble where it is off."""

    def cancel(self) -> None:
        """Breaks off the run that goes on; what it has done stays done. On any thread."""


class ConflictService(Protocol):
    """What two have changed (`station.conflicts`)."""

    def listed(self, session: Session) -> Sequence[ConflictRow]:
        """All that wait for a choice."""

    def one(self, session: Session, conflict_id: str) -> Conflict:
        """One, both sides of it."""

    def choose(self, session: Session, conflict_id: str, choice: Chosen) -> Made | None:
        """Takes one side, or each field from its side; None if somebody has chosen already."""

    def undo(self, session: Session, choice: Made) -> None:
        """Takes a choice back, and opens the conflict again; Trouble where it cannot be."""


def syncing(station: Station) -> SyncService | None:
    """The exchange, None where there is none."""
    return getattr(station, "syncing", None)


def items(station: Station) -> SyncItems | None:
    """What stands still, None where nothing is exchanged."""
    return getattr(station, "sync_items", None)


def conflicts(station: Station) -> ConflictService | None:
    """The conflicts, None where nothing is exchanged."""
    return getattr(station, "conflicts", None)


def seen(station: Station, session: Session) -> Seen:
    """How the exchange stands for the person signed in."""
    service = syncing(station)
    status = service.status(session) if service is not None else Status("", ())
    return Seen(status, may(session, Right.SEE_PATIENTS))


def allowed(session: Session) -> frozenset[str]:
    """What this person may do about what stands still, see Stuck.acts."""
    rights = {
        Right.EDIT_PATIENTS: ("retry", "leave", "take_up"),
        Right.CHANGE_OFFICE: ("export",),
        Right.SEE_PATIENTS: ("choose", "open"),
    }
    return frozenset(act for right, acts in rights.items() if may(session, right) for act in acts)
