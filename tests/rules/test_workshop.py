"""What is usual for a patient, and the limits that are proposed from it."""

from math import inf, isfinite
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.guardrails import check_limits
from station.rules.kinds import COMPONENTS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.workshop import Basis, propose, usual

TRIAL = [92, 91, 92, 93, 91, 92, 90, 92, 93, 92, 91, 92, 93, 91.0]


def test_fourteen_days_of_saturation_give_the_limits_a_nurse_would_expect() -> None:
    found = propose("spo2", usual(TRIAL, 14))
    assert [each.limit for each in found] == [
        Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
        Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
    ]
    assert [(each.basis, each.median, each.readings) for each in found] == [
        (Basis.OWN, 92, 14),
        (Basis.OWN, 92, 14),
    ]


def test_what_is_usual_is_described_with_what_was_left_out() -> None:
    found = usual(TRIAL, 14, left_out=2)
    assert (found.readings, found.left_out, found.days) == (14, 2, 14)
    assert (found.median, found.low, found.high) == (92, 90, 93)
    assert found.spread == pytest.approx(1.4826)


@given(st.lists(st.floats(30, 200), min_size=3, max_size=60))
def test_percentiles_are_those_of_an_independent_count(values: list[float]) -> None:
    found = usual(values, 14)
    cut = quantiles(values, n=20, method="inclusive")
    quarters = quantiles(values, n=4, method="inclusive")
    expected = (cut[0], quarters[0], quarters[2], cut[18])
    assert (found.p5, found.p25, found.p75, found.p95) == pytest.approx(expected)


@pytest.mark.parametrize(("count", "days"), [(6, 6), (7, 4), (0, 0)])
def test_too_little_gives_no_proposal(count: int, days: int) -> None:
    assert propose("spo2", usual([92.0] * count, days)) == ()


def test_a_steady_patient_still_gets_room() -> None:
    found = propose("pulse", usual([72.0] * 14, 14))
    assert [(each.limit.value, each.spreads) for each in found] == [(95, 0.0), (110, 0.0)]


def test_low_glucose_follows_the_published_levels_whatever_is_usual() -> None:
    few = propose("glucose", usual([7.5], 1))
    assert [(each.limit.value, each.basis) for each in few] == [
        (3.0, Basis.PUBLISHED),
        (3.9, Basis.PUBLISHED),
    ]
    assert [each.limit.value for each in propose("glucose", usual([7.5] * 14, 14))] == [
        3.0,
        3.9,
        12.5,
        16.5,
    ]


def test_a_usual_value_below_the_published_levels_gives_no_limit_that_contradicts_them() -> None:
    low = propose("glucose", usual([-2.0] * 14, 14))
    assert [each.limit.value for each in low] == [3.0, 3.9, 7.0]


def test_weight_is_judged_by_its_change_and_gets_no_limit() -> None:
    assert propose("weight", usual([82.0] * 14, 14)) == ()


def test_low_and_high_readings_of_a_meter_do_not_stop_the_count() -> None:
    found = usual([-inf, 91, 92, 93, inf], 5)
    assert (found.median, found.low, found.high) == (92, None, None)
    assert usual([inf, inf, inf], 3).median is None
    assert usual([inf, inf, inf], 3).spread is None
    assert propose("spo2", usual([inf] * 9, 9)) == ()


@given(
    st.sampled_from([part.code for part in COMPONENTS]),
    st.lists(st.floats(-1e6, 1e6) | st.just(inf) | st.just(-inf), max_size=40),
    st.integers(0, 40),
)
def test_whatever_was_measured_a_proposal_keeps_the_guardrails(
    component: str, values: list[float], days: int
) -> None:
    found = propose(component, usual(values, days))
    assert check_limits([each.limit for each in found]) == ()
    assert all(isfinite(each.limit.value) for each in found)


def test_a_red_proposal_lies_beyond_the_yellow_limit_that_was_chosen_already() -> None:
    found = usual([7.5] * 14, 14)
    chosen = (
        Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 16, 2, 2),
        Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 250),
        Limit("glucose", Level.RED, Side.HIGH, Operator.ABOVE, 30),
    )
    red = propose("glucose", found, chosen)[-1]
    assert (red.limit.value, red.moved, red.distance) == (20, True, 12.5)
    assert not propose("glucose", found)[-1].moved


def test_what_lies_beyond_already_stays_where_it_is() -> None:
    chosen = (Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 90),)
    assert [each.moved for each in propose("spo2", usual(TRIAL, 14), chosen)] == [False, False]
    strict = (Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 88),)
    red, _ = propose("spo2", usual(TRIAL, 14), strict)
    assert (red.limit.value, red.moved) == (85, True)
    assert red.spreads == pytest.approx(7 / 1.4826)
