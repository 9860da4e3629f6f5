"""Guardrails: a set of limits is refused with its reason, and never repaired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.guardrails import (
    FaultyLimit,
    LimitFault,
    check_limits,
    is_known,
    level_of,
    limits_of,
    strictest,
)
from station.rules.kinds import COMPONENTS
from station.rules.limits import Level, Limit, Operator, Side

RED, YELLOW = Level.RED, Level.YELLOW
LOW, HIGH = Side.LOW, Side.HIGH


def low(level: Level, value: float, k: int = 1, n: int = 1, reason: str = "") -> Limit:
    return Limit("spo2", level, LOW, Operator.BELOW, value, k, n, reason)


def high(level: Level, value: float, component: str = "spo2") -> Limit:
    return Limit(component, level, HIGH, Operator.ABOVE, value)


FOUR = [
    Limit("glucose", RED, LOW, Operator.BELOW, 2.8),
    Limit("glucose", YELLOW, LOW, Operator.BELOW, 4),
    Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 12, 2, 2),
    Limit("glucose", RED, HIGH, Operator.AT_LEAST, 16),
]


def faults(*limits: Limit) -> list[LimitFault]:
    return [found.fault for found in check_limits(limits)]


def test_four_limits_in_order_are_taken() -> None:
    assert check_limits(FOUR) == ()
    assert check_limits([*FOUR, low(RED, 86), low(YELLOW, 89, 2, 2)]) == ()
    assert check_limits([]) == ()


@pytest.mark.parametrize(
    ("limit", "fault"),
    [
        (Limit("blood", RED, LOW, Operator.BELOW, 86), LimitFault.UNKNOWN),
        (low(Level.GREEN, 86), LimitFault.LEVEL),
        (Limit("spo2", RED, LOW, Operator.ABOVE, 86), LimitFault.OPERATOR),
        (Limit("spo2", RED, LOW, Operator.AT_LEAST, 86), LimitFault.OPERATOR),
        (Limit("spo2", RED, HIGH, Operator.BELOW, 86), LimitFault.OPERATOR),
        (Limit("spo2", RED, HIGH, Operator.AT_MOST, 86), LimitFault.OPERATOR),
        (low(RED, 86, 2, 1), LimitFault.PERSISTENCE),
        (low(RED, 86, 0, 1), LimitFault.PERSISTENCE),
        (low(RED, 86, 2, 11), LimitFault.PERSISTENCE),
        (low(RED, 100.5), LimitFault.IMPOSSIBLE),
        (low(RED, 0.5), LimitFault.IMPOSSIBLE),
        (low(RED, float("nan")), LimitFault.IMPOSSIBLE),
        (low(RED, float("-inf")), LimitFault.IMPOSSIBLE),
        (low(RED, 69.9), LimitFault.NEEDS_REASON),
        (low(RED, 69.9, reason="  "), LimitFault.NEEDS_REASON),
    ],
)
def test_a_limit_that_is_wrong_by_itself_is_refused(limit: Limit, fault: LimitFault) -> None:
    assert check_limits([limit]) == (FaultyLimit(fault, limit),)


def test_an_unusual_limit_is_taken_with_a_reason() -> None:
    assert faults(low(RED, 69.9, reason="Lives well at 72 %")) == []
    assert faults(low(RED, 70)) == []
    assert faults(low(RED, 86, 10, 10)) == []


def test_every_fault_of_a_limit_is_named() -> None:
    wrong = Limit("spo2", Level.GREEN, LOW, Operator.ABOVE, 200, 3, 2)
    assert set(faults(wrong)) == {
        LimitFault.LEVEL,
        LimitFault.OPERATOR,
        LimitFault.PERSISTENCE,
        LimitFault.IMPOSSIBLE,
    }


@pytest.mark.parametrize(
    ("one", "other", "fault"),
    [
        (low(RED, 89), low(YELLOW, 86), LimitFault.RED_INSIDE_YELLOW),
        (low(YELLOW, 86), low(RED, 89), LimitFault.RED_INSIDE_YELLOW),
        (low(RED, 86), low(YELLOW, 86), LimitFault.RED_INSIDE_YELLOW),
        (low(RED, 86), low(YELLOW, 86, 2, 2), LimitFault.RED_INSIDE_YELLOW),
        (high(YELLOW, 95), high(RED, 90), LimitFault.RED_INSIDE_YELLOW),
        (low(RED, 86), low(RED, 85), LimitFault.TWICE),
        (low(YELLOW, 95), high(YELLOW, 94), LimitFault.LOW_ABOVE_HIGH),
        (low(YELLOW, 95), high(RED, 95), LimitFault.LOW_ABOVE_HIGH),
        (low(RED, 86), high(YELLOW, 85), LimitFault.LOW_ABOVE_HIGH),
    ],
)
def test_limits_that_contradict_each_other_are_refused(
    one: Limit, other: Limit, fault: LimitFault
) -> None:
    assert faults(one, other) == faults(other, one) == [fault]


def test_the_contradiction_names_both() -> None:
    red, yellow = low(RED, 89), low(YELLOW, 86)
    assert check_limits([yellow, red]) == (FaultyLimit(LimitFault.RED_INSIDE_YELLOW, red, yellow),)
    above, below = high(YELLOW, 85), low(RED, 86)
    assert check_limits([above, below]) == (FaultyLimit(LimitFault.LOW_ABOVE_HIGH, below, above),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (low(RED, 86), low(YELLOW, 86.1)),
        (low(RED, 86, 2, 2), low(YELLOW, 86)),
        (low(RED, 86), Limit("spo2", YELLOW, LOW, Operator.AT_MOST, 86)),
        (high(RED, 95), Limit("spo2", YELLOW, HIGH, Operator.AT_LEAST, 95)),
        (high(RED, 95.1), high(YELLOW, 95)),
        (low(RED, 94.9), high(YELLOW, 95)),
        (low(RED, 86), high(RED, 60, "pulse")),
        (low(RED, 86), Limit("pulse", RED, LOW, Operator.BELOW, 40)),
    ],
)
def test_limits_that_do_not_contradict_each_other_are_taken(one: Limit, other: Limit) -> None:
    assert faults(one, other) == faults(other, one) == []


def test_red_at_the_same_number_must_not_include_more_than_yellow() -> None:
    red = Limit("spo2", RED, LOW, Operator.AT_MOST, 86)
    assert faults(red, low(YELLOW, 86)) == [LimitFault.RED_INSIDE_YELLOW]


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (2.7, RED),
        (2.8, YELLOW),
        (3.9, YELLOW),
        (4, Level.GREEN),
        (12, Level.GREEN),
        (12.1, YELLOW),
        (15.9, YELLOW),
        (16, RED),
    ],
)
def test_a_value_has_the_worst_level_it_is_beyond(value: float, level: Level) -> None:
    assert level_of(FOUR, "glucose", value) is level
    assert level_of(FOUR, "spo2", value) is Level.GREEN


def test_limits_are_given_from_low_red_to_high_red() -> None:
    assert limits_of([*reversed(FOUR), low(RED, 86)], "glucose") == tuple(FOUR)
    assert limits_of(FOUR, "spo2") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (low(RED, 88), low(RED, 86)),
        (low(RED, 86), low(RED, 86, 2, 2)),
        (high(RED, 90), high(RED, 95)),
    ],
)
def test_the_strictest_of_two_alerts_first(one: Limit, other: Limit) -> None:
    assert strictest(one, other) == strictest(other, one) == one


@given(
    st.lists(
        st.builds(
            Limit,
            st.sampled_from([component.code for component in COMPONENTS]),
            st.sampled_from(Level),
            st.sampled_from(Side),
            st.sampled_from(Operator),
            st.floats(0, 400) | st.just(float("nan")),
            st.integers(0, 4),
            st.integers(0, 12),
        ),
        max_size=5,
    )
)
def test_what_is_taken_leaves_a_green_between_its_limits(limits: list[Limit]) -> None:
    if check_limits(limits):
        return
    for component in {limit.component for limit in limits}:
        own = limits_of(limits, component)
        values = [limit.value for limit in own]
        assert values == sorted(values)
        lows = [limit.value for limit in own if limit.side is LOW]
        highs = [limit.value for limit in own if limit.side is HIGH]
        if lows and highs:
            middle = (max(lows) + min(highs)) / 2
            assert level_of(limits, component, middle) is Level.GREEN or middle in values


def hours(level: Level, value: float, over: int, k: int = 1) -> Limit:
    return Limit("glucose", level, HIGH, Operator.ABOVE, value, k, k, hours=over)


@pytest.mark.parametrize(
    ("limit", "refused"),
    [
        (hours(YELLOW, 16, 1), False),
        (hours(YELLOW, 16, 168), False),
        (hours(YELLOW, 16, 169), True),
        (hours(YELLOW, 16, -1), True),
        (hours(YELLOW, 16, 12, k=2), True),
    ],
)
def test_hours_stand_alone_and_last_a_week_at_most(limit: Limit, refused: bool) -> None:
    assert faults(limit) == ([LimitFault.HOURS] if refused else [])


@pytest.mark.parametrize(
    ("one", "other", "fault"),
    [
        (hours(YELLOW, 12, 24), hours(YELLOW, 16, 12), None),
        (high(YELLOW, 16, "glucose"), hours(YELLOW, 12, 24), None),
        (hours(YELLOW, 16, 24), hours(YELLOW, 12, 12), LimitFault.TWICE),
        (hours(YELLOW, 16, 24), hours(YELLOW, 16, 12), LimitFault.TWICE),
        (hours(YELLOW, 16, 12), hours(YELLOW, 12, 12), LimitFault.TWICE),
        (high(YELLOW, 16, "glucose"), high(YELLOW, 12, "glucose"), LimitFault.TWICE),
        (hours(RED, 12, 24), high(YELLOW, 16, "glucose"), None),
        (hours(RED, 16, 12), high(YELLOW, 16, "glucose"), None),
        (high(RED, 16, "glucose"), hours(YELLOW, 16, 12), LimitFault.RED_INSIDE_YELLOW),
        (hours(RED, 12, 6), hours(YELLOW, 16, 12), LimitFault.RED_INSIDE_YELLOW),
        (hours(RED, 16, 12), hours(YELLOW, 16, 12), LimitFault.RED_INSIDE_YELLOW),
        (hours(RED, 17, 12), hours(YELLOW, 16, 12), None),
    ],
)
def test_two_limits_in_stages_stand_together_when_the_quicker_is_further_out(
    one: Limit, other: Limit, fault: LimitFault | None
) -> None:
    expected = [] if fault is None else [fault]
    assert faults(one, other) == expected
    assert faults(other, one) == expected


def test_low_limits_go_in_stages_downwards() -> None:
    def below(value: float, over: int) -> Limit:
        return Limit("spo2", YELLOW, LOW, Operator.BELOW, value, hours=over)

    assert faults(below(90, 12), below(87, 0)) == []
    assert faults(below(90, 0), below(87, 12)) == [LimitFault.TWICE]


def test_of_two_limits_in_one_place_the_lower_number_comes_first() -> None:
    staged = (hours(YELLOW, 16, 12), hours(YELLOW, 12, 24))
    assert limits_of(staged, "glucose") == staged[::-1]


def test_the_strictest_of_two_that_take_hours_is_the_quicker() -> None:
    assert strictest(hours(YELLOW, 16, 12), hours(YELLOW, 16, 6)).hours == 6
    assert strictest(hours(YELLOW, 16, 12), high(YELLOW, 16, "glucose")).hours == 0


@pytest.mark.parametrize(
    ("component", "known"),
    [
        ("spo2", True),
        ("sys", True),
        ("esas_r.pain", True),
        ("combination.signs", False),
        ("blood", False),
        ("esas_r.", False),
    ],
)
def test_a_form_s_score_may_have_limits_and_a_combination_may_not(
    component: str, known: bool
) -> None:
    assert is_known(component) is known
