"""What a summary tells in lines: newest readings, alerts and what was done, contacts, answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from station.core.formats import clock_time, day, duration, when
from station.core.i18n import tr
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import forms as form_queries
from station.models.queries import worklist as list_queries
from station.models.queries.alerts import AlertRow, ContactRow
from station.models.queries.forms import AnswerRow
from station.models.queries.worklist import LatestRow
from station.printing.documents import Words, strong, words
from station.rules.contacts import ACTION_WORDS, VERDICT_WORDS, Action, Initiative, Verdict
from station.rules.kinds import is_dotted, kind_of
from station.rules.limits import Level
from station.rules.stored_why import short_words
from station.rules.wording import (
    kind_name,
    level_sign,
    level_word,
    number_text,
    unit_text,
    value_text,
)
from station.services.forms.answer_views import shown, unreadable_title
from station.services.prints.plan_sheet import TREND_DAYS
from station.services.prints.report_parts import DAY_MS, Subject, noted
from station.services.today.timeline import OUTCOMES

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """Lines, and how many more there were no room for."""

    lines: tuple[Words, ...] = ()
    left: int = 0


def newest_rows(reader: Reader, subject: Subject) -> tuple[tuple[str, str, str, str], ...]:
    """Give (what, value, when, how long ago) of the newest reading of each kind, newest first."""
    rows = list_queries.latest_of(reader, subject.patient.id)
    found = []
    for row in sorted(rows, key=lambda row: -row.taken_at):
        # What a form was answered with stands among the forms.
        said = "" if is_dotted(row.kind) else _value(row)
        if said:
            ago = duration(subject.now - row.taken_at)
            found.append((kind_name(row.kind), said, _moment(row.taken_at), ago))
    return tuple(found)


def alert_rows(reader: Reader, subject: Subject) -> tuple[AlertRow, ...]:
    """Give the alerts of the last 30 days, and any that is open: open and red ones first."""
    since = subject.now - TREND_DAYS * DAY_MS
    return alert_queries.of_patient(reader, subject.patient.id, since)


def alerts_told(rows: Sequence[AlertRow], subject: Subject, most: int) -> Told:
    """Say what was found and what was done, an alert a line."""
    return _told(rows, most, lambda row: _alert(row, subject))


def contact_rows(reader: Reader, subject: Subject) -> tuple[ContactRow, ...]:
    """Give the contacts of the last 30 days, newest first.

    What closed an alert is told with the alert.
    """
    since = subject.now - TREND_DAYS * DAY_MS
    alerts = alert_queries.of_patient(reader, subject.patient.id)
    closings = {(row.id, row.closed_at) for row in alerts}
    rows = alert_queries.contacts(reader, subject.patient.id)
    return tuple(row for row in rows if row.at >= since and (row.alert_id, row.at) not in closings)


def contacts_told(rows: Sequence[ContactRow], subject: Subject, most: int) -> Told:
    """Say when somebody was in touch, how, and what was written about it."""
    return _told(rows, most, lambda row: _contact(row, subject))


def answer_rows(reader: Reader, subject: Subject) -> tuple[AnswerRow, ...]:
    """Give the newest answer of every form, newest first; what is left out is not among them."""
    found: dict[str, AnswerRow] = {}
    for row in form_queries.answers(reader, subject.patient.id):
        if not row.excluded:
            found.setdefault(row.form_code, row)
    return tuple(found.values())


def answers_told(reader: Reader, rows: Sequence[AnswerRow], subject: Subject, most: int) -> Told:
    """Say the newest totals, and every answer that is yellow or red, a form a line."""
    made = [_answer(reader, row, subject) for row in rows]
    return _told([each for each in made if each is not None], most, lambda each: each)


def with_rest(told: Told, sentence: str) -> tuple[Words, ...]:
    """Give the lines, and a sentence where there were more than there is room for."""
    return (*told.lines, words(sentence)) if told.left else told.lines


def _told(rows: Sequence[T], most: int, say: Callable[[T], Words]) -> Told:
    return Told(tuple(say(row) for row in rows[:most]), max(0, len(rows) - most))


def _value(row: LatestRow) -> str:
    parts = kind_of(row.kind).components
    values = (row.value, row.value2)[: len(parts)]
    pairs = [(p, v) for p, v in zip(parts, values, strict=True) if v is not None]
    if not pairs:
        return ""
    if len(pairs) == 1:
        said = value_text(pairs[0][0].code, pairs[0][1])
    else:
        numbers = "/".join(number_text(part.code, value) for part, value in pairs)
        said = f"{numbers} {unit_text(parts[0].code)}"
    return said if row.confirmed else f"{said} ({tr('unconfirmed, check it')})"


def _moment(at: int) -> str:
    """A day with its year and the time: a summary is read on other days than it is made."""
    return f"{day(at)} {clock_time(at)}"


def _alert(row: AlertRow, subject: Subject) -> Words:
    level = Level(row.level)
    zone = strong(f"{level_sign(level)} {level_word(level)} {_moment(row.measured_at)}:")
    return words(zone, f" {short_words(row.why)}. ", f"{_done(row, subject)}.")


def _done(row: AlertRow, subject: Subject) -> str:
    """What was done about an alert, or how it stands."""
    note = noted(row.note, subject.patient)
    if row.closed_at is not None:
        verdict = tr(VERDICT_WORDS[Verdict(row.verdict)])
        said = f"{tr(ACTION_WORDS[Action(row.action)])} ({verdict})"
    elif row.waiting_until is not None:
        said = tr("Not closed yet, waits until {when}", when=when(row.waiting_until, subject.now))
    elif row.taken_by:
        said = tr("Not closed yet, taken by {who}", who=noted(row.taken_by))
    else:
        said = tr("Not closed yet")
    return f"{said}: {note.rstrip('.')}" if note else said


def _contact(row: ContactRow, subject: Subject) -> Words:
    said = tr(ACTION_WORDS[Action(row.kind)])
    if row.initiative == Initiative.PATIENT:
        said = tr("{what}, on the patient's initiative", what=said)
    if row.outcome:
        said = f"{said} · {tr(OUTCOMES.get(row.outcome, row.outcome))}"
    note = noted(row.note, subject.patient)
    rest = f" {said}: {note}" if note else f" {said}."
    return words(strong(f"{_moment(row.at)}:"), rest)


def _answer(reader: Reader, row: AnswerRow, subject: Subject) -> Words | None:
    """One answered form in a line, or None where its version is not in the file any more."""
    version = form_queries.one(reader, row.form_code, row.form_version)
    if version is None:
        return None
    form = version.readable
    if form is None:
        heading = strong(f"{unreadable_title(row.form_code)}, {_moment(row.answered_at)}.")
        return words(heading)
    found = shown(row, form)
    pieces = [f"{line.name or line.question} {line.answer}" for line in found.totals]
    pieces += [
        f"{level_sign(line.level)} {level_word(line.level)}: "
        f"{line.name or line.question} – {line.answer}"
        for line in found.lines
        if line.level
    ]
    if row.comment.strip():
        pieces.append(f"«{noted(row.comment, subject.patient)}»")
    said = "; ".join(noted(piece, subject.patient) for piece in pieces)
    heading = strong(f"{found.view.title}, {_moment(row.answered_at)}:")
    return words(heading, f" {said or tr('nothing that is yellow or red')}.")
