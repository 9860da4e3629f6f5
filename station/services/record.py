"""The one open file, as all services share it: reads, units of work, and news after the commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from station.core.bus import Bus
from station.core.clock import Clock
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Database, Reader, Writer
from station.services.session import Session


class Record:
    """Holds the database while it is open; without one (locked for long) every use is Trouble."""

    def __init__(self, bus: Bus, clock: Clock, database: Database | None = None) -> None:
        """Tell `bus` about changes; `database` may come and go while the program runs."""
        self.bus = bus
        self.clock = clock
        self.database = database

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a Reader that sees the database as it is at one moment."""
        with self._open().read() as reader:
            yield reader

    @contextmanager
    def write(self, session: Session) -> Iterator[Writer]:
        """Give a Writer for this person; what it touched is told on the bus after the commit."""
        with self._open().write(session.actor) as writer:
            yield writer
        if writer.changes is not None:
            self.bus.publish(writer.changes)

    def _open(self) -> Database:
        if self.database is None:
            raise Trouble("locked", N_("Station is locked. Sign in and try again."))
        return self.database
