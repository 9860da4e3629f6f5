"""A snooze puts yellow off on one side until its end; red and the other side go on."""

from datetime import date

import pytest

from station.core.trouble import Trouble
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.standing import Standing
from station.services.alerts.alerts import Handling
from station.services.session import Session
from station.services.today.worklist import WorkRow
from tests.cohort import DAY, MINUTE, SPO2, Cohort

HOUR = 60 * MINUTE
BOTH_SIDES = (
    *SPO2,
    Limit("pulse", Level.YELLOW, Side.LOW, Operator.BELOW, 50),
    Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 100),
)


def yellow(cohort: Cohort, name: str = "Rask Elg") -> tuple[str, str]:
    """A patient with a yellow alert for a high pulse; gives her id and the alert's."""
    patient = cohort.patient(name)
    cohort.plan(patient, BOTH_SIDES)
    cohort.spo2(patient, 93)
    cohort.take(patient, "pulse", 110)
    return patient, row_of(cohort, patient).alert_id or ""


def row_of(cohort: Cohort, patient: str) -> WorkRow:
    rows = cohort.station.worklist.rows(cohort.session).rows
    return next(row for row in rows if row.patient_id == patient)


def test_yellow_rests_until_the_end_and_stands_there_again(cohort: Cohort) -> None:
    patient, alert = yellow(cohort)
    assert row_of(cohort, patient).standing is Standing.YELLOW
    until = cohort.clock.now() + 3 * HOUR
    cohort.station.snoozing.snooze(cohort.session, alert, until, "kortisonkur")
    rested = row_of(cohort, patient)
    assert rested.standing is Standing.PAUSE
    assert rested.reason == "Yellow alert put off"
    assert rested.marks == ("Pulse put off until today 12:01",)
    assert rested.alerts == 1
    assert cohort.station.worklist.rows(cohort.session).held_back == 1
    cohort.clock.advance(3 * HOUR)
    assert row_of(cohort, patient).standing is Standing.YELLOW


def test_the_other_side_still_alerts_and_red_breaks_through(cohort: Cohort) -> None:
    patient, alert = yellow(cohort)
    cohort.station.snoozing.snooze(cohort.session, alert, cohort.clock.now() + DAY, "kortisonkur")
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "pulse", 45)
    low = row_of(cohort, patient)
    assert low.standing is Standing.YELLOW
    assert low.alert_id != alert
    cohort.spo2(patient, 80)
    assert row_of(cohort, patient).standing is Standing.RED


def test_red_on_the_side_that_rests_is_on_top_in_the_same_episode(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 88, 88)
    alert = row_of(cohort, patient).alert_id or ""
    cohort.station.snoozing.snooze(cohort.session, alert, cohort.clock.now() + DAY, "kortisonkur")
    assert row_of(cohort, patient).standing is Standing.PAUSE
    cohort.spo2(patient, 84)
    red = row_of(cohort, patient)
    assert (red.standing, red.alert_id, red.alerts) == (Standing.RED, alert, 1)
    with pytest.raises(Trouble) as refused:
        cohort.station.snoozing.snooze(cohort.session, alert, cohort.clock.now() + DAY, "kur")
    assert refused.value.code == "snooze_red"


@pytest.mark.parametrize(
    ("ahead", "reason", "fault"),
    [
        (None, "kur", "no_end"),
        (-MINUTE, "kur", "past"),
        (3650 * DAY, "kur", "too_far"),
        (DAY, " ", "no_reason"),
    ],
)
def test_a_bad_end_or_no_reason_is_refused_and_nothing_rests(
    cohort: Cohort, ahead: int | None, reason: str, fault: str
) -> None:
    patient, alert = yellow(cohort)
    until = None if ahead is None else cohort.clock.now() + ahead
    with pytest.raises(Trouble) as refused:
        cohort.station.snoozing.snooze(cohort.session, alert, until, reason)
    assert (refused.value.code, refused.value.values["fault"]) == ("rest_refused", fault)
    assert row_of(cohort, patient).standing is Standing.YELLOW
    assert not cohort.station.snoozing.of_patient(cohort.session, patient)


def test_a_day_means_its_opening_and_the_choices_are_openings(cohort: Cohort) -> None:
    patient, alert = yellow(cohort)
    saturday = date(2026, 11, 21)
    row = cohort.station.snoozing.snooze(cohort.session, alert, saturday, "kortisonkur")
    ends = cohort.station.snoozing.ends(cohort.session)
    monday_nine = 1_795_161_600_000 + 3 * DAY
    assert row.until_at == monday_nine == ends.choices[0][1]
    assert cohort.station.snoozing.of_patient(cohort.session, patient) == (row,)


def test_it_is_ended_by_hand_and_a_second_ending_changes_nothing(cohort: Cohort) -> None:
    patient, alert = yellow(cohort)
    end = cohort.clock.now() + DAY
    row = cohort.station.snoozing.snooze(cohort.session, alert, end, "kortisonkur")
    for _ in range(2):
        cohort.station.snoozing.end(cohort.session, row.id)
        assert row_of(cohort, patient).standing is Standing.YELLOW
    with pytest.raises(Trouble) as refused:
        cohort.station.snoozing.end(cohort.session, "no such one")
    assert refused.value.code == "snooze_unknown"


def test_a_clock_set_back_behind_the_beginning_shows_the_alert(cohort: Cohort) -> None:
    patient, alert = yellow(cohort)
    begun = cohort.clock.now()
    cohort.station.snoozing.snooze(cohort.session, alert, begun + 30 * DAY, "kortisonkur")
    cohort.clock.set(begun - 400 * DAY)
    assert row_of(cohort, patient).standing is Standing.YELLOW
    cohort.clock.set(begun + 31 * DAY)
    assert row_of(cohort, patient).standing is Standing.YELLOW


def test_a_closed_or_unknown_alert_is_not_put_off(cohort: Cohort) -> None:
    _, alert = yellow(cohort)
    cohort.station.alerts.close(
        cohort.session, alert, Handling(Action.CALL, "answered"), Verdict.REAL
    )
    for each, code in ((alert, "alert_closed"), ("no such one", "alert_unknown")):
        with pytest.raises(Trouble) as refused:
            cohort.station.snoozing.snooze(cohort.session, each, cohort.clock.now() + DAY, "kur")
        assert refused.value.code == code


def test_who_may_not_see_patients_may_not_put_off(cohort: Cohort) -> None:
    _, alert = yellow(cohort)
    reader = Session("x", "Klok Sti", "KS", "benefit", "en")
    with pytest.raises(Trouble) as refused:
        cohort.station.snoozing.snooze(reader, alert, cohort.clock.now() + DAY, "kur")
    assert refused.value.code == "not_allowed"
