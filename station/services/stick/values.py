"""What exchanging without a network tells its screens, as frozen values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from station.models.queries.exchange import Peer
from station.rules.changesets import Span

__all__ = ["Ask", "Gap", "Overview", "Peer", "PeerRow", "Span", "Taken", "Tell", "Written"]

T = TypeVar("T")


class Ask:
    """Runs jobs that touch the record: at once here, on the record lane for a window."""

    def __call__(self, job: Callable[[], T]) -> T:
        """Give what the job gives."""
        return job()


Tell = Callable[[int, int], object]
"""Called with how many rows are done, and of how many; what it raises stops the work."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Changes `span` of the station called `name` have not come, but later ones have."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class PeerRow:
    """Another station: what has come from it, what it lacks of ours, and what we lack of it.

    `lacks` is how many changes of our log it has not said that it has; `gaps` are ranges of its
    log that have not come, `waiting` how many of its files wait for these.
    """

    station: str
    name: str
    received_at: int | None
    written_at: int | None
    theirs: int
    lacks: int
    gaps: tuple[Span, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How this station stands: `ready` says that it has a secret, a name, and notes its changes."""

    ready: bool
    name: str
    peers: tuple[PeerRow, ...]
    changes: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the files' names, how many changes they hold, and their size in bytes."""

    files: tuple[str, ...]
    rows: int
    size: int
    to: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: rows = applied + known + conflicts + held.

    `waits` says that nothing of it could be worked in yet, because of `gaps`; `renewed` that this
    station had an id that another one has too, and was given a new one; `doubled` that two other
    stations have the same id.
    """

    name: str
    applied: int = 0
    known: int = 0
    conflicts: int = 0
    held: int = 0
    audit: int = 0
    waits: bool = False
    gaps: tuple[Gap, ...] = ()
    renewed: bool = False
    doubled: bool = False

    @property
    def rows(self) -> int:
        """Give how many changes were looked at."""
        return self.applied + self.known + self.conflicts + self.held
