"""Readings that a person types in: asked about while she types, stored when she has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import FIRST_MS
from station.models.database import Reader, Writer
from station.models.queries import moves
from station.models.queries import readings as queries
from station.models.records import alerts as alert_records
from station.models.records import readings as records
from station.rules.kinds import Component, kind_of
from station.rules.limits import Side
from station.rules.numbers import Entered, Refusal, parse_value
from station.rules.plausibility import Plausibility, assess
from station.rules.readings import Excluded, Reading, Source
from station.rules.wording import reading_text
from station.rules.wording_entry import finding_text, question_text, refusal_text
from station.services.forms.answers import MOVED, known_answer, mark_whole
from station.services.intake.intake import Incoming, take
from station.services.judging import judging
from station.services.readings.saved import Saved, told
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "Answer",
    "Excluded",
    "FieldAnswer",
    "Manual",
    "Reading",
    "Saved",
    "Typed",
    "answered",
    "incoming_of",
]

_NEED_REASON = frozenset({Excluded.TEST, Excluded.WRONG_PATIENT})
_CLOCK_SLACK_MS = 15 * 60_000
_JUMP_SPAN_MS = 7 * 86_400_000
_NO_ACTIVITY = N_("These are answers to a form. They can be a test or of another patient.")
_LONG_AGO = N_("The time of the reading is so long ago that it cannot be right.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: one text per component of `kind`, and the unit it is in.

    `taken_at` is UTC milliseconds; `said_by` names who gave the value; `remeasures_id` is the
    reading that this one was taken to check.
    """

    patient_id: str
    kind: str
    texts: tuple[str, ...]
    unit: str
    taken_at: int
    said_by: str = ""
    note: str = ""
    remeasures_id: str = ""


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """What is wrong with one field, as a sentence, and at which character; empty if fine."""

    sentence: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said about a form: `fields` refuse, `questions` must be answered with yes."""

    fields: tuple[FieldAnswer, ...]
    questions: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()
    beyond: Side | None = None

    @property
    def refused(self) -> bool:
        """Tell whether the form cannot be saved as it is."""
        return any(field.sentence for field in self.fields)


class Manual:
    """Takes in what is typed, and marks readings."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def check(self, session: Session, typed: Typed) -> Answer:
        """Say what is wrong or odd about a form; nothing is stored."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _check(reader, typed, self._record.clock.now())

    def save(
        self, session: Session, typed: Typed, *, asked: bool, first: Excluded = Excluded.NO
    ) -> Saved:
        """Store a form; `asked` says that its questions were answered with yes.

        `first` leaves the reading that this one was taken to check out, in the same step.
        Raises Trouble `reading_refused` or `reading_unsure` with the sentence to show.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            answer = answered(writer, typed, asked=asked)
            if typed.remeasures_id and first is not Excluded.NO:
                _mark(writer, typed.remeasures_id, first, "")
            receipt = take(writer, [incoming_of(typed, answer)])
            return told(writer, receipt)

    def mark(
        self, session: Session, reading_id: str, excluded: Excluded, reason: str = ""
    ) -> Reading:
        """Leave a reading out («i aktivitet», test) or take it back in (Excluded.NO).

        The score of a form is left out, and taken back in, with the whole answer. Gives the
        reading as it was before. Raises Trouble `reading_unknown`, `reading_reason` for a test or
        a wrong patient without a reason, `reading_moved` for one that counts at another patient.
        """
        require(session, Right.EDIT_PATIENTS)
        said = reason.strip()
        if excluded in _NEED_REASON and not said:
            raise Trouble("reading_reason", N_("Write why this reading is to be left out."))
        with self._record.write(session) as writer:
            return _mark(writer, reading_id, excluded, said)

    def confirm(self, session: Session, reading_id: str) -> None:
        """Note that a person has looked at an odd value that came by itself, and stands by it."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            reading = queries.one(writer, reading_id)
            if reading is None:
                raise Trouble("reading_unknown", N_("This reading is not in the file any more."))
            records.confirm(writer, reading_id)
            alert_records.confirm_reading(writer, reading_id)
            writer.audit("reading_confirmed", "reading", reading_id, reading.patient_id)
            writer.touch("readings", reading.patient_id)
            writer.touch("alerts", reading.patient_id)

    def newest(self, session: Session, patient_id: str, count: int = 30) -> tuple[Reading, ...]:
        """Give the newest readings of a patient, newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.newest(reader, patient_id, count)


def _mark(writer: Writer, reading_id: str, excluded: Excluded, said: str) -> Reading:
    reading, trace = queries.one(writer, reading_id), moves.trace(writer, reading_id)
    if reading is None or trace is None:
        raise Trouble("reading_unknown", N_("This reading is not in the file any more."))
    if excluded is Excluded.NO and trace.copy_id:
        raise Trouble("reading_moved", MOVED)
    if trace.answer_id:
        _mark_answer(writer, trace.answer_id, excluded, said)
        return reading
    out = excluded is not Excluded.NO
    records.mark(
        writer,
        reading_id,
        excluded,
        said if out else "",
        writer.actor.user_id if out else None,
        writer.now if out else None,
    )
    records.find_latest_again(writer, reading.patient_id, reading.kind)
    judging.judge_again(writer, reading.patient_id, (reading.kind,))
    writer.audit(
        "reading_marked",
        "reading",
        reading_id,
        reading.patient_id,
        before=reading.excluded.value,
        after=excluded.value,
        reason=said,
    )
    writer.touch("readings", reading.patient_id)
    writer.touch("alerts", reading.patient_id)
    return reading


def _mark_answer(writer: Writer, answer_id: str, excluded: Excluded, said: str) -> None:
    """Leave an answer out as a whole: its scores count together or not at all."""
    if excluded is Excluded.ACTIVITY:
        raise Trouble("reading_of_form", _NO_ACTIVITY)
    mark_whole(writer, known_answer(writer, answer_id), excluded, said)


def answered(writer: Writer, typed: Typed, *, asked: bool) -> Answer:
    """Check a form inside the caller's unit of work; raises what Manual.save raises."""
    answer = _check(writer, typed, writer.clock_now)
    if answer.refused:
        first = next(field for field in answer.fields if field.sentence)
        raise Trouble("reading_refused", "{sentence}", sentence=first.sentence)
    if answer.questions and not asked:
        raise Trouble("reading_unsure", "{sentence}", sentence=answer.questions[0])
    return answer


def _check(reader: Reader, typed: Typed, now: int) -> Answer:
    components = kind_of(typed.kind).components
    entered = [
        parse_value(text, component, typed.unit)
        for text, component in zip(typed.texts, components, strict=True)
    ]
    fields = [_field(each, part) for each, part in zip(entered, components, strict=True)]
    if typed.taken_at > now + _CLOCK_SLACK_MS:
        fields.append(
            FieldAnswer(_told(N_("The time is in the future. Choose when it was taken.")))
        )
    if typed.taken_at < FIRST_MS:
        fields.append(FieldAnswer(_told(_LONG_AGO)))
    taken = [each for each in entered if isinstance(each, Entered)]
    if len(taken) < len(entered) or any(field.sentence for field in fields):
        return Answer(tuple(fields))
    return _assessed(reader, typed, components, taken, fields)


def _assessed(
    reader: Reader,
    typed: Typed,
    components: Sequence[Component],
    taken: Sequence[Entered],
    fields: Sequence[FieldAnswer],
) -> Answer:
    values = tuple(each.value for each in taken)
    beyond = next((each.beyond for each in taken if each.beyond is not None), None)
    earlier = queries.history(reader, typed.patient_id, typed.kind, typed.taken_at - _JUMP_SPAN_MS)
    found = assess(typed.kind, values, beyond, taken_at=typed.taken_at, previous=earlier)
    sentences = [finding_text(finding) for finding in found.findings]
    if found.plausibility is Plausibility.REJECT:
        gravest = max(found.findings, key=lambda finding: finding.plausibility)
        return Answer((FieldAnswer(finding_text(gravest)), *fields[1:]))
    questions = [
        question_text(each.question, part)
        for each, part in zip(taken, components, strict=True)
        if each.question is not None
    ]
    questions += sentences
    questions += _twins(reader, typed)
    return Answer(tuple(fields), tuple(dict.fromkeys(questions)), values, beyond)


def _twins(reader: Reader, typed: Typed) -> list[str]:
    near = queries.same_minute(reader, typed.patient_id, typed.kind, typed.taken_at)
    return [
        _told(
            N_("{reading} is already stored for that minute. Is this a second measurement?"),
            reading=reading_text(reading),
        )
        for reading in near[:1]
    ]


def _field(entered: Entered | Refusal, component: Component) -> FieldAnswer:
    if isinstance(entered, Refusal):
        return FieldAnswer(refusal_text(entered, component), entered.position)
    return FieldAnswer()


def incoming_of(typed: Typed, answer: Answer) -> Incoming:
    """Build the reading that a form without faults describes."""
    text = "/".join(each.strip() for each in typed.texts)
    return Incoming(
        patient_id=typed.patient_id,
        kind=typed.kind,
        taken_at=typed.taken_at,
        values=answer.values,
        source=Source.MANUAL,
        # Typed twice on purpose is two readings: the form has asked.
        source_key=f"typed:{new_id()}",
        beyond=answer.beyond,
        asked=True,
        original_value=text,
        original_unit=typed.unit or kind_of(typed.kind).components[0].unit,
        said_by=typed.said_by,
        remeasures_id=typed.remeasures_id,
        note=typed.note,
    )


def _told(message: str, **values: object) -> str:
    return Trouble("entry", message, **values).sentence()
