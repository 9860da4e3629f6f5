"""The clock attacked: set years forward and back while somebody works, and two things at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.acknowledging import LeftOut
from station.rules.contacts import Action, Verdict
from station.rules.resting import Cause
from station.rules.standing import Standing
from station.services.alerts.alerts import Handling
from station.services.readings.manual import Typed
from tests.attacks.conftest import DAY, Target
from tests.attacks.test_forms import WELL, sent
from tests.municipality import OPENED
from tests.plan_office import ELG, drafted

YEARS = 5 * 365 * DAY
HOUR = 3_600_000
OTHER = replace(ELG, number="", given_name="Stille", family_name="Vann", birth_date="1950-05-05")


def mishap(target: Target) -> None:
    """Let the clock stand years ahead while somebody works, and be put right again."""
    right = target.clock.now()
    target.clock.set(right + YEARS)
    target.follow(OTHER, plan=False)
    target.clock.set(right + 60_000)


def standing(target: Target, patient_id: str) -> Standing:
    rows = target.station.worklist.rows(target.nurse).rows
    return next(row.standing for row in rows if row.patient_id == patient_id)


def test_time_02_a_draft_begun_after_the_clock_was_wrong_decides_at_once(target: Target) -> None:
    patient_id = target.follow(plan=False)
    mishap(target)
    drafted(target.station.plans, patient_id)
    target.clock.advance(60_000)
    assert target.send(patient_id, 70).reached == 1
    assert standing(target, patient_id) is Standing.RED


def test_time_02_a_pause_ended_after_the_clock_was_wrong_is_over(target: Target) -> None:
    patient_id = target.follow()
    until = day_of(target.clock.now()) + timedelta(days=3)
    target.station.statuses.pause(target.nurse, patient_id, "", until, Cause.TRAVEL)
    mishap(target)
    target.station.statuses.end_pause(target.nurse, patient_id)
    target.clock.advance(DAY)
    target.send(patient_id, 88)
    target.clock.advance(HOUR)
    assert target.send(patient_id, 88).reached == 1
    assert standing(target, patient_id) is Standing.YELLOW


def test_time_02_what_rests_and_waits_goes_by_the_clock_that_was_put_right(target: Target) -> None:
    patient_id = target.follow()
    mishap(target)
    for _ in range(2):
        target.clock.advance(HOUR)
        target.send(patient_id, 88)
    (alert,) = target.open_alerts(patient_id)
    tomorrow = target.clock.now() + DAY
    target.station.snoozing.snooze(target.nurse, alert.row.id, tomorrow, "ny kur")
    target.station.following.begin(target.nurse, patient_id, day_of(tomorrow + DAY), "ny kur")
    target.station.alerts.wait(target.nurse, alert.row.id, tomorrow)
    (row,) = (
        row
        for row in target.station.worklist.rows(target.nurse).rows
        if row.patient_id == patient_id
    )
    assert (row.standing is Standing.YELLOW, row.closer) == (False, True)
    target.station.sweeper.sweep()
    (waiting,) = target.open_alerts(patient_id)
    assert waiting.row.state == "waiting"
    target.clock.advance(DAY)
    target.station.sweeper.sweep()
    (again,) = target.open_alerts(patient_id)
    assert again.row.state == "open"
    assert standing(target, patient_id) is Standing.YELLOW


def test_a_reading_from_tomorrow_is_held_back_also_after_the_clock_was_wrong(
    target: Target,
) -> None:
    patient_id = target.follow()
    mishap(target)
    receipt = target.send(patient_id, 80, target.clock.now() + DAY)
    assert (receipt.stored, receipt.quarantined) == (0, 1)


def test_time_02_a_reading_typed_while_the_clock_was_years_ahead_keeps_nobody_green(
    target: Target,
) -> None:
    patient_id = target.follow(plan=False)
    right = target.clock.now()
    drafted(target.station.plans, patient_id)
    target.clock.set(right + YEARS)
    for kind, value in (("spo2", "95"), ("pulse", "80")):
        typed = Typed(patient_id, kind, (value,), "", target.clock.now())
        target.station.manual.save(target.nurse, typed, asked=True)
    target.clock.set(right + 60 * DAY)
    target.station.sweeper.sweep()
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.standing is Standing.MISSING
    assert "Puls" in row.reason


def test_time_02_green_is_acknowledged_also_after_the_clock_was_years_ahead(target: Target) -> None:
    patient_id = target.follow()
    mishap(target)
    service = target.station.acknowledging
    for kind, value in (("spo2", "95"), ("pulse", "80")):
        typed = Typed(patient_id, kind, (value,), "", target.clock.now())
        target.station.manual.save(target.nurse, typed, asked=True)
    target.station.answers.answer(target.nurse, patient_id, sent(target, WELL))
    target.station.sweeper.sweep()
    offer = service.offer(target.nurse)
    assert [line.patient_id for line in offer.taken] == [patient_id]
    target.clock.advance(60_000)
    target.send(patient_id, 96)
    with pytest.raises(Trouble) as unseen:
        service.take(target.nurse, [patient_id], offer.shown_at, offer.up_to)
    assert unseen.value.code == "nobody_taken"
    offer = service.offer(target.nurse)
    made = service.take(target.nurse, [patient_id], offer.shown_at, offer.up_to)
    (line,) = (each for each in service.offer(target.nurse).left if each.patient_id == patient_id)
    assert line.why is LeftOut.DONE
    service.undo(target.nurse, made.id)
    assert [line.patient_id for line in service.offer(target.nurse).taken] == [patient_id]
    service.take(target.nurse, [patient_id], offer.shown_at, offer.up_to)
    target.clock.advance(60_000)
    target.send(patient_id, 95)
    assert [line.patient_id for line in service.offer(target.nurse).taken] == [patient_id]
    target.clock.set(target.clock.now() - 120_000)
    assert not any(row.acknowledged for row in target.station.worklist.rows(target.nurse).rows)


def test_a_red_that_comes_in_the_moment_an_alert_is_closed_is_a_new_one(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    handling = Handling(Action.CALL, note="Ringte")
    target.station.alerts.close(target.nurse, alert.row.id, handling, Verdict.REAL)
    # Measured before the one that was closed, so that everything is judged again.
    assert target.send(patient_id, 70, target.clock.now() - HOUR).reached == 1
    assert standing(target, patient_id) is Standing.RED


@pytest.mark.parametrize(
    ("until", "reason", "fault"),
    [
        (1 << 62, "x", "too_far"),
        (-(1 << 62), "x", "past"),
        (10**17, "x", "too_far"),
        (date.max, "x", "too_far"),
        (date.min, "x", "past"),
        (None, "x", "no_end"),
        (OPENED + 2 * DAY, "x" * 1_000_000, "too_long"),
    ],
)
def test_nothing_rests_until_a_moment_that_no_calendar_has(
    target: Target, until: int | date | None, reason: str, fault: str
) -> None:
    patient_id = target.follow()
    for _ in range(2):
        target.send(patient_id, 88)
        target.clock.advance(HOUR)
    (alert,) = target.open_alerts(patient_id)
    with pytest.raises(Trouble) as refused:
        target.station.snoozing.snooze(target.nurse, alert.row.id, until, reason)
    assert (refused.value.code, refused.value.values["fault"]) == ("rest_refused", fault)
    if not isinstance(until, int):
        with pytest.raises(Trouble) as closer:
            target.station.following.begin(target.nurse, patient_id, until, reason)
        assert closer.value.values["fault"] == fault
    assert standing(target, patient_id) is Standing.YELLOW
