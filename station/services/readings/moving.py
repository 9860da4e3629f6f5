"""Moving what was stored with the wrong patient: kept there with its trace, and judged at both.

Nothing is deleted: the original stays, left out as «wrong patient»; a copy goes through intake for
the right patient and knows what it was moved from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import moves as queries
from station.models.queries import readings as reading_queries
from station.models.queries.moves import Trace
from station.models.records import moves as records
from station.models.records import quarantine as quarantine_records
from station.models.records import readings as reading_records
from station.rules.readings import Excluded, Reading
from station.rules.wording import reading_text
from station.services.alerts.alerts import UNDO_MS
from station.services.forms.answer_moving import move_answer, undo_answer
from station.services.forms.answers import has_moved, known_answer
from station.services.intake.intake import STORED, Incoming, take
from station.services.judging import judging
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

UNKNOWN = N_("This reading is not in the file any more.")
OF_FORM = N_("This belongs to answers to a form. They are moved as a whole, never one score alone.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be moved: one reading in words, and with it what came in the same way.

    `answer_id` says that it is part of an answered form, which is moved whole. `batch_id` names
    the import; the file brought this patient `batch_count` readings from `first_at` to `last_at`
    (UTC ms), and `batch_held` more wait in quarantine. `alerts` and `batch_alerts` are the open
    alerts that the one, or all of them, raised.
    """

    reading_id: str
    patient_id: str
    text: str
    taken_at: int
    answer_id: str = ""
    batch_id: str = ""
    file_name: str = ""
    batch_count: int = 0
    batch_held: int = 0
    first_at: int = 0
    last_at: int = 0
    alerts: int = 0
    batch_alerts: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One reading that was moved: the original, where it counts now, and how it stood before.

    `there` says that the right patient had it already, so that nothing was added.
    """

    original_id: str
    copy_id: str
    excluded: Excluded
    reason: str
    there: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did, so that it can be undone for some minutes.

    `held` are the items of the quarantine that went along, each with its reason. `answer` is
    (original, copy) of a form.
    """

    from_patient: str
    to_patient: str
    at: int
    steps: tuple[Step, ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    answer: tuple[str, str] = ("", "")


class Moving:
    """Moves readings and answers from one patient to another."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def preview(self, session: Session, reading_id: str) -> Preview:
        """Say what would be moved; Trouble `reading_unknown` if the reading is gone."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _preview(reader, *_known(reader, reading_id))

    def move(self, session: Session, reading_id: str, to_patient: str, reason: str) -> Moved:
        """Move one reading, in one unit of work.

        Raises Trouble `reading_unknown`, `reading_of_form` for a score alone, `move_again` for
        one that was moved already, `move_reason` without a reason, `move_same`,
        `patient_unknown`, `patient_deceased`, and `move_refused` if it cannot be taken in there.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            reading, trace = _known(writer, reading_id)
            if trace.answer_id:
                raise Trouble("reading_of_form", OF_FORM)
            said = _allowed(writer, reading.patient_id, to_patient, reason)
            if trace.copy_id:
                raise _again()
            moved = _move(writer, [(reading, trace)], to_patient, said)
            _account(writer, moved, "reading", reading_id, said)
        return moved

    def move_batch(
        self, session: Session, batch_id: str, from_patient: str, to_patient: str, reason: str
    ) -> Moved:
        """Move everything that one import brought a patient, with what waits in quarantine.

        Raises what move() raises, and Trouble `move_nothing` if there is nothing to move.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            said = _allowed(writer, from_patient, to_patient, reason)
            found = [
                _known(writer, each) for each in queries.in_batch(writer, batch_id, from_patient)
            ]
            held = queries.held_in_batch(writer, batch_id, from_patient)
            if not found and not held:
                raise Trouble("move_nothing", N_("There is nothing left to be moved."))
            moved = _move(writer, found, to_patient, said)
            for item_id, code in held:
                quarantine_records.assign(writer, item_id, to_patient, code)
                writer.touch("quarantine")
            moved = replace(moved, from_patient=from_patient, held=held)
            _account(writer, moved, "batch", batch_id, said)
        return moved

    def move_answer(self, session: Session, answer_id: str, to_patient: str, reason: str) -> Moved:
        """Move an answered form with all its scores; raises what move() raises."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_answer(writer, answer_id)
            said = _allowed(writer, row.patient_id, to_patient, reason)
            if has_moved(writer, row):
                raise _again()
            copy_id = move_answer(writer, row, to_patient, said)
            moved = Moved(row.patient_id, to_patient, writer.now, answer=(answer_id, copy_id))
            _account(writer, moved, "form_answer", answer_id, said)
        return moved

    def undo(self, session: Session, moved: Moved) -> None:
        """Put back what was moved by mistake a moment ago; the log keeps both.

        Raises Trouble `undo_late` ten minutes after, and `move_undone` if it was undone or moved
        on meanwhile.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            if writer.now - moved.at > UNDO_MS:
                raise Trouble("undo_late", N_("It is too late to undo this. Nothing has changed."))
            if moved.answer[0]:
                undo_answer(writer, *moved.answer)
            _undo(writer, moved)
            for item_id, code in moved.held:
                quarantine_records.assign(writer, item_id, moved.from_patient, code)
                writer.touch("quarantine")
            for patient in (moved.from_patient, moved.to_patient):
                writer.audit(
                    "move_undone", "reading", _first(moved), patient, readings=len(moved.steps)
                )
                _touch(writer, patient)


def _preview(reader: Reader, reading: Reading, trace: Trace) -> Preview:
    patient = reading.patient_id
    mine = queries.in_batch(reader, trace.batch_id, patient) if trace.batch_id else ()
    ends = [reading_queries.one(reader, each) for each in (*mine[:1], *mine[-1:])]
    times = [each.taken_at for each in ends if each is not None] or [reading.taken_at]
    return Preview(
        reading.id,
        patient,
        reading_text(reading),
        reading.taken_at,
        trace.answer_id,
        trace.batch_id,
        trace.file_name,
        len(mine),
        len(queries.held_in_batch(reader, trace.batch_id, patient)) if trace.batch_id else 0,
        times[0],
        times[-1],
        queries.alerts_by(reader, patient, (reading.id,)),
        queries.alerts_by(reader, patient, mine),
    )


def _known(reader: Reader, reading_id: str) -> tuple[Reading, Trace]:
    reading, trace = reading_queries.one(reader, reading_id), queries.trace(reader, reading_id)
    if reading is None or trace is None:
        raise Trouble("reading_unknown", UNKNOWN)
    return reading, trace


def _undone() -> Trouble:
    return Trouble("move_undone", N_("This was undone or moved on meanwhile."))


def _again() -> Trouble:
    return Trouble("move_again", N_("This was moved to another patient already."))


def _allowed(reader: Reader, from_patient: str, to_patient: str, reason: str) -> str:
    """Give the reason, or raise why nothing may be moved there."""
    if to_patient == from_patient:
        raise Trouble("move_same", N_("This is the patient it is stored with already."))
    if known_patient(reader, to_patient).deceased_on:
        raise Trouble("patient_deceased", N_("The patient is registered as dead."))
    if not reason.strip():
        raise Trouble("move_reason", N_("Write how you know whose reading it is."))
    return reason.strip()


def _move(
    writer: Writer, found: Sequence[tuple[Reading, Trace]], to_patient: str, reason: str
) -> Moved:
    """Leave the originals out, take the copies in, and judge both patients again."""
    fresh: list[tuple[Reading, Trace]] = []
    copies: dict[str, str] = {}
    there: set[str] = set()
    back: list[str] = []
    by, at = writer.actor.user_id, writer.now
    for reading, trace in found:
        reading_records.mark(writer, reading.id, Excluded.WRONG_PATIENT, reason, by, at)
        known = reading_queries.id_of_key(writer, to_patient, reading.kind, trace.source_key)
        before = reading_queries.one(writer, known) if known else None
        if before is None:
            fresh.append((reading, trace))
            continue
        copies[reading.id] = before.id
        if before.excluded is Excluded.WRONG_PATIENT:
            _put(writer, before.id, reading.excluded, reading.excluded_reason)
            back.append(reading.kind)
        else:
            there.add(reading.id)
    copies |= _take(writer, fresh, to_patient)
    for original_id in copies.keys() - there:
        records.came_from(writer, copies[original_id], original_id)
    from_patient = found[0][0].patient_id if found else ""
    _judge(writer, from_patient, [reading.kind for reading, _ in found])
    _judge(writer, to_patient, back)
    steps = tuple(
        Step(each.id, copies[each.id], each.excluded, each.excluded_reason, each.id in there)
        for each, _ in found
    )
    return Moved(from_patient, to_patient, writer.now, steps)


def _take(
    writer: Writer, fresh: Sequence[tuple[Reading, Trace]], to_patient: str
) -> dict[str, str]:
    if not fresh:
        return {}
    receipt = take(writer, [_incoming(*each, to_patient) for each in fresh])
    if set(receipt.outcomes) != {STORED}:
        raise Trouble(
            "move_refused",
            N_("A reading could not be taken in for that patient. Nothing was moved."),
        )
    return {
        reading.id: str(reading_queries.id_of_key(writer, to_patient, reading.kind, one.source_key))
        for reading, one in fresh
    }


def _incoming(reading: Reading, trace: Trace, to_patient: str) -> Incoming:
    return Incoming(
        to_patient,
        reading.kind,
        reading.taken_at,
        reading.values,
        reading.source,
        trace.source_key,
        beyond=reading.beyond,
        asked=reading.confirmed,
        original_value=reading.original_value,
        original_unit=reading.original_unit,
        said_by=reading.said_by,
        device_time=reading.device_time,
        zone_name=reading.zone_name,
        raw=trace.raw,
        row_number=trace.row_number,
        note=reading.note,
        quality=reading.quality,
        device_id=reading.device_id,
        time_reason=reading.time_reason,
        excluded=_carried(reading.excluded),
        excluded_reason=reading.excluded_reason if _carried(reading.excluded) else "",
    )


def _carried(excluded: Excluded) -> Excluded:
    """A test stays a test; that it lay with the wrong patient is over."""
    return Excluded.NO if excluded is Excluded.WRONG_PATIENT else excluded


def _put(writer: Writer, reading_id: str, excluded: Excluded, reason: str) -> None:
    out = _carried(excluded)
    if out is Excluded.NO:
        reading_records.mark(writer, reading_id, out, "", None, None)
    else:
        by, at = writer.actor.user_id, writer.now
        reading_records.mark(writer, reading_id, out, reason, by, at)


def _judge(writer: Writer, patient: str, kinds: Iterable[str]) -> None:
    some = dict.fromkeys(kinds)
    for kind in some:
        reading_records.find_latest_again(writer, patient, kind)
    if some:
        judging.judge_again(writer, patient, some)


def _undo(writer: Writer, moved: Moved) -> None:
    by, at = writer.actor.user_id, writer.now
    kinds = []
    for step in moved.steps:
        copy, original = (
            reading_queries.one(writer, each) for each in (step.copy_id, step.original_id)
        )
        if copy is None or original is None or _turned(original, copy, step):
            raise _undone()
        if not step.there:
            said = original.excluded_reason
            reading_records.mark(writer, copy.id, Excluded.WRONG_PATIENT, said, by, at)
        marked = (by, at) if step.excluded is not Excluded.NO else (None, None)
        reading_records.mark(writer, original.id, step.excluded, step.reason, *marked)
        kinds.append(original.kind)
    _judge(writer, moved.from_patient, kinds)
    _judge(writer, moved.to_patient, kinds)


def _turned(original: Reading, copy: Reading, step: Step) -> bool:
    """Whether one of the two stands otherwise than the move left it."""
    gone_on = copy.excluded is Excluded.WRONG_PATIENT and not step.there
    return gone_on or original.excluded is not Excluded.WRONG_PATIENT


def _first(moved: Moved) -> str:
    return moved.steps[0].original_id if moved.steps else moved.answer[0]


def _account(writer: Writer, moved: Moved, kind: str, subject: str, reason: str) -> None:
    """Write both patients' logs; each names the readings, neither the other patient's name."""
    details = {
        "readings": len(moved.steps),
        "there": sum(step.there for step in moved.steps),
        "held": len(moved.held),
        "originals": [step.original_id for step in moved.steps] or [moved.answer[0]],
        "copies": [step.copy_id for step in moved.steps] or [moved.answer[1]],
        "reason": reason,
    }
    writer.audit("reading_moved_out", kind, subject, moved.from_patient, **details)
    writer.audit("reading_moved_in", kind, subject, moved.to_patient, **details)
    for patient in (moved.from_patient, moved.to_patient):
        _touch(writer, patient)


def _touch(writer: Writer, patient: str) -> None:
    for topic in ("readings", "alerts", "forms"):
        writer.touch(topic, patient)
