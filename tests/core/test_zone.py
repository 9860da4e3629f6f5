"""Local time: summer time, hours that never were and hours that were twice."""

# ruff: noqa: DTZ001  (times without a zone are what is tested)

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.core.zone import (
    FIRST_MS,
    LAST_MS,
    candidates,
    day_number,
    day_of,
    day_start,
    local,
    resolve_local,
    utc_ms,
)

HOUR = 3_600_000
MOMENTS = st.integers(0, 4_102_444_800_000)


def test_winter_is_one_hour_and_summer_two_ahead() -> None:
    assert local(utc_ms(datetime(2026, 1, 10, 12, tzinfo=UTC))).hour == 13
    assert local(utc_ms(datetime(2026, 7, 10, 12, tzinfo=UTC))).hour == 14


@given(MOMENTS)
def test_every_moment_comes_back_from_local_time(ms: int) -> None:
    assert utc_ms(local(ms)) == ms


@given(MOMENTS)
def test_a_moment_lies_in_its_own_day(ms: int) -> None:
    day = day_of(ms)
    assert day_start(day) <= ms < day_start(day + timedelta(days=1))


@given(MOMENTS)
def test_every_moment_is_among_those_its_wall_clock_stands_for(ms: int) -> None:
    assert ms in candidates(local(ms).replace(tzinfo=None, fold=0))


def test_three_days_over_the_change_to_summer_time_are_seventy_one_hours() -> None:
    start = resolve_local(datetime(2026, 3, 27, 12))
    end = resolve_local(datetime(2026, 3, 30, 12))
    assert (end - start) / HOUR == 71


def test_a_naive_time_has_no_place_on_the_clock() -> None:
    with pytest.raises(ValueError, match="zone"):
        utc_ms(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="zone"):
        candidates(datetime(2026, 1, 1, tzinfo=UTC))


def test_an_hour_that_was_skipped_is_trouble() -> None:
    with pytest.raises(Trouble) as caught:
        resolve_local(datetime(2026, 3, 29, 2, 30))
    assert caught.value.code == "time_nonexistent"
    assert "2026-03-29 02:30" in caught.value.sentence()


def test_an_hour_that_was_twice_is_trouble_until_one_is_chosen() -> None:
    twice = datetime(2026, 10, 25, 2, 30)
    with pytest.raises(Trouble) as caught:
        resolve_local(twice)
    first, second = caught.value.values["first"], caught.value.values["second"]
    assert caught.value.code == "time_ambiguous"
    assert resolve_local(twice, fold=0) == first
    assert resolve_local(twice, fold=1) == second
    assert candidates(twice) == (first, second)
    assert utc_ms(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == first


def test_other_zones_are_known_and_unknown_ones_are_trouble() -> None:
    assert resolve_local(datetime(2026, 1, 1, 9), "Europe/London") == utc_ms(
        datetime(2026, 1, 1, 9, tzinfo=UTC)
    )
    for name in ("Norway/Tull", "../../etc/passwd", ""):
        with pytest.raises(Trouble) as caught:
            resolve_local(datetime(2026, 1, 1), name)
        assert caught.value.code == "zone_unknown"


def test_the_seventeenth_of_may_begins_at_midnight_in_oslo() -> None:
    assert local(day_start(date(2026, 5, 17))).isoformat() == "2026-05-17T00:00:00+02:00"


@given(MOMENTS)
def test_the_number_of_a_day_is_that_of_the_calendar(ms: int) -> None:
    inside = min(max(ms, FIRST_MS), LAST_MS)
    assert day_number(ms) == day_of(inside).toordinal()


def test_the_number_is_right_on_both_sides_of_every_change_of_the_clock() -> None:
    for year in range(1990, 2100):
        for month in (3, 10):
            for day in range(24, 32):
                midnight = day_start(date(year, month, day))
                number = date(year, month, day).toordinal()
                around = [day_number(midnight + step) for step in (-1, 0, 1)]
                assert around == [number - 1, number, number]


@pytest.mark.parametrize(
    ("ms", "nearest"), [(-(10**18), FIRST_MS), (0, FIRST_MS), (10**18, LAST_MS)]
)
def test_times_outside_the_centuries_have_the_nearest_day(ms: int, nearest: int) -> None:
    assert day_number(ms) == day_of(nearest).toordinal()
