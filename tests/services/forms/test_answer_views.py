"""What a patient's plan asks for, and how an answer is shown."""

from dataclasses import replace

from station.core.clock import FixedClock
from station.rules.plans import ScheduleItem
from station.services.forms.answer_views import ANSWERED_BY_WORDS, SOURCE_WORDS
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource, age_of
from tests.cohort import DAY, Cohort

FRIDAY = 4
ESAS = dict.fromkeys(
    ("pain", "tiredness", "drowsiness", "nausea", "appetite", "breath", "depression"), 1
)


def planned(cohort: Cohort, *items: ScheduleItem) -> str:
    """A patient whose plan asks for these."""
    patient, plans = cohort.patient("Rask Elg"), cohort.station.plans
    version_id = cohort.plan(patient, approved=False)
    row = plans.open(cohort.session, version_id)
    content = replace(row.version.content, schedule=items)
    plans.save_draft(cohort.session, version_id, content, row.content_hash)
    return patient


def answer(cohort: Cohort, patient: str) -> None:
    answers = {**ESAS, "anxiety": None, "wellbeing": 8, "other_name": "Kløe"}
    given = Answered(
        "esas_r", 1, answers, AnsweredBy.PATIENT, AnswerSource.PAPER, cohort.clock.now()
    )
    cohort.station.answers.answer(cohort.session, patient, given)


def test_what_is_due_today_stands_first_and_goes_when_it_is_answered(cohort: Cohort) -> None:
    patient = planned(
        cohort,
        ScheduleItem("spo2", tuple(range(7)), "10:00"),
        ScheduleItem("mmrc.answered", tuple(range(7)), "12:00"),
        ScheduleItem("esas_r.answered", tuple(range(7)), "10:00"),
        ScheduleItem("gone.answered", (), "09:00"),
    )
    due = cohort.station.answers.due(cohort.session, patient)
    assert [(form.code, form.due, form.version) for form in due] == [
        ("esas_r", True, 1),
        ("mmrc", True, 1),
        ("gone", False, None),
    ]
    answer(cohort, patient)
    found = {form.code: form for form in cohort.station.answers.due(cohort.session, patient)}
    assert (found["esas_r"].due, found["esas_r"].today) == (False, True)
    assert found["esas_r"].last_at == cohort.clock.now()
    cohort.clock.advance(DAY)
    again = {form.code: form for form in cohort.station.answers.due(cohort.session, patient)}
    assert again["esas_r"].due


def test_without_a_plan_nothing_is_due(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    assert cohort.station.answers.due(cohort.session, patient) == ()


def test_an_answer_in_full(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    answer(cohort, patient)
    row = cohort.station.answers.listing(cohort.session, patient)[0]
    shown = cohort.station.answers.shown(cohort.session, row.id)
    lines = {line.item: line for line in shown.lines}
    assert lines["anxiety"].level is None
    assert lines["wellbeing"].level == row.level
    assert lines["other_name"].answer == "Kløe"
    assert lines["other"].answer not in ("", "0")
    assert "University of Alberta" in shown.source
    assert row.by in ANSWERED_BY_WORDS
    assert row.source in SOURCE_WORDS


def test_age_is_counted_to_the_day(clock: FixedClock) -> None:
    assert age_of("2010-11-20", clock.now()) == 16
    assert age_of("2010-11-21", clock.now()) == 15
    assert age_of("", clock.now()) is None
