"""The worklist: who stands where and why, in the order of need, with ages in open hours."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.core.zone import day_of
from station.models.queries.claims import Claim
from station.models.queries.worklist import LatestRow
from station.models.records import claims
from station.rules.plans import CRISIS, ScheduleItem
from station.rules.standing import Standing
from station.services.today.row_words import newer_than, value_of
from station.services.today.worklist import WorkRow, in_order
from tests.cohort import DAY, MINUTE, Cohort
from tests.views.today.test_rows import row as made


def only(cohort: Cohort) -> WorkRow:
    """The only row."""
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    return row


def test_everybody_stands_in_the_order_of_need(cohort: Cohort) -> None:
    names = ("Rask Elg", "Stille Brygge", "Rolig Fjord", "Grønn Bro", "Lun Hylle", "Blid Trapp")
    red, yellow, unknown, missing, pause, green = (
        cohort.patient(name, f"194{n}-01-01") for n, name in enumerate(names)
    )
    for patient in (red, yellow, pause, green):
        cohort.plan(patient)
    cohort.plan(missing, by="09:30")
    until = day_of(cohort.clock.now()) + timedelta(days=4)
    cohort.station.statuses.pause(cohort.session, pause, "Innlagt", until)
    cohort.clock.advance(60 * MINUTE)
    cohort.spo2(green, 93)
    cohort.spo2(yellow, 88, 88)
    cohort.spo2(red, 84)
    cohort.station.sweeper.sweep()
    found = cohort.station.worklist.rows(cohort.session)
    assert [row.patient_id for row in found.rows] == [
        red,
        yellow,
        unknown,
        missing,
        pause,
        green,
    ]
    assert [row.standing for row in found.rows] == list(Standing)
    assert set(found.counts().values()) == {1}
    reasons = [row.reason for row in found.rows]
    assert reasons[0] == "SpO₂ 84 % below 86 · 10:04"
    assert reasons[1] == "SpO₂ 88 % below 89 · 2 of 2 · 10:03"
    assert reasons[2:4] == ["No plan yet", "SpO₂: no readings yet"]
    assert reasons[4].startswith("Paused until")
    assert reasons[5] == "All within own limits"


def test_ages_count_open_hours_and_what_came_at_night_waits_from_nine(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.clock.advance(3 * DAY - 2 * 60 * MINUTE)
    cohort.take(patient, "spo2", 84, ago=MINUTE)
    cohort.clock.advance(2 * 60 * MINUTE + MINUTE)
    row = only(cohort)
    assert row.open_age_ms == MINUTE
    assert row.measured_at == cohort.clock.now() - 2 * 60 * MINUTE - 2 * MINUTE
    assert len(row.spark) == 1


def test_a_red_one_thirty_hours_late_says_when_and_that_it_came_now(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.clock.advance(2 * DAY)
    cohort.take(patient, "spo2", 84, ago=30 * 60 * MINUTE)
    row = only(cohort)
    assert (row.standing, row.marks) == (Standing.RED, ("came in now",))
    assert row.reason.endswith("yesterday 03:00")
    cohort.clock.advance(61 * MINUTE)
    assert only(cohort).marks == ("came in late",)


def test_marks_say_paused_waiting_and_back_in_green(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    until = day_of(cohort.clock.now()) + timedelta(days=4)
    cohort.station.statuses.pause(cohort.session, patient, "Innlagt", until)
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    cohort.station.alerts.wait(cohort.session, alert.row.id, cohort.clock.now() + MINUTE * 60)
    cohort.spo2(patient, 93)
    assert only(cohort).marks == (
        "now 93 % 09:02",
        "paused",
        "waiting until 10:01",
        "back in green, may be closed",
    )


def test_who_has_it_open_and_who_left(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.station.worklist.open(cohort.session, patient)
    assert only(cohort).opened_by == "RE"
    cohort.station.worklist.leave(cohort.session)
    assert only(cohort).opened_by == ""


def test_who_has_it_open_at_another_station_is_a_mark_and_blocks_nothing(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    told = Claim(patient, "0" * 32, "u2", "Even Lyng", cohort.clock.now())
    with cohort.station.record.write(cohort.session) as writer:
        claims.claim(writer, told)
        writer.quiet()
    assert "opened by Even Lyng (another station)" in only(cohort).marks
    card = cohort.station.cards.refresh(cohort.session, patient)
    assert (card.elsewhere, card.opened_by) == ("opened by Even Lyng (another station)", None)
    cohort.clock.advance(DAY)
    assert not any("another station" in mark for mark in only(cohort).marks)


def test_silence_after_something_and_an_old_value_read_differently(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    cohort.plan(patient, by="10:00")
    cohort.spo2(patient, 93)
    cohort.clock.advance(DAY + 90 * MINUTE)
    cohort.station.sweeper.sweep()
    assert only(cohort).reason == "SpO₂: nothing since yesterday 09:01"


@given(st.permutations(range(30)))
def test_the_order_does_not_depend_on_where_rows_came_from(places: list[int]) -> None:
    rows = [made(n, Standing(n % 6)) for n in range(30)]
    assert in_order(rows[place] for place in places) == in_order(rows)


def test_only_a_newer_number_of_the_same_kind_counts() -> None:
    bp = LatestRow("p", "bp", 10, 10, 170.0, 90.0)
    empty = LatestRow("p", "glucose", 10, 10, None, None)
    assert newer_than("dia", 5, (bp, empty)) is bp
    assert value_of("dia", bp) == 90.0
    assert newer_than("dia", 10, (bp,)) is None
    assert newer_than("glucose", 5, (bp, empty)) is None


def test_a_crisis_plan_without_a_schedule_is_green_for_ever_and_never_acknowledged(
    cohort: Cohort,
) -> None:
    patient = cohort.patient("Stille Brygge")
    plans = cohort.station.plans
    draft = plans.start_draft(cohort.session, patient, CRISIS, "nb")
    cohort.clock.advance(40 * DAY)
    cohort.station.sweeper.sweep()
    row = only(cohort)
    assert (row.standing, row.reason) == (Standing.GREEN, "Crisis plan: no readings agreed")
    opened = plans.open(cohort.session, draft)
    agreed = replace(opened.version.content, schedule=(ScheduleItem("weight", (0,), "10:00"),))
    plans.save_draft(cohort.session, draft, agreed, opened.content_hash)
    assert only(cohort).standing is Standing.MISSING
