"""A panel shows every reading, the limits near them, and round numbers."""

from hypothesis import given
from hypothesis import strategies as st

from station.views.charts.data import BandPeriod, Edge
from station.views.charts.scale import Reach, nice_step, reach, round_numbers

SATURATION = BandPeriod(0, None, Edge(86, "<"), Edge(89, "<"))


def test_limits_near_the_readings_are_shown() -> None:
    shown = reach((90, 94), (SATURATION,), 0)
    assert shown.low < 86
    assert shown.high > 94


def test_a_limit_far_away_does_not_squeeze_the_readings() -> None:
    far = BandPeriod(0, None, Edge(20, "<"), None, Edge(100, ">"), Edge(300, ">"))
    shown = reach((70, 85), (far,), 0)
    assert shown.low > 20
    assert shown.high < 300


def test_without_readings_the_limits_give_the_range() -> None:
    shown = reach(None, (SATURATION,), 0)
    assert shown.low < 86
    assert shown.high > 89
    assert reach(None, (), 0).span > 0


@given(
    st.floats(-500, 500),
    st.floats(0, 300),
    st.integers(0, 2),
    st.lists(st.floats(-600, 900), max_size=4).map(sorted),
)
def test_every_reading_is_inside(
    low: float, more: float, decimals: int, limits: list[float]
) -> None:
    edges = [Edge(value, "<") for value in limits] + [None] * (4 - len(limits))
    shown = reach((low, low + more), (BandPeriod(0, None, *edges),), decimals)
    assert shown.low <= low
    assert low + more <= shown.high
    assert shown.span > 0


@given(st.floats(1e-3, 1e5), st.floats(-1e4, 1e4), st.integers(1, 6))
def test_round_numbers_are_few_and_inside(span: float, low: float, most: int) -> None:
    shown = Reach(low, low + span)
    found = round_numbers(shown, most)
    assert len(found) <= most + 1
    assert all(low - span * 1e-6 <= value <= low + span * (1 + 1e-6) for value in found)


def test_steps_are_one_two_or_five() -> None:
    assert [nice_step(rough) for rough in (0.07, 1, 1.1, 4, 6)] == [0.1, 1, 2, 5, 10]
