"""The autumn hour that comes twice: told by the order of the rows, or not told at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.files.repeated_hour import Held, Stream
from station.files.wall_clock import WallClock

OSLO = ZoneInfo("Europe/Oslo")
MIDNIGHT_UTC = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 00:00 in Oslo
CLOCK = WallClock("Europe/Oslo")


def told(moments: list[datetime]) -> dict[int, int | None]:
    """Show the moments on a wall clock in this order, and give each row's moment as told."""
    stream: Stream[int] = Stream()
    settled: dict[int, int | None] = {}
    for row, moment in enumerate(moments):
        shown = moment.astimezone(OSLO).replace(tzinfo=None, fold=0)
        found = CLOCK.moments(shown)
        if len(found) > 1:
            stream.hold(Held(row, shown, *found))
            continue
        settled |= {held.row: at for held, at in stream.passed(found[0])}
        settled[row] = found[0]
    settled |= {held.row: at for held, at in stream.settle()}
    return settled


def true_ms(moments: list[datetime]) -> dict[int, int]:
    return {row: int(moment.timestamp() * 1000) for row, moment in enumerate(moments)}


def night(step: int, start: int = 0, end: int = 300) -> list[datetime]:
    """Give the night's moments, `step` minutes apart, from `start` to `end` minutes."""
    return [MIDNIGHT_UTC + timedelta(minutes=at) for at in range(start, end, step)]


@pytest.mark.parametrize("step", [5, 15, 20])
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_sensors_night_is_told_whole(step: int, newest_first: bool) -> None:
    moments = night(step)
    if newest_first:
        moments.reverse()
    assert told(moments) == true_ms(moments)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(("start", "end"), [(0, 215), (120, 300)])
def test_a_file_that_begins_or_ends_in_the_hour_is_told_by_the_other_side(
    start: int, end: int, newest_first: bool
) -> None:
    moments = night(5, start, end)
    if newest_first:
        moments.reverse()
    assert told(moments) == true_ms(moments)


def untold(moments: list[datetime]) -> int:
    return sum(1 for moment in told(moments).values() if moment is None)


def test_a_single_row_in_the_hour_cannot_be_told() -> None:
    before, inside, after = night(90, 0, 270)
    assert untold([before, inside, after]) == 1


def test_a_gap_of_one_hour_cannot_be_told() -> None:
    assert untold([*night(5, 0, 120), *night(5, 180, 300)]) == 12


def test_a_file_with_nothing_but_the_hour_cannot_be_told() -> None:
    assert untold(night(5, 120, 240)) == 24


def test_rows_sorted_by_what_the_clock_showed_cannot_be_told() -> None:
    moments = sorted(night(5), key=lambda at: at.astimezone(OSLO).replace(tzinfo=None))
    assert untold(moments) == 24


def test_two_steps_back_cannot_be_told() -> None:
    hour = night(5, 120, 240)
    assert untold([*night(5, 0, 120), *hour, *hour]) == 48


def test_a_file_that_runs_both_ways_cannot_be_told() -> None:
    assert untold([MIDNIGHT_UTC + timedelta(days=2), *night(5)]) == 24


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40), st.booleans())
def test_what_is_told_of_a_sorted_file_is_true(minutes: list[int], newest_first: bool) -> None:
    moments = [MIDNIGHT_UTC + timedelta(minutes=at) for at in sorted(minutes, reverse=newest_first)]
    truth = true_ms(moments)
    assert all(at in (None, truth[row]) for row, at in told(moments).items())
    assert told(moments).keys() == truth.keys()
