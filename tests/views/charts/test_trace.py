"""Lines join what belongs together, and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from station.views.charts.data import DAY_MS, HOUR_MS, Series
from station.views.charts.trace import MOST_SYMBOLS, Trace

GAP = 1.5 * DAY_MS


def joined(series: Series, gap: float = GAP, budget: int = 1000) -> list[bool]:
    strip = Trace(series, gap).strip(-1e18, 1e18, budget)
    return [bool(one) for one in strip.joined]


def daily(days: list[float], **more: object) -> Series:
    return Series.of("a", [int(d * DAY_MS) for d in days], [1.0] * len(days), **more)  # type: ignore[arg-type]


def test_a_day_and_a_half_without_a_reading_breaks_the_line() -> None:
    assert joined(daily([0, 1, 2.5, 4.01, 5])) == [True, True, False, True, False]


def test_an_excluded_reading_is_neither_point_nor_gap() -> None:
    series = daily([0, 1, 2, 3], excluded=[False, False, True, False])
    trace = Trace(series, GAP)
    assert joined(series) == [True, True, False]
    assert trace.hollow.tolist() == [2]
    assert 2 * DAY_MS not in trace.times


def test_the_line_stops_at_a_reading_beyond_the_range() -> None:
    series = daily([0, 1, 2, 3, 4], beyond=[0, 0, -1, 0, 0])
    trace = Trace(series, GAP)
    assert joined(series) == [True, False, True, False]
    assert trace.outside.tolist() == [2]
    assert trace.extremes(0, 9 * DAY_MS) == (1, 1)


def test_the_line_breaks_where_something_could_not_be_said() -> None:
    gaps = [-1, int(1.5 * DAY_MS), 3 * DAY_MS, 9 * DAY_MS]
    assert joined(daily([0, 1, 2, 3], gaps=gaps)) == [True, False, False, False]


def test_a_reading_between_two_gaps_stands_alone() -> None:
    strip = Trace(daily([0, 1, 5, 9, 10]), GAP).strip(-1, 1e18, 100)
    assert strip.alone.tolist() == [False, False, True, False, False]


def test_the_line_runs_on_to_the_points_just_outside() -> None:
    trace = Trace(daily([0, 1, 2, 3, 4]), GAP)
    assert trace.strip(1.5 * DAY_MS, 2.5 * DAY_MS, 100).times.tolist() == [
        DAY_MS,
        2 * DAY_MS,
        3 * DAY_MS,
    ]


def test_unconfirmed_readings_count_and_are_known() -> None:
    trace = Trace(daily([0, 1, 2], unconfirmed=[False, True, False]), GAP)
    assert trace.unconfirmed.tolist() == [1]
    assert trace.times.size == 3


def test_few_points_get_symbols_and_many_do_not() -> None:
    many = Series.of("a", np.arange(MOST_SYMBOLS) * HOUR_MS, np.zeros(MOST_SYMBOLS))
    assert not Trace(many, GAP).strip(-1, 1e18, 10_000).few
    assert Trace(daily([0, 1]), GAP).strip(-1, 1e18, 100).few
    assert not Trace(many, GAP).strip(-1, 1e18, 20).few


def test_nothing_at_all_is_a_trace_too() -> None:
    trace = Trace(Series.of("a", [], []), GAP)
    assert trace.strip(0, 1, 10).times.size == 0
    assert trace.extremes(0, 1) is None


@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=600),
    st.integers(8, 60),
    st.randoms(use_true_random=False),
)
def test_a_thinned_line_never_crosses_a_gap(steps: list[int], budget: int, rng: object) -> None:
    times = np.cumsum(steps)
    values = np.sin(times)
    strip = Trace(Series.of("a", times, values), 30).strip(-1, 1e9, budget)
    gaps = np.flatnonzero(np.diff(times) > 30)
    for place in np.flatnonzero(strip.joined):
        one, other = strip.times[place], strip.times[place + 1]
        assert not any(one <= times[gap] and times[gap + 1] <= other for gap in gaps)
