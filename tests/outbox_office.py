"""A file whose changes go out, and a centre that only remembers what it was sent."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from station.models.database import Database, Reader, Writer
from station.models.queries.outbox import Key
from station.models.records import hand, sync_channels
from station.services.sync.gathering import gather
from station.services.sync.sealing import Batch, Sealing
from station.services.sync.settling import Settled, Settling
from station.services.today.watch import STATION
from station.sync.values import Context, Fields, Found, Outcome, Resource, Sealed, Verdict

CENTRE = "centre"


class Plain:
    """Says a record as it is, and keeps what it was told beside."""

    def __init__(self) -> None:
        self.contexts: dict[str, Context] = {}
        self.refuse: set[str] = set()

    def encode(
        self, kind: str, fields: Fields, context: Context, base: Resource | None = None
    ) -> tuple[Resource, ...]:
        record_id = str(fields.get("id", fields.get("patient_id")))
        if record_id in self.refuse:
            raise ValueError("cannot be said")
        self.contexts[record_id] = context
        made: dict[str, object] = {
            "resourceType": kind.title(),
            "id": record_id,
            "fields": dict(fields),
        }
        if base is not None:
            made = {**base, **made}
        return (made,)

    def deleted(
        self, kind: str, fields: Fields, context: Context, base: Resource | None
    ) -> tuple[Resource, ...]:
        return ({**self.encode(kind, fields, context, base)[0], "gone": True},)

    def audit_event(self, row: Fields, context: Context) -> Resource:
        return {"resourceType": "AuditEvent", "id": str(row["seq"]), "station": context.station}

    def text(self, resource: Resource) -> str:
        return json.dumps(resource, sort_keys=True)


Answer = Callable[[Sealed], Outcome]


@dataclass(slots=True)
class Remembering:
    """Answers DONE to everything, unless `answers` says otherwise for a record."""

    answers: dict[str, list[Verdict]] = field(default_factory=dict)
    has: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    log: list[Sealed] = field(default_factory=list)
    asked_wait_ms: int = 0
    found: Found | None = None

    def upload(self, batch: Sequence[Sealed]) -> tuple[Outcome, ...]:
        return tuple(self.take(each) for each in batch)

    def take(self, sealed: Sealed) -> Outcome:
        self.log.append(sealed)
        waiting = self.answers.get(sealed.record_id) or [Verdict.DONE]
        verdict = waiting.pop(0)
        key = f"{sealed.kind}/{sealed.record_id}"
        if verdict is Verdict.DONE:
            self.versions[key] = self.versions.get(key, 0) + 1
            self.has[key] = sealed.resources[0]
            return Outcome(sealed.kind, sealed.record_id, verdict, str(self.versions[key]))
        return Outcome(
            sealed.kind,
            sealed.record_id,
            verdict,
            found=self.found,
            reason_code=f"code_{verdict.value}",
            reason="it said so",
            wait_ms=self.asked_wait_ms,
        )


class Sender:
    """Gathers, seals, sends and settles, a step at a time, on an open file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.speech = Plain()
        self.centre = Remembering()
        self.found: list[tuple[str, Found, Key]] = []
        self.sealing = Sealing(CENTRE, self.speech)
        self.settling = Settling(CENTRE, self._take_found, lambda: 0.5)

    def begin(self) -> None:
        """Note changes from now on, and make the channel."""
        with self.database.write(STATION.actor) as writer:
            hand.begin(writer)
            sync_channels.put(writer, CENTRE, "{}", {})
            sync_channels.switch(writer, CENTRE, on=True)

    def gather(self) -> None:
        """Gather to the end of the log."""
        more = True
        while more:
            with self.database.write(STATION.actor) as writer:
                more = gather(writer, CENTRE)

    def seal(self, room: int = 50) -> Batch:
        """Put one delivery together."""
        with self.database.write(STATION.actor) as writer:
            return self.sealing.seal(writer, room)

    def settle(self, outcomes: Iterable[Outcome]) -> Settled:
        """Settle one delivery."""
        with self.database.write(STATION.actor) as writer:
            return self.settling.settle(writer, outcomes)

    def push(self, room: int = 50) -> list[Settled]:
        """Send until nothing is due."""
        self.gather()
        settled = []
        while (batch := self.seal(room)).looked:
            settled.append(self.settle(self.centre.upload(batch.sealed)))
        return settled

    def now(self) -> int:
        """The moment by the clock of the file."""
        with self.database.write(STATION.actor) as writer:
            writer.quiet()
            return writer.clock_now

    def outbox(self) -> dict[str, str]:
        """What stands in the outbox, by record, in which state."""
        with self.database.read() as reader:
            return states(reader)

    def _take_found(self, writer: Writer, channel: str, found: Found, key: Key) -> None:
        writer.quiet()
        self.found.append((channel, found, key))


def states(reader: Reader) -> dict[str, str]:
    """What stands in the outbox, by kind and record, in which state."""
    rows = reader.raw("SELECT kind || '/' || record_id, state FROM sync_outbox ORDER BY rowid")
    return {str(name): str(state) for name, state in rows}
