"""Taking a file from a stick in: looked at to its end first, then in small units of work."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from station.core.ids import same_id
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
from station.services.exchanging_setup import Identity, identity
from station.services.exchanging_values import Ask, Gap, Taken, Tell
from station.services.record import Record
from station.services.session import Session
from station.sync import exchange
from station.sync import exchange_refusals as refusals
from station.sync.exchange import AuditRow, Header, Item, LogRow, Sender

BATCH = 200
"""Changes in one unit of work: after a crash at most these are worked in again."""
MOST_KEPT = 200_000_000
"""Bytes: a larger file that came too early stays on its stick until the one before it came."""
APPLIED, KNOWN, CONFLICT, HELD = "applied", "known", "conflict", "held"
Apply = Callable[[Writer, LogRow], str]
"""Works one change in, and tells what became of it: one of the words above."""


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

    @property
    def audit(self) -> Span:
        return Span(self.header.audit_first, self.header.audit_last)


class Taking:
    """One file on its way in, and then those that waited for it."""

    def __init__(
        self, record: Record, session: Session, apply: Apply, ask: Ask, tell: Tell
    ) -> None:
        """Touch the record through `ask` only; `apply` works one change in."""
        self._record, self._session, self._apply = record, session, apply
        self._ask, self._tell = ask, tell
        self._taken = Taken("")

    def take(self, path: Path) -> Taken:
        """Take the file at `path` in; Trouble `exchange_*` says why not."""
        who = self._ask(self._identity)
        with _told(path.name):
            size = path.stat().st_size
            if size > exchange.LARGEST_FILE:
                raise refusals.too_large(size, exchange.LARGEST_FILE)
            file = self._looked_at(who, lambda: path.open("rb"))
            self._refuse(who, file)
            self._taken = Taken(file.sender.name)
            theirs = self._ask(partial(self._meet, file))
            if missing_before(theirs, file.span) is None:
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
        if file.header.sender == who.station and not self._ask(partial(self._ahead, file)):
            raise refusals.own()
        if file.header.to not in ("", who.station):
            raise refusals.for_another(file.sender.name)

    def _ahead(self, file: _File) -> bool:
        """Tell whether a file under our own id holds what we never wrote: there are two of us."""
        with self._record.read() as reader:
            if file.header.last > queries.highest(reader):
                return True
            with file.open() as stream:
                rows = exchange.items_of(stream, file.secret)
                return any(_foreign(queries.known(reader, *_key(row)), row) for row in rows)

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
        if not self._taken.renewed:
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
                self._ask(partial(self._batch, file, batch))
                done += len(batch)
                self._tell(min(done, size), size)
        self._ask(partial(self._reached, file))

    def _batch(self, file: _File, batch: tuple[Item, ...]) -> None:
        counts = dict.fromkeys((APPLIED, KNOWN, CONFLICT, HELD), 0)
        changes = [item for item in batch if isinstance(item, LogRow)]
        audited = [Audited(**asdict(item)) for item in batch if isinstance(item, AuditRow)]
        before, station = self._taken, file.header.sender
        try:
            with self._record.write(self._session) as writer:
                for change in changes:
                    counts[self._one(writer, change)] += 1
                if changes:
                    records.worked_in(writer, station, changes[-1].seq)
                    span = Span(changes[0].seq, changes[-1].seq)
                    _account(writer, station, span, counts)
                if audited:
                    span = Span(audited[0].seq, audited[-1].seq)
                    records.add_audit(writer, station, span, audited)
                    writer.quiet()
        except BaseException:
            self._taken = before
            raise
        self._taken = _plus(self._taken, counts, len(audited))

    def _one(self, writer: Writer, change: LogRow) -> str:
        found = queries.known(writer, *_key(change))
        ours = change.origin == hand.station_id(writer)
        if found is not None and not _foreign(found, change):
            return KNOWN
        if ours:
            # Under our id, and not ours: another station has it too, or we were put back.
            self._renew(writer)
        if found is not None:
            self._taken = replace(self._taken, doubled=self._taken.doubled or not ours)
            number = another_number(change.number, _imprint(change))
            change = replace(change, number=number)
            if queries.known(writer, *_key(change)) is not None:
                return KNOWN
        return self._apply(writer, change)

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
