"""Silence: what is missing, from when, and what excuses it."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.zone import resolve_local
from station.rules.overdue import (
    GRACE_MS,
    WEEK_MS,
    Missing,
    expects_nothing,
    missing,
    next_due,
)
from station.rules.plans import CRISIS, ScheduleItem

HOUR = 3_600_000
DAY = 24 * HOUR
EVERY_DAY = tuple(range(7))
DAILY = ScheduleItem("spo2", EVERY_DAY, "10:00")
MONDAYS = ScheduleItem("bp", (0,), "10:00")


def at(text: str) -> int:
    return resolve_local(datetime.fromisoformat(text))


START = at("2026-11-02 08:00")


def silent(
    now: str,
    *arrived: str,
    item: ScheduleItem = DAILY,
    pauses: tuple[tuple[str, str], ...] = (),
    start: int = START,
) -> Missing | None:
    """What is missing of one agreed kind, whose readings arrived as they were taken."""
    times = {item.kind: [(at(each), at(each)) for each in arrived]}
    spans = [(at(one), at(other)) for one, other in pauses]
    found = missing([item], times, at(now), start, spans)
    assert len(found) <= 1
    return found[0] if found else None


def test_s17_nothing_by_the_agreed_time_is_missing_and_leaves_when_it_comes() -> None:
    yesterday = "2026-11-24 07:12"
    assert silent("2026-11-25 09:59", yesterday) is None
    found = silent("2026-11-25 10:00", yesterday)
    assert found == Missing("spo2", at("2026-11-25 10:00"), at(yesterday))
    assert silent("2026-11-25 10:31", yesterday, "2026-11-25 10:30") is None


def test_no_reading_ever_is_missing_and_never_green() -> None:
    assert silent("2026-11-02 08:01") == Missing("spo2", at("2026-11-02 08:01"), None)
    assert silent("2026-11-04 11:00") == Missing("spo2", at("2026-11-02 10:00"), None)


def test_silence_counts_from_the_first_time_that_was_not_kept() -> None:
    found = silent("2026-11-25 11:00", "2026-11-22 07:00")
    assert found == Missing("spo2", at("2026-11-23 10:00"), at("2026-11-22 07:00"))


def test_a_reading_too_late_for_one_day_is_not_the_next_day_s() -> None:
    late = "2026-11-24 13:00"
    assert silent("2026-11-24 14:00", late) is None
    found = silent("2026-11-25 10:00", late)
    assert found == Missing("spo2", at("2026-11-25 10:00"), at(late))


def test_it_counts_when_it_arrives_since_a_meter_s_clock_may_be_wrong() -> None:
    fast_clock = {"spo2": [(at("2026-11-26 07:00"), at("2026-11-24 07:00"))]}
    found = missing([DAILY], fast_clock, at("2026-11-25 11:00"), START)
    assert [each.due_at for each in found] == [at("2026-11-25 10:00")]
    slow_clock = {"spo2": [(at("2026-11-24 22:00"), at("2026-11-25 07:00"))]}
    assert missing([DAILY], slow_clock, at("2026-11-25 11:00"), START) == ()


def test_an_old_value_that_arrives_in_time_is_still_old() -> None:
    taken, arrived = at("2026-11-20 07:00"), at("2026-11-25 07:00")
    found = missing([DAILY], {"spo2": [(taken, arrived)]}, at("2026-11-25 11:00"), START)
    assert found == (Missing("spo2", taken + DAY, taken, stale=True),)


def test_a_value_is_old_after_the_interval_and_four_hours() -> None:
    taken = at("2026-11-24 04:00")
    fresh = taken + DAY + GRACE_MS
    times = {"spo2": [(taken, at("2026-11-25 00:30"))]}
    assert missing([DAILY], times, fresh, START) == ()
    assert [each.stale for each in missing([DAILY], times, fresh + 1, START)] == [True]


def test_weekly_readings_may_come_the_day_before() -> None:
    sunday, monday = "2026-11-22 18:00", "2026-11-23 10:00"
    assert silent(monday, sunday, item=MONDAYS) is None
    found = silent(monday, "2026-11-21 23:59", item=MONDAYS)
    assert found == Missing("bp", at(monday), at("2026-11-21 23:59"))


def test_an_evening_reading_is_not_replaced_by_the_morning_s() -> None:
    morning, evening = ScheduleItem("bp", (0,), "08:00"), ScheduleItem("bp", (0,), "20:00")
    now = at("2026-11-23 20:00")

    def due(*arrived: str) -> list[int]:
        times = {"bp": [(at(each), at(each)) for each in arrived]}
        return [each.due_at for each in missing([morning, evening], times, now, START)]

    assert due("2026-11-23 07:30") == [now]
    assert due("2026-11-23 13:59") == [now]
    assert due("2026-11-23 14:00") == []
    assert due("2026-11-22 07:30") == [now]
    assert due("2026-11-21 07:30") == [at("2026-11-23 08:00"), now]


def test_other_kinds_and_other_days_make_no_earlier_time() -> None:
    schedule = [
        ScheduleItem("bp", (1,), "08:00"),
        ScheduleItem("spo2", (0,), "09:00"),
        ScheduleItem("bp", (0,), "20:00"),
    ]
    times = {"bp": [(at("2026-11-23 07:30"),) * 2], "spo2": [(at("2026-11-23 07:30"),) * 2]}
    assert missing(schedule, times, at("2026-11-23 20:00"), START) == ()


def test_each_kind_is_missed_by_itself() -> None:
    times = {"spo2": [(at("2026-11-23 09:00"),) * 2]}
    found = missing([DAILY, MONDAYS], times, at("2026-11-23 10:00"), START)
    assert [(each.kind, each.last) for each in found] == [("bp", None)]


def test_what_was_due_in_a_pause_is_excused() -> None:
    pause = (("2026-11-20 12:00", "2026-11-24 12:00"),)
    before = "2026-11-20 07:00"
    assert silent("2026-11-23 11:00", before, pauses=pause) is None
    assert silent("2026-11-25 09:59", before, pauses=pause) is None
    found = silent("2026-11-25 10:00", before, pauses=pause)
    assert found == Missing("spo2", at("2026-11-25 10:00"), at(before))


def test_a_pause_begins_at_its_first_and_ends_before_its_last_moment() -> None:
    due = "2026-11-21 10:00"
    before = "2026-11-20 09:00"
    assert silent(due, before, pauses=((due, "2026-11-22 00:00"),)) is None
    assert silent(due, before, pauses=(("2026-11-20 12:00", due),)) is not None


def test_after_a_pause_a_value_ages_from_its_end() -> None:
    taken = at("2026-11-10 07:00")
    pauses = [(at("2026-11-10 12:00"), at("2026-11-23 12:00"))]
    times = {"spo2": [(taken, taken)]}
    assert missing([DAILY], times, at("2026-11-24 09:59"), START, pauses) == ()
    old_pause = [(at("2026-11-05 12:00"), at("2026-11-06 12:00"))]
    assert (
        missing([MONDAYS], {"bp": [(taken, taken)]}, at("2026-11-12 12:00"), START, old_pause) == ()
    )


def test_a_pause_to_come_excuses_nothing_yet() -> None:
    taken, arrived = at("2026-11-20 07:00"), at("2026-11-25 07:00")
    now = at("2026-11-25 11:00")
    pauses = [(now + 1, now + DAY)]
    found = missing([DAILY], {"spo2": [(taken, arrived)]}, now, START, pauses)
    assert [each.stale for each in found] == [True]
    assert missing([DAILY], {"spo2": [(taken, arrived)]}, now + 1, START, pauses) == ()


def test_the_grace_is_four_hours_and_a_week_is_a_week() -> None:
    assert GRACE_MS == 4 * 60 * 60 * 1000
    assert WEEK_MS == 7 * DAY


def test_a_schedule_that_begins_when_it_is_due_is_due() -> None:
    due = at("2026-11-25 10:00")
    found = missing([DAILY], {"spo2": [(due - 2 * DAY,) * 2]}, due, due)
    assert [each.due_at for each in found] == [due]


def test_long_silence_counts_from_four_weeks_ago_at_most() -> None:
    found = silent("2027-03-01 10:00", "2026-11-03 09:00")
    assert found == Missing("spo2", at("2027-02-02 10:00"), at("2026-11-03 09:00"))


def test_nothing_is_due_before_the_schedule_began() -> None:
    begun = at("2026-11-25 09:00")
    assert silent("2026-11-25 09:30", "2026-11-24 12:00", start=begun) is None
    assert silent("2026-11-25 10:00", "2026-11-24 12:00", start=begun) is not None


def test_without_a_schedule_something_must_come_each_week() -> None:
    now = at("2026-11-25 10:00")
    assert missing([], {}, now, START) == (Missing("", START, None),)
    taken = now - WEEK_MS - GRACE_MS
    assert missing([], {"spo2": [(taken, taken)], "bp": []}, now, START) == ()
    old = taken - 1
    times = {"spo2": [(old, old)]}
    assert missing([], times, now, START) == (Missing("", old + WEEK_MS, old, stale=True),)
    assert missing([], times, now, START, [(now - DAY, now + DAY)]) == ()


def test_a_schedule_without_days_asks_for_one_a_week() -> None:
    item = ScheduleItem("spo2", (), "10:00")
    assert silent("2026-11-25 10:00", "2026-11-19 10:00", item=item) is None
    found = silent("2026-11-30 10:00", "2026-11-19 10:00", item=item)
    assert found is not None
    assert found.stale


@pytest.mark.parametrize(
    ("item", "now", "due"),
    [
        (DAILY, "2026-11-25 09:59", "2026-11-25 10:00"),
        (DAILY, "2026-11-25 10:00", "2026-11-26 10:00"),
        (MONDAYS, "2026-11-25 10:00", "2026-11-30 10:00"),
        (MONDAYS, "2026-11-30 10:00", "2026-12-07 10:00"),
        (DAILY, "2026-10-24 12:00", "2026-10-25 10:00"),
    ],
)
def test_the_next_agreed_moment(item: ScheduleItem, now: str, due: str) -> None:
    assert next_due(item, at(now)) == at(due)


def test_a_schedule_without_days_is_never_due() -> None:
    assert next_due(ScheduleItem("spo2", (), "10:00"), START) is None


@given(st.integers(0, 20 * 24), st.lists(st.integers(0, 20 * 24), max_size=30))
def test_a_reading_in_the_last_hours_always_ends_silence(hour: int, hours: list[int]) -> None:
    now = START + hour * HOUR
    arrivals = [(START + each * HOUR,) * 2 for each in hours if each <= hour]
    found = missing([DAILY], {"spo2": arrivals}, now, START)
    later = missing([DAILY], {"spo2": [*arrivals, (now, now)]}, now, START)
    assert later == ()
    if found:
        assert found[0].due_at <= now
        assert found[0].last == max((taken for taken, _ in arrivals), default=None)


def test_closer_follow_up_gives_no_grace() -> None:
    now = at("2026-11-20 09:00")
    taken = now - WEEK_MS - GRACE_MS // 4
    arrivals = {"weight": [(taken, now)]}
    for schedule in ((ScheduleItem("weight", (0,), "10:00"),), ()):
        assert not missing(schedule, arrivals, now, taken - WEEK_MS)
        (found,) = missing(schedule, arrivals, now, taken - WEEK_MS, grace_ms=0)
        assert found.stale


def test_only_a_crisis_plan_without_a_schedule_expects_nothing() -> None:
    assert expects_nothing(CRISIS, ())
    assert not expects_nothing(CRISIS, (DAILY,))
    assert not expects_nothing("kols", ())
