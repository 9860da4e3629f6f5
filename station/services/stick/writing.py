"""Writing what another station lacks to files for a stick."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from station.models.queries import exchange as queries
from station.models.records import exchange as records
from station.models.records import hand
from station.rules.changesets import MOST_ROWS, Have, Span, to_send
from station.services.record import Record
from station.services.session import Session
from station.services.stick.setup import Identity, identity
from station.services.stick.values import Ask, Tell, Written
from station.services.sync.applying.alerts import settle
from station.sync import exchange
from station.sync.exchange import AuditRow, Header, Item, LogRow, Sender
from station.sync.exchange_files import put

_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written, as it stood when the writing began."""

    who: Identity
    to: str
    spans: tuple[Span, ...]
    audit: Span
    have: Have


@dataclass(frozen=True, slots=True)
class WriteJob:
    """One wish to write: `to` is a peer's id, or "" for any station, which gets everything.

    `most` is how many changes go into one file; `again` says not to trust what it said it has.
    """

    path: Path
    to: str = ""
    again: bool = False
    most: int = MOST_ROWS


def write(record: Record, session: Session, job: WriteJob, ask: Ask, tell: Tell) -> Written:
    """Write the files; each is whole on the stick and was read back before the next begins."""
    ask(partial(_settle, record, session))
    plan = ask(partial(_plan, record, job))
    left = sum(span.size for span in plan.spans)
    names, size, done = list[str](), 0, 0
    for at, span in enumerate(plan.spans):
        path = _place(job.path, at, len(plan.spans))
        audit = plan.audit if at == len(plan.spans) - 1 else Span(1, 0)
        items = _items(record, plan, span, audit, ask)
        told = _telling(items, tell, done, left)
        header = _header(record, plan, span, audit)
        sender = Sender(plan.who.name, plan.who.municipality)
        size += put(
            path,
            partial(
                exchange.write, secret=plan.who.secret, header=header, sender=sender, items=told
            ),
        )
        done += span.size
        names.append(path.name)
    written = Written(tuple(names), left, size, plan.to)
    ask(partial(_note, record, session, plan, written))
    return written


def _settle(record: Record, session: Session) -> None:
    """What stood behind an alert that was closed here is closed before anybody is told."""
    with record.write(session) as writer:
        writer.quiet()
        settle(writer)


def _plan(record: Record, job: WriteJob) -> _Plan:
    with record.read() as reader:
        who = identity(reader)
        peer = queries.peer(reader, job.to)
        trusted = bool(job.to) and not job.again
        confirmed, audited = (peer.ours, peer.our_audit) if trusted else (0, 0)
        return _Plan(
            who,
            job.to,
            to_send(queries.highest(reader), confirmed, job.most),
            Span(audited + 1, max(queries.highest_audit(reader), audited)),
            {each.station: (each.theirs, each.their_audit) for each in queries.peers(reader)},
        )


def _header(record: Record, plan: _Plan, span: Span, audit: Span) -> Header:
    return Header(
        sender=plan.who.station,
        first=span.first,
        last=span.last,
        to=plan.to,
        audit_first=audit.first,
        audit_last=audit.last,
        at=record.clock.now(),
        have=plan.have,
    )


def _place(path: Path, at: int, of: int) -> Path:
    """Give the place of one of several files: «lesja-2 av 3.stationx»."""
    named = path.suffix.lower() == exchange.SUFFIX
    bare = path if named else path.with_name(path.name + exchange.SUFFIX)
    return bare if of == 1 else bare.with_name(f"{bare.stem}-{at + 1}-{of}{exchange.SUFFIX}")


def _telling(items: Iterator[Item], tell: Tell, done: int, left: int) -> Iterator[Item]:
    for at, item in enumerate(items):
        if not at % _BATCH:
            tell(min(done + at, left), left)
        yield item


def _items(record: Record, plan: _Plan, span: Span, audit: Span, ask: Ask) -> Iterator[Item]:
    after = span.first - 1
    while rows := ask(partial(_logged, record, Span(after + 1, span.last))):
        after = rows[-1].seq
        for row in rows:
            if not _is_own_of(row, plan.to):
                # One document at a time: each is read, and kept in mind, by itself.
                yield ask(partial(_paged, record, row)) if _brings(row, plan.to) else row
    after = audit.first - 1
    while audited := ask(partial(_audited, record, Span(after + 1, audit.last))):
        after = audited[-1].seq
        yield from audited


def _is_own_of(row: LogRow, station: str) -> bool:
    # What got another number here came from a station with the same id, and is no echo.
    return row.origin == station and "~" not in row.number


def _logged(record: Record, span: Span) -> tuple[LogRow, ...]:
    with record.read() as reader:
        return tuple(LogRow(**asdict(row)) for row in queries.logged(reader, span, _BATCH))


def _brings(row: LogRow, to: str) -> bool:
    return row.kind == "documents" and row.op == "insert" and row.origin != to


def _paged(record: Record, row: LogRow) -> LogRow:
    with record.read() as reader:
        return replace(row, content=queries.pages(reader, row.record_id))


def _audited(record: Record, span: Span) -> tuple[AuditRow, ...]:
    with record.read() as reader:
        return tuple(AuditRow(**asdict(row)) for row in queries.audited(reader, span, _BATCH))


def _note(record: Record, session: Session, plan: _Plan, written: Written) -> None:
    with record.write(session) as writer:
        if plan.to:
            records.written(writer, plan.to)
        writer.audit(
            "changes_written",
            "station",
            plan.to,
            rows=written.rows,
            files=len(written.files),
            station=hand.station_id(writer),
        )
