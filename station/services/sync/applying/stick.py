"""Working in the changes of another station's log, as a stick brings them: each of them once."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from station.models.database import Writer
from station.models.queries import outbox as head_queries
from station.models.queries import sync_inbox as queries
from station.models.records import hand
from station.models.records import sync_inbox as records
from station.models.records.sync_rows import Origin
from station.rules.synced import NAMES, kind_of
from station.services.sync.applying.after import catch_up, work_out
from station.services.sync.applying.guard import STATES, guarded
from station.services.sync.applying.one import work_in
from station.services.sync.applying.runs import readings_in, runs
from station.services.sync.applying.values import Arrived, Became, Effects, Result

_WAITING_AT_ONCE = 1000
STICK = "stick"
_TOLD = {
    Became.APPLIED: "applied",
    Became.SAME: "known",
    Became.CONFLICT: "conflict",
    Became.WAITING: "held",
    Became.HELD: "held",
}


class Change(Protocol):
    """One row of another station's log: what a record was (`old`) and became (`new`), as JSON."""

    @property
    def origin(self) -> str:
        """The station that made the change, or "centre"."""
        ...

    @property
    def number(self) -> str:
        """Its number there; never empty."""
        ...

    @property
    def kind(self) -> str:
        """Which kind of record."""
        ...

    @property
    def record_id(self) -> str:
        """Which record."""
        ...

    @property
    def patient_id(self) -> str | None:
        """Whose it is."""
        ...

    @property
    def op(self) -> str:
        """What was done: insert, update or delete."""
        ...

    @property
    def old(self) -> str | None:
        """The shared columns before, None where there was nothing."""
        ...

    @property
    def new(self) -> str | None:
        """The shared columns after, None where it was taken away."""
        ...

    @property
    def at(self) -> int:
        """When (UTC milliseconds, by the clock there)."""
        ...

    @property
    def by(self) -> str:
        """Whose hand."""
        ...

    @property
    def content(self) -> bytes:
        """The pages of a document, where the change brings one."""
        ...


@dataclass(frozen=True, slots=True)
class _Log:
    """A change of a stick that waits in the inbox."""

    origin: str
    number: str
    kind: str
    record_id: str
    patient_id: str | None
    op: str
    old: str | None
    new: str | None
    at: int
    by: str
    content: bytes = b""


def apply_changes(writer: Writer, changes: Sequence[Change], *, more: bool = False) -> list[str]:
    """Work in changes of another station's log, in their order, in the caller's unit of work.

    Gives for each "applied", "known", "conflict" or "held". What must wait for another record, or
    cannot be stored, stays in the inbox of the channel "stick" and is tried again with the next
    changes. What they lead to is judged once at the end, but before alerts that come after it.
    With `more` to come at once a patient's history is judged once for all of it: after.catch_up()
    is for the caller to call then.
    """
    writer.quiet()
    station, effects, told = hand.station_id(writer), Effects(more=more), list[Became]()
    for run in runs(changes, _marks):
        if run[0].kind == "alerts":
            work_out(writer, effects)
            effects = Effects(more=more)
            while catch_up(writer):
                pass
        told += _run_in(writer, run, station, effects)
    work_out(writer, effects)
    if Became.APPLIED in told:
        _waiting_changes(writer)
    return [_TOLD[each] for each in told]


def apply_change(writer: Writer, change: Change) -> str:
    """Work in one change, as apply_changes() does several."""
    return apply_changes(writer, [change])[0]


def try_again(writer: Writer) -> None:
    """Work in what changes of a stick are held, in the caller's unit of work; logged."""
    records.try_again(writer, STICK, records.WAITING)
    _waiting_changes(writer)


def _marks(change: Change) -> tuple[str, ...]:
    """Give what a reading that is told for the first time is known by; nothing for all else."""
    first = change.kind == "readings" and change.op == "insert" and not change.old
    return (change.record_id, f"{change.origin}/{change.number}") if first else ()


def _run_in(writer: Writer, run: Sequence[Change], station: str, effects: Effects) -> list[Became]:
    """Work in new readings together, or one other change."""
    known = [_is_known(writer, change, station) for change in run]
    new = [change for change, here in zip(run, known, strict=True) if not here]
    together = _all_arrived(writer, new) if len(new) > 1 else []
    if together:
        results = readings_in(writer, together, effects)
    else:
        results = [guarded(writer, partial(_change_in, writer, each, effects)) for each in new]
    became = iter([_settle(writer, *pair) for pair in zip(new, results, strict=True)])
    return [Became.SAME if here else next(became) for here in known]


def _all_arrived(writer: Writer, changes: Sequence[Change]) -> list[Arrived]:
    """Read several changes; none of them if one cannot be read: each is tried apart then."""
    try:
        return [_arrived(writer, each) for each in changes]
    except (ValueError, TypeError, RecursionError):
        return []


def _settle(writer: Writer, change: Change, result: Result) -> Became:
    if result.became in (Became.HELD, Became.WAITING):
        _keep_change(writer, change, result)
    else:
        _note_known(writer, change)
    return result.became


def _is_known(writer: Writer, change: Change, station: str) -> bool:
    if change.origin == station:
        return True
    return bool(
        writer.raw(
            "SELECT 1 FROM sync_log WHERE origin = ?1 AND number = ?2 UNION ALL "
            "SELECT 1 FROM sync_inbox WHERE channel = 'stick' AND resource_type = ?1 "
            "AND resource_id = ?2",
            (change.origin, change.number),
        )
    )


def _change_in(writer: Writer, change: Change, effects: Effects) -> Result:
    if change.kind not in NAMES:
        return Result(Became.HELD, "unknown_kind", {"kind": change.kind})
    return work_in(writer, _arrived(writer, change), effects)


def _arrived(writer: Writer, change: Change) -> Arrived:
    old = json.loads(change.old) if change.old else None
    new = json.loads(change.new) if change.new else {}
    base = old
    if old is not None and change.op != "delete":
        # Only what this change touched was said by it: the rest is as it stands here.
        here = head_queries.fields_of(writer, change.kind, [change.record_id])
        base = {**here.get(change.record_id, {}), **old}
    return Arrived(
        STICK,
        kind_of(change.kind),
        change.record_id,
        new,
        base,
        Origin(change.origin, change.number, change.at, change.by),
        deleted=change.op == "delete",
        content=change.content,
        station=change.origin,
    )


def _keep_change(writer: Writer, change: Change, result: Result) -> None:
    names = ("origin", "number", "kind", "record_id", "patient_id", "op", "old", "new", "at", "by")
    told = {name: getattr(change, name) for name in names}
    pages = base64.b64encode(change.content).decode()
    body = json.dumps({**told, "content": pages}, ensure_ascii=False)
    about = (change.kind, change.record_id)
    records.add(writer, STICK, (change.origin, change.number, ""), body, about)
    for item in queries.pending(writer, STICK, records.NEW, 1):
        records.settle(writer, item.id, STATES[result.became], about, result.code, result.values)


def _note_known(writer: Writer, change: Change) -> None:
    """Remember that a change was seen, also one that led to no row of the log."""
    about = (change.kind, change.record_id)
    records.supersede_all(writer, STICK, about)
    noted = "SELECT 1 FROM sync_log WHERE origin = ? AND number = ?"
    if writer.raw(noted, (change.origin, change.number)):
        return
    records.add(writer, STICK, (change.origin, change.number, ""), "", about)
    for item in queries.pending(writer, STICK, records.NEW, 1):
        records.settle(writer, item.id, records.SAME, about)


def _waiting_changes(writer: Writer) -> None:
    waiting = queries.pending(writer, STICK, records.WAITING, _WAITING_AT_ONCE)
    effects = Effects()
    for item in waiting:
        change = _from_text(item.body)
        about = (item.kind, item.record_id)
        result = guarded(writer, partial(_change_in, writer, change, effects))
        records.settle(writer, item.id, STATES[result.became], about, result.code, result.values)
    if waiting:
        work_out(writer, effects)


def _from_text(text: str) -> Change:
    told = json.loads(text)
    return _Log(**{**told, "content": base64.b64decode(told["content"])})
