"""Limits moved by hand keep their order, and say what stopped them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.dragging import moved, nearest, step_of, stepped
from station.rules.guardrails import LimitFault, check_limits
from station.rules.kinds import COMPONENTS
from station.rules.limits import Level, Limit, Operator, Side

LIMITS = (
    Limit("glucose", Level.RED, Side.LOW, Operator.BELOW, 3.0),
    Limit("glucose", Level.YELLOW, Side.LOW, Operator.BELOW, 3.9),
    Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 12, 2, 2),
    Limit("glucose", Level.RED, Side.HIGH, Operator.ABOVE, 16),
)


def values(limits: tuple[Limit, ...]) -> list[float]:
    return [limit.value for limit in limits]


def test_a_limit_that_is_free_goes_where_it_is_asked_to() -> None:
    found = moved(LIMITS, 2, 10.4)
    assert values(found.limits) == [3.0, 3.9, 10.4, 16]
    assert found.stopped is None


@pytest.mark.parametrize(
    ("at", "to", "stands", "fault"),
    [
        (1, 1.0, 3.1, LimitFault.RED_INSIDE_YELLOW),
        (0, 9.0, 3.8, LimitFault.RED_INSIDE_YELLOW),
        (1, 14.0, 11.9, LimitFault.LOW_ABOVE_HIGH),
        (2, 2.0, 4.0, LimitFault.LOW_ABOVE_HIGH),
        (2, 40.0, 15.9, LimitFault.RED_INSIDE_YELLOW),
        (3, 90.0, 60, LimitFault.IMPOSSIBLE),
    ],
)
def test_a_limit_stops_before_it_contradicts_another(
    at: int, to: float, stands: float, fault: LimitFault
) -> None:
    found = moved(LIMITS, at, to)
    assert found.limits[at].value == stands
    assert found.stopped is not None
    assert found.stopped.fault is fault


def test_what_needs_a_reason_is_no_obstacle() -> None:
    found = moved(LIMITS, 3, 40)
    assert (found.limits[3].value, found.stopped) == (40, None)
    assert check_limits(found.limits)[0].fault is LimitFault.NEEDS_REASON


def test_limits_that_contradict_each_other_already_stay_and_say_so() -> None:
    wrong = (LIMITS[3], LIMITS[2], Limit("glucose", Level.RED, Side.HIGH, Operator.ABOVE, 11))
    found = moved(wrong, 2, 10.8)
    assert found.limits == wrong
    assert found.stopped is not None
    assert moved(wrong, 2, 11).stopped is None


def test_the_fault_of_another_limit_does_not_hold_this_one() -> None:
    wrong = (Limit("glucose", Level.RED, Side.LOW, Operator.BELOW, 90), LIMITS[3])
    assert moved(wrong, 1, 20).limits[1].value == 20


def test_steps_suit_the_component_and_begin_on_whole_ones() -> None:
    assert stepped("spo2", 89, -1) == 88
    assert stepped("glucose", 3.9, 1) == 4.0
    assert stepped("fev1", 1.02, 1) == 1.05
    assert stepped("fev1", 1.02, -1) == 1.0
    assert stepped("weight", 82.2, -5) == 80.0
    assert nearest("pef", 247) == 250
    assert step_of("kols_daily.breath") == 1


@given(
    st.sampled_from([part.code for part in COMPONENTS]),
    st.lists(st.integers(-300, 900), min_size=1, max_size=8),
    st.data(),
)
def test_however_they_are_dragged_they_stay_in_order(
    component: str, targets: list[int], data: st.DataObject
) -> None:
    step = step_of(component)
    places = zip((Level.RED, Level.YELLOW, Level.YELLOW, Level.RED), (20, 21, 23, 25), strict=True)
    limits = tuple(
        Limit(
            component,
            level,
            Side.LOW if at < 22 else Side.HIGH,
            Operator.BELOW if at < 22 else Operator.ABOVE,
            nearest(component, at * step),
            reason="yes",
        )
        for level, at in places
    )
    if check_limits(limits):
        return
    for target in targets:
        at = data.draw(st.integers(0, 3))
        before = limits[at].value
        found = moved(limits, at, nearest(component, target * step))
        limits = found.limits
        assert check_limits(limits) == ()
        if found.stopped is None:
            assert limits[at].value == nearest(component, target * step)
        else:
            further = stepped(component, limits[at].value, 1 if target * step > before else -1)
            assert moved(limits, at, further).limits == limits
