"""What becomes of each record after the other side answered: one unit of work on the record lane.

Every record that was handed over gets its outcome here, or stays sealed and is sent again with the
very same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from station.models.database import Writer
from station.models.queries import outbox as queries
from station.models.queries.outbox import Due, Head, Key
from station.models.records import outbox as records
from station.models.records.hand import CENTRE
from station.rules.backoff import wait_ms
from station.rules.sending import AUDIT
from station.services.sync import stamps
from station.services.sync.sealing import Parcel
from station.sync.stamps import stamp_of
from station.sync.values import Found, Outcome, Verdict

TakeFound = Callable[[Writer, str, Found, Key], None]
"""Stores what was found at the other side in the inbox, to be worked in."""
Chance = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Settled:
    """What one delivery came to, by verdict; `trouble` is what makes the whole channel rest."""

    done: int = 0
    stale: int = 0
    later: int = 0
    held: int = 0
    trouble: Outcome | None = None

    @property
    def moved(self) -> bool:
        """Tell whether the other side took or refused anything at all."""
        return bool(self.done or self.stale or self.held)


class Settling:
    """Settles deliveries of one channel; `chance` gives numbers from 0 to 1 for the waits."""

    def __init__(self, channel: str, take_found: TakeFound, chance: Chance) -> None:
        """Put what is found into the inbox with `take_found`."""
        self._channel = channel
        self._take_found = take_found
        self._chance = chance

    def settle(self, writer: Writer, outcomes: Iterable[Outcome]) -> Settled:
        """Write down what became of each; a record that is gone meanwhile is passed over."""
        writer.quiet()
        given = {(each.kind, each.record_id): each for each in outcomes}
        rows = queries.rows_of(writer, self._channel, given)
        heads = queries.heads(writer, self._channel, given)
        known = stamps.known_of(writer, given) if self._channel == CENTRE else {}
        counted = dict.fromkeys(Verdict, 0)
        arrived: list[Key] = []
        for key, outcome in given.items():
            row = rows.get(key)
            if row is None or row.sealed is None:
                continue
            counted[outcome.verdict] += 1
            match outcome.verdict:
                case Verdict.DONE:
                    stamped = self._done(writer, row, outcome, heads)
                    if self._channel == CENTRE:
                        _remember(writer, key, known.get(key, stamps.NOTHING), stamped)
                    arrived.append(key)
                case Verdict.STALE:
                    self._stale(writer, row, outcome)
                case Verdict.HELD:
                    records.refused(writer, self._channel, key, outcome.reason_code, outcome.reason)
                case _:
                    self._later(writer, row, outcome)
        records.wake_children(writer, self._channel, arrived)
        trouble = next((e for e in given.values() if e.verdict is Verdict.CHANNEL), None)
        return Settled(
            counted[Verdict.DONE],
            counted[Verdict.STALE],
            counted[Verdict.LATER] + counted[Verdict.CHANNEL],
            counted[Verdict.HELD],
            trouble,
        )

    def _done(self, writer: Writer, row: Due, outcome: Outcome, heads: Mapping[Key, Head]) -> str:
        """Note that a record has arrived; give the stamp that it bears there."""
        parcel = Parcel.from_text(row.sealed or "")
        stamped = ""
        if row.kind != AUDIT:
            main = json.loads(parcel.resources[0])
            before, stamped = heads.get(row.key), stamp_of(main)
            records.keep_head(
                writer,
                self._channel,
                row.key,
                Head(
                    before.resource_type if before else str(main["resourceType"]),
                    before.resource_id if before else str(main["id"]),
                    outcome.version,
                    json.dumps(parcel.fields, ensure_ascii=False),
                    parcel.resources[0] if parcel.more else None,
                    writer.now if parcel.gone else None,
                ),
            )
        records.done(writer, self._channel, row.key, row.sealed_seq or row.last_seq)
        return stamped

    def _stale(self, writer: Writer, row: Due, outcome: Outcome) -> None:
        if outcome.found is not None:
            self._take_found(writer, self._channel, outcome.found, row.key)
        next_at = writer.now + wait_ms(row.attempts + 1, self._chance(), outcome.wait_ms)
        records.stale(
            writer,
            self._channel,
            row.key,
            writer.now if outcome.found is not None else next_at,
            outcome.reason_code or "stale",
            found=outcome.found is not None,
        )

    def _later(self, writer: Writer, row: Due, outcome: Outcome) -> None:
        wait = 0
        if outcome.verdict is Verdict.LATER:
            wait = wait_ms(row.attempts + 1, self._chance(), outcome.wait_ms)
        # When the whole channel rests, the record waits for that and for nothing of its own.
        records.later(
            writer,
            self._channel,
            row.key,
            writer.now + wait,
            outcome.reason_code,
            outcome.reason,
        )


def _remember(writer: Writer, key: Key, known: stamps.Known, stamped: str) -> None:
    became = stamps.sent(known, stamped)
    if became != known:
        stamps.keep(writer, [(key, became)])
