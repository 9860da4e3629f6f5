"""Series put themselves in order; places in time are found as a plain search finds them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from station.views.charts.data import (
    BandPeriod,
    Edge,
    PanelData,
    Series,
    first_after,
    first_from,
    in_order,
    limits_in_force,
)


def test_readings_that_came_late_are_put_in_their_place() -> None:
    series = Series.of("a", [3, 1, 2], [30, 10, 20], excluded=[True, False, False])
    assert series.times.tolist() == [1, 2, 3]
    assert series.values.tolist() == [10, 20, 30]
    assert series.excluded.tolist() == [False, False, True]
    assert series.size == 3


def test_a_reading_beyond_the_range_has_no_number() -> None:
    series = Series.of("a", [1, 2], [5.0, 2.2], beyond=[0, -1])
    assert np.isnan(series.values[1])
    assert not series.excluded[1]


def test_a_missing_number_without_a_side_never_counts() -> None:
    assert Series.of("a", [1], [float("nan")]).excluded.tolist() == [True]


def test_the_limits_of_the_version_at_that_time_hold() -> None:
    old, new = BandPeriod(0, 10, Edge(85, "<")), BandPeriod(10, None, Edge(86, "<"))
    assert limits_in_force((old, new), 9) is old
    assert limits_in_force((old, new), 10) is new
    assert limits_in_force((old, new), -1) is None
    assert in_order((old, new))
    assert not in_order((new, old))


def test_edges_run_from_low_to_high() -> None:
    band = BandPeriod(0, None, Edge(1, "<"), Edge(2, "<"), Edge(3, ">"), Edge(4, ">="))
    assert [(zone, edge.value) for zone, edge in band.edges] == [
        ("red", 1),
        ("yellow", 2),
        ("yellow", 3),
        ("red", 4),
    ]


def test_a_gap_is_one_and_a_half_times_the_agreed_interval() -> None:
    assert PanelData("a", "A", "", 0, (), interval_ms=1000).gap_ms == 1500


@given(st.lists(st.integers(0, 50)).map(sorted), st.floats(-2, 55))
def test_places_are_those_of_a_plain_search(numbers: list[int], ms: float) -> None:
    times = np.array(numbers, dtype=np.int64)
    assert first_from(times, ms) == sum(1 for time in numbers if time < ms)
    assert first_after(times, ms) == sum(1 for time in numbers if time <= ms)
