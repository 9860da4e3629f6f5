"""The lines of a summary: newest readings with ages, answers that are yellow or red."""

from dataclasses import replace

from station.core.i18n import speaking
from station.rules.forms import ItemKind
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.prints import report_lines as lines
from station.services.prints.report_parts import Subject, subject_of
from tests.cohort import Cohort


def subject(cohort: Cohort, who: str) -> Subject:
    with cohort.station.record.read() as reader:
        return subject_of(reader, who, cohort.clock.now())


def test_the_newest_reading_of_each_kind_has_its_age(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 92, 91)
    cohort.take(who, "pulse", 72, ago=90 * 60_000)
    with cohort.station.record.read() as reader, speaking("en"):
        rows = lines.newest_rows(reader, subject(cohort, who))
    assert [(what, value, ago) for what, value, _, ago in rows] == [
        ("SpO₂", "91 %", "under 1 min"),
        ("Pulse", "72 beats/min", "1 h 30 min"),
    ]


def test_answers_that_are_yellow_or_red_are_told_with_the_totals(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    station, session = cohort.station, cohort.session
    form = station.forms.form(session, "esas_r")
    scale = [item.code for item in form.items if item.kind is ItemKind.SCALE]
    given = Answered(
        form.code,
        form.version,
        {code: 7 if code == "pain" else 0 for code in scale},
        AnsweredBy.PATIENT,
        AnswerSource.SCREEN,
        answered_at=cohort.clock.now(),
        comment="Sover dårlig. Fnr 01814049996.",
    )
    station.answers.answer(session, who, given)
    found = subject(cohort, who)
    with station.record.read() as reader, speaking("en"):
        rows = lines.answer_rows(reader, found)
        (line,) = lines.answers_told(reader, rows, found, 3).lines
        none = lines.answers_told(reader, rows, found, 0)
        gone = lines.answers_told(reader, [replace(rows[0], form_version=99)], found, 3)
    assert "◆ Red: Pain – 7" in str(line)
    assert "«Sover dårlig. Fnr •••••• •••••.»" in str(line)
    assert (none.lines, none.left) == ((), 1)
    assert gone.lines == ()


def test_an_alert_whose_reason_cannot_be_read_does_not_stop_the_summary(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 84)
    found = subject(cohort, who)
    with cohort.station.record.read() as reader, speaking("en"):
        (row,) = lines.alert_rows(reader, found)
        damaged = replace(row, why="{")
        (told,) = lines.alerts_told([damaged], found, 1).lines
    assert "Why it was raised cannot be read. Not closed yet." in str(told)
