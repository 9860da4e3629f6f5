"""Small statistics leave out what does not count, and say how much that was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Side
from station.rules.readings import Excluded, Reading
from station.rules.trend import Drift, Summary, drift, percentile, summarise

DAY = 86_400_000


def spo2(at: int, value: float | None, excluded: Excluded = Excluded.NO) -> Reading:
    return Reading(f"{at:032x}", "p", "spo2", at, at, (value,), excluded=excluded)


def test_excluded_failed_and_unbounded_readings_are_left_out_and_counted() -> None:
    readings = [
        spo2(3, 91),
        spo2(1, 88),
        spo2(2, 84, Excluded.ACTIVITY),
        spo2(4, None),
        spo2(5, 90),
    ]
    assert summarise("spo2", readings) == Summary(3, 88, 91, 90, 90, 0, 2)


def test_marking_and_unmarking_restores_the_figures() -> None:
    before = summarise("spo2", [spo2(1, 84), spo2(2, 90)])
    marked = summarise("spo2", [spo2(1, 84, Excluded.ACTIVITY), spo2(2, 90)])
    assert marked == Summary(1, 90, 90, 90, 90, 0, 1)
    assert before == Summary(2, 84, 90, 87, 90)


def test_lo_and_hi_have_no_number() -> None:
    low = Reading("1" * 32, "p", "glucose", 1, 1, (None,), beyond=Side.LOW)
    assert summarise("glucose", [low]) is None
    seen = summarise("glucose", [low, Reading("2" * 32, "p", "glucose", 2, 2, (5.5,))])
    assert seen == Summary(1, 5.5, 5.5, 5.5, 5.5, 1, 0)


def test_each_half_of_a_blood_pressure_is_its_own_series() -> None:
    pair = Reading("1" * 32, "p", "bp", 1, 1, (132, None))
    assert summarise("sys", [pair]) == Summary(1, 132, 132, 132, 132)
    assert summarise("dia", [pair]) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_percentiles_are_those_of_numpy(values: list[float], share: float) -> None:
    expected = float(np.percentile(values, share * 100))
    assert percentile(values, share) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_the_last_days_stand_beside_those_before() -> None:
    now = 20 * DAY
    points = [(now - 10 * DAY, 90.0), (now - 5 * DAY, 92.0), (now - 4 * DAY, 91.0)]
    lately = [(now - 2 * DAY, 86.0), (now - DAY, 85.0), (now, 84.0)]
    ignored = [(now + 1, 10.0), (now - 14 * DAY, 10.0)]
    assert drift([*points, *lately, *ignored], now) == Drift(85.0, 3, 91.0, 3)
    assert drift([*points, *lately[1:]], now) is None
    assert drift([*points[1:], *lately], now) is None
