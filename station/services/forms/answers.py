"""Answered forms: stored with their scores as readings, judged at once, in one unit of work."""

import json
from collections.abc import Mapping
from datetime import date

from station.core.i18n import LANGUAGES, N_
from station.core.ids import new_id, same_id
from station.core.trouble import Trouble
from station.core.zone import FIRST_MS, day_of
from station.models.database import Reader, Writer
from station.models.queries import forms as queries
from station.models.queries import moves
from station.models.queries.forms import AnswerRow, VersionRow
from station.models.records import forms as records
from station.models.records import readings as reading_records
from station.models.records.forms import NewAnswer
from station.rules.form_scoring import (
    MOST_TEXT,
    AnswerFault,
    answer_fault_text,
    answered,
    is_writable,
    scores,
    visible,
)
from station.rules.forms import Answers as Given
from station.rules.forms import Form, FormStatus, ItemKind, levels_of
from station.rules.kinds import place_of
from station.rules.limits import Level
from station.rules.readings import Excluded, Source
from station.services.forms.answer_values import Answered, AnsweredBy, AnswerReceipt, AnswerSource
from station.services.forms.answer_views import (
    AnswerView,
    DueForm,
    ShownAnswer,
    asked,
    due,
    shown,
    view,
)
from station.services.forms.forms import Forms, known_version
from station.services.intake.intake import STORED, Incoming, take
from station.services.judging import judging
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "AnswerReceipt",
    "AnswerSource",
    "AnswerView",
    "Answered",
    "AnsweredBy",
    "Answers",
    "DueForm",
    "ShownAnswer",
]

DUPLICATE = "duplicate"
MOVED = N_(
    "This was moved to another patient and counts there. Move it back from there, so that it "
    "never counts twice."
)
_CLOCK_SLACK_MS = 15 * 60_000
_MOST_NAME = 200


_SOURCES = {AnswerSource.TABLET: Source.TABLET, AnswerSource.CENTRE: Source.CENTRE}
_TYPED = (AnswerSource.SCREEN, AnswerSource.PAPER)
"""Somebody signed in here typed these, and so has read every word of them."""


class Answers:
    """Takes in answers, and shows them as they were asked."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record
        self._forms = Forms(record)

    def due(self, session: Session, patient_id: str) -> tuple[DueForm, ...]:
        """Give the forms that the patient's plan asks for, those due now first."""
        require(session, Right.SEE_PATIENTS)
        self._forms.ready(session)
        with self._record.read() as reader:
            known_patient(reader, patient_id)
            return due(reader, patient_id, self._record.clock.now())

    def faults(
        self, session: Session, patient_id: str, code: str, version: int, answers: Given
    ) -> tuple[AnswerFault, ...]:
        """Give what hinders these answers from being stored, the patient's age included."""
        require(session, Right.SEE_PATIENTS)
        self._forms.ready(session)
        with self._record.read() as reader:
            form = known_version(reader, code, version).form
            return answered(form, answers, _age(reader, patient_id, self._record.clock.now()))

    def answer(self, session: Session, patient_id: str, given: Answered) -> AnswerReceipt:
        """Store answers with their scores as readings, and judge them; all of it or nothing.

        Raises Trouble `form_unknown`, `form_unused` for a version that was never in use,
        `patient_unknown`, `patient_deceased`, `answers_incomplete` with the first fault in words,
        `answers_time` for a time that cannot be, `comment_long`.
        """
        require(session, Right.EDIT_PATIENTS)
        self._forms.ready(session)
        with self._record.write(session) as writer:
            row = known_version(writer, given.form_code, given.version)
            _check(writer, patient_id, row, given)
            return store(writer, patient_id, row.form, given)

    def listing(self, session: Session, patient_id: str, code: str = "") -> tuple[AnswerView, ...]:
        """Give what a patient's forms were answered with, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            found = queries.answers(reader, patient_id, code)
            forms = {(row.code, row.version): row for row in queries.versions(reader, code)}
        return tuple(
            view(row, asked(forms.get((row.form_code, row.form_version)), row.form_code))
            for row in found
        )

    def shown(self, session: Session, answer_id: str) -> ShownAnswer:
        """Give one answered form in the words of the version that was asked."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row = known_answer(writer, answer_id)
            form = known_version(writer, row.form_code, row.form_version).form
            writer.audit("answers_opened", "form_answer", answer_id, row.patient_id)
            return shown(row, form)

    def read_comment(self, session: Session, answer_id: str) -> None:
        """Note that the words of an answer were read, so that they no longer wait for anybody."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_answer(writer, answer_id)
            if not records.mark_read(writer, answer_id):
                writer.quiet()
                return
            writer.audit("comment_read", "form_answer", answer_id, row.patient_id)
            writer.touch("readings", row.patient_id)

    def exclude(self, session: Session, answer_id: str, why: Excluded, reason: str) -> None:
        """Leave an answer out with all its readings: a test, or the wrong patient.

        Raises Trouble `answer_reason` without a reason.
        """
        require(session, Right.EDIT_PATIENTS)
        said = reason.strip()
        if why not in (Excluded.TEST, Excluded.WRONG_PATIENT) or not said:
            raise Trouble("answer_reason", N_("Write why these answers are to be left out."))
        self._mark(session, answer_id, why, said)

    def take_back(self, session: Session, answer_id: str) -> None:
        """Let an answer count again that was left out by mistake.

        Raises Trouble `reading_moved` for one that counts at another patient.
        """
        require(session, Right.EDIT_PATIENTS)
        self._mark(session, answer_id, Excluded.NO, "")

    def _mark(self, session: Session, answer_id: str, why: Excluded, reason: str) -> None:
        with self._record.write(session) as writer:
            row = known_answer(writer, answer_id)
            if why is Excluded.NO and has_moved(writer, row):
                raise Trouble("reading_moved", MOVED)
            mark_whole(writer, row, why, reason)


def has_moved(reader: Reader, row: AnswerRow) -> bool:
    """Tell whether an answer was moved, and counts at another patient now."""
    return bool(moves.moved_away(reader, [found for found, _ in queries.readings_of(reader, row)]))


def mark_whole(writer: Writer, row: AnswerRow, why: Excluded, reason: str) -> None:
    """Leave an answer out with all its readings, or take it back in, inside a unit of work."""
    records.exclude(writer, row.id, why, reason)
    found = queries.readings_of(writer, row)
    by, at = (writer.actor.user_id, writer.now) if why is not Excluded.NO else (None, None)
    for reading_id, kind in found:
        reading_records.mark(writer, reading_id, why, reason, by, at)
        reading_records.find_latest_again(writer, row.patient_id, kind)
    judging.judge_again(writer, row.patient_id, [kind for _, kind in found])
    writer.audit("answers_marked", "form_answer", row.id, row.patient_id, how=why.value)
    for topic in ("readings", "forms", "alerts"):
        writer.touch(topic, row.patient_id)


def store(writer: Writer, patient_id: str, form: Form, given: Answered) -> AnswerReceipt:
    """Store faultless answers inside the caller's unit of work, with their readings, judged."""
    key = given.source_key or _key(patient_id, given)
    wanted = {item.code for item in visible(form, given.answers)}
    kept = {code: answer for code, answer in given.answers.items() if code in wanted}
    found = scores(form, kept)
    level = _level(form, found)
    before = queries.answer_of_key(writer, patient_id, form.code, key)
    if before and given.source_key and not _is_same(known_answer(writer, before), given, kept):
        # A sender that counts from one again must not make other answers vanish.
        key = same_id(given.source_key, _key(patient_id, given), given.comment.strip())
        before = queries.answer_of_key(writer, patient_id, form.code, key)
    if before:
        writer.quiet()
        return AnswerReceipt(before, DUPLICATE, found, level, 0)
    answer_id = new_id()
    wordless = not given.comment.strip() and not _texts(form, kept)
    records.add_answer(
        writer,
        NewAnswer(
            answer_id,
            patient_id,
            form.code,
            form.version,
            given.language,
            given.answered_at,
            given.by.value,
            given.name.strip(),
            given.source.value,
            kept,
            found,
            given.comment.strip(),
            wordless or given.source in _TYPED,
            key,
            given.raw,
        ),
    )
    receipt = take(writer, _incoming(patient_id, form, given, found, queries.key_of(answer_id)))
    if set(receipt.outcomes) != {STORED}:
        raise RuntimeError("a score that was checked was not taken in")
    writer.audit(
        "form_answered",
        "form_answer",
        answer_id,
        patient_id,
        form=form.code,
        version=form.version,
        source=given.source.value,
        by=given.by.value,
    )
    writer.touch("forms", patient_id)
    return AnswerReceipt(answer_id, STORED, found, level, receipt.reached)


def _is_same(row: AnswerRow, given: Answered, kept: Given) -> bool:
    there = row.answered_at, row.comment, row.answers
    return there == (given.answered_at, given.comment.strip(), kept)


def time_fault(given: Answered, now: int) -> str:
    """Tell why a time cannot be: "future", "long_ago", or "" for one that can."""
    if given.answered_at > now + _CLOCK_SLACK_MS:
        return "future"
    return "long_ago" if given.answered_at < FIRST_MS else ""


def age_of(birth_date: str, now: int) -> int | None:
    """Give the age in years on the day of `now` (UTC ms), None without a date of birth."""
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return None
    today = day_of(now)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _age(reader: Reader, patient_id: str, now: int) -> int | None:
    return age_of(known_patient(reader, patient_id).birth_date or "", now)


def _check(writer: Writer, patient_id: str, row: VersionRow, given: Answered) -> None:
    patient = known_patient(writer, patient_id)
    if patient.deceased_on:
        raise Trouble("patient_deceased", N_("The patient is registered as dead."))
    if row.status in (FormStatus.DRAFT, FormStatus.OFFERED):
        raise Trouble("form_unused", N_("This form is not in use."))
    if time_fault(given, writer.clock_now):
        raise Trouble("answers_time", N_("The time of the answers cannot be right."))
    if max(len(given.comment), len(given.raw)) > MOST_TEXT or len(given.name) > _MOST_NAME:
        raise Trouble("comment_long", N_("The comment or the name is too long to be kept."))
    if not all(is_writable(text) for text in (given.comment, given.name, given.raw)):
        raise Trouble("comment_unfit", N_("The comment or the name holds signs that are none."))
    if given.language not in LANGUAGES:
        raise ValueError("a form is answered in a language that Station speaks")
    form = row.form
    if faults := answered(form, given.answers, _age(writer, patient_id, given.answered_at)):
        raise Trouble(
            "answers_incomplete",
            N_("The answers are not stored yet. {fault}"),
            fault=answer_fault_text(form, faults[0]),
        )


def _key(patient_id: str, given: Answered) -> str:
    content = json.dumps(dict(given.answers), sort_keys=True, ensure_ascii=False)
    return same_id(patient_id, given.form_code, str(given.version), str(given.answered_at), content)


def _incoming(
    patient_id: str,
    form: Form,
    given: Answered,
    found: Mapping[str, float | None],
    key: str,
) -> list[Incoming]:
    source = _SOURCES.get(given.source, Source.MANUAL)
    values = {component: value for component, value in found.items() if value is not None}
    return [
        Incoming(
            patient_id,
            place_of(component)[0].code,
            given.answered_at,
            _values(component, value),
            source,
            key,
            said_by=given.by.value,
        )
        for component, value in ({form.answered: 1.0} | values).items()
    ]


def _values(component: str, value: float) -> tuple[float | None, ...]:
    kind, place = place_of(component)
    return tuple(value if at == place else None for at in range(len(kind.components)))


def _texts(form: Form, answers: Given) -> bool:
    return any(
        item.kind is ItemKind.TEXT and str(answers.get(item.code) or "").strip()
        for item in form.items
    )


def _level(form: Form, found: Mapping[str, float | None]) -> Level | None:
    levels = levels_of(form)
    known = [
        levels[component].get(value)
        for component, value in found.items()
        if value is not None and component in levels
    ]
    return max((level for level in known if level is not None), default=None)


def known_answer(reader: Reader, answer_id: str) -> AnswerRow:
    """Give one answered form; Trouble `answers_unknown` if there is none."""
    row = queries.answer(reader, answer_id)
    if row is None:
        raise Trouble("answers_unknown", N_("These answers are not in the file any more."))
    return row
