"""A file, a double of the central service, and runs of the exchange between them."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from station.models.database import Database, Writer
from station.models.queries import sync_status
from station.models.queries.sync_status import ChannelRow
from station.services.sync.run import Parts, Run
from station.services.sync.values import Progress, Report
from station.services.today.watch import STATION
from station.sync.values import Found, Page
from tests.central_double import TYPES, Counting, Double, Line
from tests.outbox_office import CENTRE, Sender

T = TypeVar("T")


class Office:
    """A file, a double of the centre, and runs between them."""

    def __init__(self, database: Database) -> None:
        self.sender = Sender(database)
        self.sender.begin()
        self.centre = Double(self.sender.centre)
        self.inbox = Counting()
        self.stop = Event()
        self.told: list[Progress] = []
        self.failing: list[BaseException] = []
        self.room = 50

    def work(self, job: Callable[[Writer], T]) -> T:
        with self.sender.database.write(STATION.actor) as writer:
            return job(writer)

    def run(self, *, compare: bool = False, card: bool = False) -> Report:
        parts = Parts(self.sender.speech, self.inbox, TYPES, lambda _, __: frozenset(), lambda: 0.5)
        run = Run(self.work, Line(self.centre), parts, self.room, self.stop, self.told.append)
        return run.go(compare=compare, card=card)

    @property
    def channel(self) -> ChannelRow:
        with self.sender.database.read() as reader:
            row = sync_status.channel(reader, CENTRE)
        assert row is not None
        return row

    def runs(self) -> list[tuple[object, ...]]:
        with self.sender.database.read() as reader:
            return sync_status.runs(reader, 20)


def page(*ids: str, last: bool = True, cursor: str = "c") -> Page:
    rows = tuple(Found("Patients", each, "1", {"resourceType": "Patients"}) for each in ids)
    return Page("Patients", rows, cursor, last)
