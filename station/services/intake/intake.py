"""Intake: the one way in for every reading, whoever or whatever sends it.

One unit of work stores the reading (or holds it back), judges it, and writes the audit row:
all of it or nothing.
"""

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from station.core.ids import new_id, same_id
from station.core.zone import FIRST_MS
from station.models.database import Writer
from station.models.queries import imports as import_queries
from station.models.queries import judging as judging_queries
from station.models.queries import readings as reading_queries
from station.models.records import quarantine as quarantine_records
from station.models.records import readings as records
from station.models.records.quarantine import Batch, Held
from station.models.records.readings import Provenance
from station.rules.plausibility import Plausibility, assess
from station.rules.readings import Reading
from station.services.intake import told as intake_told
from station.services.intake.held import held
from station.services.intake.incoming import (
    DUPLICATE,
    STORED,
    FileFacts,
    Imprint,
    Incoming,
    Receipt,
)
from station.services.intake.told import ToldBefore
from station.services.judging import judging
from station.services.record import Record
from station.services.session import Session

__all__ = ["DUPLICATE", "STORED", "FileFacts", "Incoming", "Intake", "Receipt", "held_key", "take"]

_CLOCK_SLACK_MS = 15 * 60_000
_JUMP_SPAN_MS = 7 * 86_400_000


@dataclass(slots=True)
class _Sorted:
    """What has been decided about each reading that came."""

    taken: list[tuple[Reading, Provenance]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)
    """Ids of what is or was held, which is not held again."""
    matched: list[tuple[Held, str]] = field(default_factory=list)
    """What was typed in before it came, with the id of the reading that it is."""

    def hold(self, at: int, item: Held) -> None:
        known = item.id in self.before
        self.outcomes[at] = DUPLICATE if known else item.reason_code
        if not known:
            self.hold_beside(item)

    def hold_beside(self, item: Held) -> bool:
        """Hold it unless it is held already; tell whether it was new."""
        if item.id in self.before:
            return False
        self.held.append(item)
        if item.id:
            self.before.add(item.id)
        return True

    @property
    def duplicates(self) -> int:
        return sum(1 for outcome in self.outcomes.values() if outcome == DUPLICATE)


class _Neighbours:
    """Readings of one kind by the time they were taken, to be compared with those near by."""

    def __init__(self, readings: Iterable[Reading] = ()) -> None:
        self._readings = sorted(readings, key=_taken_at)

    def add(self, reading: Reading) -> None:
        insort(self._readings, reading, key=_taken_at)

    def near(self, moment: int) -> Sequence[Reading]:
        """Give those within the longest span in which a change is looked at, however many came."""
        first = bisect_left(self._readings, moment - _JUMP_SPAN_MS, key=_taken_at)
        return self._readings[
            first : bisect_right(self._readings, moment + _JUMP_SPAN_MS, key=_taken_at)
        ]


def _taken_at(reading: Reading) -> int:
    return reading.taken_at


@dataclass(frozen=True, slots=True)
class _Case:
    """One reading to decide on: its place among what came, whose it is, and its batch."""

    writer: Writer
    at: int
    each: Incoming
    patient_id: str
    batch_id: str | None


class Intake:
    """Takes readings in."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def take(
        self, session: Session, incoming: Sequence[Incoming], file: FileFacts | None = None
    ) -> Receipt:
        """Store, judge and account for readings in one unit of work of its own."""
        with self._record.write(session) as writer:
            return take(writer, incoming, file)


def take(
    writer: Writer,
    incoming: Sequence[Incoming],
    file: FileFacts | None = None,
    *,
    beside: Sequence[Held] = (),
    again: bool = False,
    more: bool = False,
) -> Receipt:
    """Store, judge and account for readings inside the caller's unit of work.

    `beside` are things that never became readings, to be held with them. `again` says that they
    lie in quarantine: what is refused once more is told, and stays there. `more` says that more of
    the same patients' comes at once (judging.take_in).
    """
    batch_id = new_id() if file else None
    found = _Sorted(before=set() if again else _held_before(writer, incoming, beside))
    _sort(writer, incoming, batch_id, found)
    known = sum(not found.hold_beside(item) for item in beside)
    coming = [*found.held, *(file.rejected if file else ())]
    before = import_queries.held_rows(writer, file.file_hash) if file else set()
    new = [item for item in coming if held_key(item) not in before]
    records.add(writer, found.taken)
    readings = [reading for reading, _ in found.taken]
    records.keep_latest(writer, readings)
    if not again:
        quarantine_records.hold(writer, _in_batch(new, batch_id))
    for item, reading_id in found.matched:
        intake_told.keep(writer, replace(item, batch_id=batch_id), reading_id)
    reached = _judge(writer, readings, more=more)
    receipt = Receipt(
        len(readings),
        len(new),
        found.duplicates + known + len(coming) - len(new),
        sum(1 for reading in readings if not reading.confirmed),
        reached,
        batch_id,
        tuple(reading.id for reading in readings),
        frozenset(reading.patient_id for reading in readings),
        tuple(found.outcomes[at] for at in range(len(incoming))),
        frozenset(before),
    )
    _account(writer, incoming, receipt, file)
    return receipt


def held_key(item: Held) -> tuple[int | None, str, str]:
    """Give what makes a held row of a file the same when the file comes again."""
    return item.row_number, item.kind, item.reason_code


def _held_before(writer: Writer, incoming: Sequence[Incoming], beside: Sequence[Held]) -> set[str]:
    ids = {*(each.held_id for each in incoming), *(item.id for item in beside)} - {""}
    return quarantine_records.held_before(writer, sorted(ids))


def _sort(
    writer: Writer, incoming: Sequence[Incoming], batch_id: str | None, found: _Sorted
) -> None:
    groups: dict[tuple[str | None, str], list[tuple[int, Incoming]]] = {}
    for at, each in enumerate(incoming):
        groups.setdefault((each.patient_id, each.kind), []).append((at, each))
    for (patient_id, kind), group in groups.items():
        refusal = _refusal(writer, patient_id)
        open_to = [each for _, each in group if not (each.refused or refusal)]
        if patient_id is None or not open_to:
            for at, each in group:
                found.hold(at, held(each, each.refused or refusal))
            continue
        known = _known(writer, patient_id, kind, open_to)
        previous = _previous(writer, patient_id, kind, open_to)
        told = ToldBefore(writer, patient_id, kind, open_to)
        for at, each in group:
            case = _Case(writer, at, each, patient_id, batch_id)
            if not _was_told(case, known, told, found):
                _place(case, known, previous, found)


def _known(
    writer: Writer, patient_id: str, kind: str, group: Iterable[Incoming]
) -> dict[str, Imprint | None]:
    """What is stored under the keys that come; None where only the key counts."""
    plain = [each.source_key for each in group if not each.strict]
    strict = [each.source_key for each in group if each.strict]
    known: dict[str, Imprint | None] = dict.fromkeys(
        records.known_keys(writer, patient_id, kind, plain)
    )
    for key, row in records.stored_under(writer, patient_id, kind, strict).items():
        known[key] = (row.value, row.value2, row.beyond, row.device_time or str(row.taken_at))
    return known


def _was_told(
    case: _Case, known: dict[str, Imprint | None], told: ToldBefore, found: _Sorted
) -> bool:
    """Match a reading with what was typed of it before; it is no second one then."""
    each = case.each
    if each.refused or each.source_key in known:
        return False
    if not told.came_again(each):
        reading_id = told.match(each)
        if not reading_id:
            return False
        found.matched.append((replace(held(each, "told"), id=new_id()), reading_id))
    found.outcomes[case.at] = DUPLICATE
    return True


def _place(
    case: _Case, known: dict[str, Imprint | None], previous: _Neighbours | None, found: _Sorted
) -> None:
    """Hold back, pass over or decide on one reading; what is new is known from then on."""
    each = case.each
    if each.refused:
        found.hold(case.at, held(each, each.refused))
    elif each.source_key in known:
        other = each.strict and known[each.source_key] not in (None, each.imprint)
        if other:
            found.hold(case.at, held(each, "conflict"))
        else:
            found.outcomes[case.at] = DUPLICATE
    elif each.held_id in found.before:
        found.outcomes[case.at] = DUPLICATE
    else:
        _decide(case, previous, found)
        if found.outcomes[case.at] == STORED or not each.strict:
            known[each.source_key] = each.imprint


def _refusal(writer: Writer, patient_id: str | None) -> str:
    if patient_id is None:
        return "unknown_patient"
    patient = judging_queries.followed(writer, writer.now, patient_id)
    if not patient:
        return "unknown_patient"
    return "deceased" if patient[0].deceased else ""


def _previous(
    writer: Writer, patient_id: str, kind: str, group: Iterable[Incoming]
) -> _Neighbours | None:
    # Only weight is compared with what came before it.
    if kind != "weight":
        return None
    earliest = min(each.taken_at for each in group) - _JUMP_SPAN_MS
    return _Neighbours(reading_queries.history(writer, patient_id, kind, earliest))


def _decide(case: _Case, previous: _Neighbours | None, found: _Sorted) -> None:
    each = case.each
    if each.taken_at > case.writer.clock_now + _CLOCK_SLACK_MS:
        found.hold(case.at, held(each, "future"))
        return
    if each.taken_at < FIRST_MS:
        found.hold(case.at, held(each, "long_ago"))
        return
    near = previous.near(each.taken_at) if previous else ()
    assessed = assess(each.kind, each.values, each.beyond, taken_at=each.taken_at, previous=near)
    if assessed.plausibility is Plausibility.REJECT:
        found.hold(case.at, held(each, "implausible", assessed))
        return
    sure = each.asked or assessed.plausibility is Plausibility.ACCEPT
    reading = _reading(case.writer, each, case.patient_id, sure=sure)
    if previous:
        previous.add(reading)
    origin = Provenance(each.source_key, each.raw, case.batch_id, each.row_number)
    found.taken.append((reading, origin))
    found.outcomes[case.at] = STORED


def _reading(writer: Writer, each: Incoming, patient_id: str, *, sure: bool) -> Reading:
    return Reading(
        id=each.record_id or _reading_id(each, patient_id),
        patient_id=patient_id,
        kind=each.kind,
        taken_at=each.taken_at,
        arrived_at=each.arrived_at or writer.now,
        values=each.values,
        beyond=each.beyond,
        confirmed=sure,
        source=each.source,
        remeasures_id=each.remeasures_id,
        said_by=each.said_by,
        entered_by=each.entered_by or writer.actor.user_id,
        original_value=each.original_value,
        original_unit=each.original_unit,
        device_time=each.device_time,
        zone_name=each.zone_name,
        note=each.note,
        quality=each.quality,
        excluded=each.excluded,
        excluded_reason=each.excluded_reason,
        device_id=each.device_id,
        time_reason=each.time_reason,
    )


def _reading_id(each: Incoming, patient_id: str) -> str:
    # What a device measured is one reading, also when two stations have fetched it from it.
    if not each.device_id:
        return new_id()
    return same_id("reading", patient_id, each.kind, each.source_key)


def _in_batch(items: Iterable[Held], batch_id: str | None) -> list[Held]:
    return [replace(item, batch_id=batch_id) for item in items]


def _judge(writer: Writer, readings: Iterable[Reading], *, more: bool) -> int:
    by_patient: dict[str, list[Reading]] = {}
    for reading in readings:
        by_patient.setdefault(reading.patient_id, []).append(reading)
    return sum(
        judging.take_in(writer, patient_id, taken, more=more)
        for patient_id, taken in by_patient.items()
    )


def _account(
    writer: Writer, incoming: Sequence[Incoming], receipt: Receipt, file: FileFacts | None
) -> None:
    if receipt.quarantined:
        writer.touch("quarantine")
    for patient_id in receipt.patients:
        writer.touch("readings", patient_id)
    names = ("stored", "quarantined", "duplicates")
    counts = {name: int(getattr(receipt, name)) for name in names}
    if file is None or receipt.batch_id is None:
        _account_readings(writer, incoming, receipt, counts)
        return
    rows_in = receipt.stored + receipt.quarantined + receipt.duplicates
    quarantine_records.add_batch(
        writer,
        Batch(
            receipt.batch_id,
            file.file_name,
            file.file_hash,
            file.profile,
            file.patient_id,
            file.zone_name,
            rows_in,
            receipt.stored,
            receipt.quarantined,
            receipt.duplicates,
        ),
    )
    writer.audit(
        "readings_imported",
        "batch",
        receipt.batch_id,
        file.patient_id,
        **counts,
        hash=file.file_hash,
    )


def _account_readings(
    writer: Writer, incoming: Sequence[Incoming], receipt: Receipt, counts: dict[str, int]
) -> None:
    digest = hashlib.sha256("\n".join(each.source_key for each in incoming).encode()).hexdigest()
    named = sorted({each.patient_id for each in incoming if each.patient_id})
    patients: list[str | None] = [*named] if named else [None]
    for patient_id in patients:
        kinds = sorted({each.kind for each in incoming if each.patient_id == patient_id})
        first = receipt.reading_ids[0] if receipt.reading_ids else ""
        writer.audit(
            "readings_taken", "reading", first, patient_id, kinds=kinds, **counts, hash=digest
        )
