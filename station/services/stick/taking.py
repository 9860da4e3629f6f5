"""Taking a file from a stick in: looked at to its end first, then in small units of work."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from typing import BinaryIO, Protocol

from station.core.ids import same_id
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.queries import exchange as queries
from station.models.queries.exchange import Audited
from station.models.records import exchange as records
from station.models.records import hand
from station.rules.changesets import (
    Span,
    another_number,
    believed,
    gaps,
    missing_before,
    ready,
)
from station.services.record import Record
from station.services.session import Session
from station.services.stick.setup import Identity, identity
from station.services.stick.values import Ask, Gap, Taken, Tell
from station.services.sync.applying.after import catch_up
from station.services.sync.applying.runs import runs
from station.sync import exchange
from station.sync import exchange_refusals as refusals
from station.sync.exchange import AuditRow, Header, Item, LogRow, Sender

BATCH = 200
"""Changes read at a time, and in one unit of work at most."""
STEP = 8
"""Changes worked in together; then it is asked how long the unit of work has taken."""
LONGEST_S = 0.02
"""A unit of work ends after this: a person's click waits for it."""
MOST_KEPT = 200_000_000
"""Bytes: a larger file that came too early stays on its stick until the one before it came."""
APPLIED, KNOWN, CONFLICT, HELD = "applied", "known", "conflict", "held"


class Apply(Protocol):
    """Works changes in, in their order."""

    def __call__(
        self, writer: Writer, changes: Sequence[LogRow], *, more: bool = False
    ) -> Sequence[str]:
        """Tell what became of each: one of the words above.

        With `more` to come at once somebody may be left unjudged until all of it is in.
        """
        ...


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was looked at to its end: what it is, and how to read it from its beginning."""

    header: Header
    sender: Sender
    secret: bytes
    open: Callable[[], BinaryIO]

    @property
    def span(self) -> Span:
        return Span(self.header.first, self.header.last)


class Taking:
    """One file on its way in, and then those that waited for it."""

    def __init__(
        self, record: Record, session: Session, apply: Apply, ask: Ask, tell: Tell
    ) -> None:
        """Touch the record through `ask` only; `apply` works changes in."""
        self._record, self._session, self._apply = record, session, apply
        self._ask, self._tell = ask, tell
        self._taken = Taken("")

    def take(self, path: Path) -> Taken:
        """Take the file at `path` in; Trouble `exchange_*` says why not."""
        who = self._ask(self._identity)
        with _told(path.name):
            if not path.is_file():
                # What is no file, such as a pipe, might keep the reader waiting for ever.
                raise refusals.unread(path.name)
            size = path.stat().st_size
            if size > exchange.LARGEST_FILE:
                raise refusals.too_large(size, exchange.LARGEST_FILE)
            file = self._looked_at(who, lambda: path.open("rb"))
            self._refuse(who, file)
            self._taken = Taken(file.sender.name)
            theirs = self._ask(partial(self._meet, file))
            if missing_before(theirs, file.span) is None:
                with _whole_before(path.name):
                    self._work_in(file)
            else:
                if size > MOST_KEPT:
                    raise refusals.too_early(file.sender.name, theirs + 1)
                content = path.read_bytes()
                self._ask(partial(self._keep, file, content))
                self._taken = replace(self._taken, waits=True)
        self._waiting(who, file)
        return self._ask(partial(self._end, file))

    # ------------------------------------------------------------------------------- looking

    def _identity(self) -> Identity:
        with self._record.read() as reader:
            return identity(reader)

    def _looked_at(self, who: Identity, opened: Callable[[], BinaryIO]) -> _File:
        with opened() as stream:
            told: Callable[[int], object] = lambda count: self._tell(0, count)  # noqa: E731
            header, sender = exchange.look(stream, who.secret, told)
        return _File(header, sender, who.secret, opened)

    def _refuse(self, who: Identity, file: _File) -> None:
        if file.header.sender == who.station and not self._ahead(file):
            raise refusals.own()
        if file.header.to not in ("", who.station):
            raise refusals.for_another(file.sender.name)

    def _ahead(self, file: _File) -> bool:
        """Tell whether a file under our own id holds what we never wrote: there are two of us."""
        if file.header.last > self._ask(self._highest):
            return True
        with file.open() as stream:
            items = exchange.items_of(stream, file.secret)
            while batch := tuple(islice(items, BATCH)):
                if self._ask(partial(self._strange, batch)):
                    return True
        return False

    def _highest(self) -> int:
        with self._record.read() as reader:
            return queries.highest(reader)

    def _strange(self, batch: Sequence[Item]) -> bool:
        with self._record.read() as reader:
            return any(_foreign(queries.known(reader, *_key(row)), row) for row in batch)

    def _meet(self, file: _File) -> int:
        """Note who wrote it and what it says that it has of ours; give how far it is here."""
        header = file.header
        with self._record.write(self._session) as writer:
            ours, highest = hand.station_id(writer), queries.highest(writer)
            said, said_audit = header.have.get(ours, (0, 0))
            if header.sender == ours or said > highest:
                self._renew(writer)
            records.meet(writer, header.sender, file.sender.name)
            peer = queries.peer(writer, header.sender)
            if header.last >= peer.theirs:
                audit = believed(peer.our_audit, said_audit, queries.highest_audit(writer))
                records.told(writer, header.sender, believed(peer.ours, said, highest), audit)
            writer.quiet()
            return peer.theirs

    def _renew(self, writer: Writer) -> None:
        hand.renew(writer)
        self._taken = replace(self._taken, renewed=True)

    # ------------------------------------------------------------------------------ working in

    def _work_in(self, file: _File) -> None:
        # What is here already is gone through, too: under its numbers another station with the
        # same id may have noted something else.
        done, size = 0, file.span.size
        with file.open() as stream:
            items = exchange.items_of(stream, file.secret)
            while batch := tuple(islice(items, BATCH)):
                while batch:
                    went = self._ask(partial(self._batch, file, batch))
                    batch = batch[went:]
                    done += went
                    self._tell(min(done, size), size)
                while self._ask(self._catch_up):
                    pass
        self._ask(partial(self._reached, file))

    def _batch(self, file: _File, batch: tuple[Item, ...]) -> int:
        """Work in as many as a short unit of work takes; give how many."""
        before, station = self._taken, file.header.sender
        try:
            with self._record.write(self._session) as writer:
                changes = _leading(batch)
                if not changes:
                    return self._audit(writer, station, batch)
                went, counts = self._some(writer, changes)
                records.worked_in(writer, station, changes[went - 1].seq)
                span = Span(changes[0].seq, changes[went - 1].seq)
                _account(writer, station, span, counts)
        except BaseException:
            self._taken = before
            raise
        self._taken = _plus(self._taken, counts, 0)
        return went

    def _audit(self, writer: Writer, station: str, batch: tuple[Item, ...]) -> int:
        audited = [Audited(**asdict(item)) for item in batch if isinstance(item, AuditRow)]
        records.add_audit(writer, station, Span(audited[0].seq, audited[-1].seq), audited)
        writer.quiet()
        self._taken = replace(self._taken, audit=self._taken.audit + len(audited))
        return len(batch)

    def _some(self, writer: Writer, changes: Sequence[LogRow]) -> tuple[int, dict[str, int]]:
        counts = dict.fromkeys((APPLIED, KNOWN, CONFLICT, HELD), 0)
        clock, went = self._record.clock, 0
        until = clock.monotonic() + LONGEST_S
        while went < len(changes) and (not went or clock.monotonic() < until):
            step = changes[went : went + STEP]
            went += len(step)
            for word in self._step(writer, step, more=went < len(changes)):
                counts[word] += 1
        return went, counts

    def _step(self, writer: Writer, changes: Sequence[LogRow], *, more: bool) -> list[str]:
        """Work in what is not known; what has a number that was used before goes by itself."""
        told: list[str] = []
        for run in runs(changes, lambda change: ("/".join(_key(change)),)):
            new = [each for each in (self._new(writer, change) for change in run) if each]
            told += self._apply(writer, new, more=more) if new else ()
            told += [KNOWN] * (len(run) - len(new))
        return told

    def _new(self, writer: Writer, change: LogRow) -> LogRow | None:
        """Give the change under the number that it gets here; None if it is here."""
        found = queries.known(writer, *_key(change))
        ours = change.origin == hand.station_id(writer)
        if found is not None and not _foreign(found, change):
            return None
        if ours:
            # Under our id, and not ours: another station has it too, or we were put back.
            self._renew(writer)
        if found is not None:
            self._taken = replace(self._taken, doubled=self._taken.doubled or not ours)
            number = another_number(change.number, _imprint(change))
            change = replace(change, number=number)
            if queries.known(writer, *_key(change)) is not None:
                return None
        return change

    def _catch_up(self) -> bool:
        """Judge one of whom more was to come: in a unit of work of its own, which may be long."""
        with self._record.write(self._session) as writer:
            writer.quiet()
            return catch_up(writer)

    def _reached(self, file: _File) -> None:
        with self._record.write(self._session) as writer:
            records.worked_in(writer, file.header.sender, file.header.last)
            records.drop_parts(writer, file.header.sender)
            writer.touch("exchange")
            writer.quiet()

    # ------------------------------------------------------------------------------- waiting

    def _keep(self, file: _File, content: bytes) -> None:
        with self._record.write(self._session) as writer:
            records.keep_part(writer, file.header.sender, file.span, content)
            writer.audit(
                "changes_kept",
                "station",
                file.header.sender,
                first=file.header.first,
                last=file.header.last,
            )
            writer.touch("exchange")

    def _waiting(self, who: Identity, file: _File) -> None:
        """Work in the files that waited, as long as there is one that nothing is missing for."""
        while content := self._ask(partial(self._next, file.header.sender)):
            part = self._looked_at(who, partial(io.BytesIO, content))
            self._work_in(part)

    def _next(self, station: str) -> bytes:
        with self._record.read() as reader:
            theirs = queries.peer(reader, station).theirs
            span = ready(theirs, queries.kept(reader, station))
            return queries.part(reader, station, span.first) if span else b""

    def _end(self, file: _File) -> Taken:
        with self._record.read() as reader:
            station = file.header.sender
            theirs = queries.peer(reader, station).theirs
            spans = gaps(theirs, queries.kept(reader, station))
        found = tuple(Gap(file.sender.name, span) for span in spans)
        return replace(self._taken, gaps=found, waits=self._taken.waits and bool(found))


def _leading(batch: tuple[Item, ...]) -> tuple[LogRow, ...]:
    """Give the changes that a batch begins with; the rows of the audit log come after all."""
    return tuple(takewhile(lambda item: isinstance(item, LogRow), batch))  # type: ignore[arg-type]


def _key(item: Item) -> tuple[str, str]:
    return (item.origin, item.number) if isinstance(item, LogRow) else ("", "")


def _foreign(found: queries.Imprint | None, item: Item) -> bool:
    """Tell whether the change of this number that stands here is another one."""
    if found is None or not isinstance(item, LogRow):
        return False
    return (found.kind, found.record_id) != (item.kind, item.record_id)


def _imprint(change: LogRow) -> str:
    return same_id("twice", change.kind, change.record_id, change.op, str(change.at))


def _account(writer: Writer, station: str, span: Span, counts: dict[str, int]) -> None:
    writer.audit(
        "changes_taken_in",
        "station",
        station,
        first=span.first,
        last=span.last,
        counts=dict(counts),
    )
    writer.touch("exchange")


def _plus(taken: Taken, counts: dict[str, int], audit: int) -> Taken:
    return replace(
        taken,
        applied=taken.applied + counts[APPLIED],
        known=taken.known + counts[KNOWN],
        conflicts=taken.conflicts + counts[CONFLICT],
        held=taken.held + counts[HELD],
        audit=taken.audit + audit,
    )


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusals.unread(name) from error


@contextmanager
def _whole_before(name: str) -> Iterator[None]:
    """What was looked at to its end and is damaged now went away meanwhile; some of it is in."""
    try:
        yield
    except Trouble as trouble:
        if trouble.code != "exchange_damaged":
            raise
        raise refusals.unread(name) from trouble
