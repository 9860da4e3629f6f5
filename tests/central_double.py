"""A central service in memory, and an inbox that counts: for tests of runs and their driver."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from station.models.database import Writer
from station.models.queries.outbox import Key
from station.services.sync import receiving
from station.services.sync.values import Worked
from station.sync.central_card import Card, Holder
from station.sync.central_replies import Unanswered
from station.sync.values import Found, Outcome, Page, Sealed, Verdict
from tests.outbox_office import Remembering

TYPES = ("Patients", "Relatives")


@dataclass(slots=True)
class Double:
    """Remembers what it is sent; `trouble` by name of a method is raised once each."""

    remembering: Remembering = field(default_factory=Remembering)
    pages: dict[str, list[Page]] = field(default_factory=dict)
    there: dict[str, list[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    trouble: dict[str, list[BaseException]] = field(default_factory=dict)
    holder: Holder = Holder.MINE
    soon: list[Holder] = field(default_factory=list)
    """Whose the card is at the next looks, before it is `holder`'s."""
    doubled: str = ""
    """The station that another program writes as; under a new name nobody does."""
    before_reply: Callable[[Sequence[Sealed]], None] = lambda _: None
    calls: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def _may(self, name: str) -> None:
        self.calls.append(name)
        if self.trouble.get(name):
            raise self.trouble[name].pop(0)

    def upload(
        self,
        batch: Sequence[Sealed],
        tell: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> tuple[Outcome, ...]:
        self._may("upload")
        outcomes = self.remembering.upload(batch)
        self.before_reply(batch)
        return outcomes

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        self._may(f"pull {resource_type}")
        waiting = self.pages.get(resource_type, [])
        return waiting.pop(0) if waiting else Page(resource_type, (), cursor or "now", last=True)

    def fetch(self, resource_type: str, resource_id: str) -> Found | None:
        self._may("fetch")
        if resource_id in self.deleted:
            return Found(resource_type, resource_id, "", gone=True)
        if resource_id in self.there.get(resource_type, ()):
            return Found(resource_type, resource_id, "1", {"resourceType": resource_type})
        return None

    def ids(self, resource_type: str) -> Iterator[tuple[str, str]]:
        self._may("ids")
        return ((each, "1") for each in self.there.get(resource_type, ()))

    def card(self, station: str, kept: str, fresh: str) -> Card:
        self._may("card")
        self.marks.append(fresh)
        holder = self._holder(station)
        if holder is Holder.UNKNOWN:
            return Card(holder, kept, Unanswered(Verdict.LATER, "no_answer"))
        return Card(holder, kept if holder is Holder.ANOTHER else fresh)

    def whose(self, station: str, kept: str, fresh: str) -> Holder:
        self._may("whose")
        return self._holder(station)

    def _holder(self, station: str) -> Holder:
        holder = self.soon.pop(0) if self.soon else self.holder
        if holder is Holder.ANOTHER:
            self.doubled = self.doubled or station
            return holder if station == self.doubled else Holder.NEW
        return holder


@dataclass(slots=True)
class Line:
    """An open line to it."""

    central: Double
    skew_ms: int | None = 1500
    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass(slots=True)
class Counting:
    """Stores what comes as the real one does; working in makes it done, or what `worked` says."""

    worked: list[Worked] = field(default_factory=list)

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        return receiving.receive(writer, channel, page)

    def found(self, writer: Writer, channel: str, found: Found, key: Key) -> None:
        receiving.store_current(writer, channel, found, key)

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:
        if self.worked:
            return self.worked.pop(0)
        writer.quiet()
        new = writer.execute("UPDATE sync_inbox SET state = 'done' WHERE state = 'new'")
        return Worked(new, new)
