"""Why an alert was raised survives storing, LO and HI among its numbers."""

import json
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.why import BEYOND_RULE, LIMIT_RULE, Normal, Part, Why, used_data, used_from

LIMIT = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2)
WHY = Why(
    LIMIT_RULE,
    "spo2",
    Side.LOW,
    Level.YELLOW,
    ((1, 88.0), (2, 88.0)),
    2,
    LIMIT,
    "v" * 32,
    approved=False,
    confirmed=False,
    paused=True,
)
USED = st.lists(
    st.tuples(st.integers(0, 10**13), st.floats(-1e6, 1e6) | st.sampled_from([inf, -inf]))
).map(tuple)


def test_data_gives_the_same_reason_back() -> None:
    assert Why.from_data(json.loads(json.dumps(WHY.to_data()))) == WHY


def test_a_reason_without_limit_survives_too() -> None:
    why = Why(BEYOND_RULE, "glucose", Side.LOW, Level.RED, ((5, -inf),), 1)
    text = json.dumps(why.to_data(), allow_nan=False)
    assert Why.from_data(json.loads(text)) == why


def test_a_reason_stored_before_pauses_were_known_was_not_paused() -> None:
    data = WHY.to_data()
    del data["paused"]
    assert Why.from_data(data).paused is False


RULES = (
    Change("weight", Level.YELLOW, Side.HIGH, 2, 3),
    Baseline("weight", Level.YELLOW, Side.HIGH, 1),
    Combination("x", Level.RED, 1, (Condition("spo2", Operator.BELOW, 90),)),
)


@pytest.mark.parametrize("rule", RULES)
def test_a_reason_of_every_rule_survives(rule: PlanRule) -> None:
    why = Why(
        "rule",
        rule.component,
        rule.side,
        rule.level,
        plan_rule=rule,
        normal=Normal(82.5, 80, 0.2, 14),
        parts=(Part("spo2", 5, -inf, holds=True), Part("temp", 6, 37.5, holds=False)),
    )
    text = json.dumps(why.to_data(), allow_nan=False)
    assert Why.from_data(json.loads(text)) == why


def test_a_reason_stored_before_there_were_rules_has_none() -> None:
    data = WHY.to_data()
    for name in ("plan_rule", "normal", "parts"):
        del data[name]
    assert Why.from_data(data) == WHY


def test_what_is_no_number_is_stored_as_text() -> None:
    assert used_data([(1, nan)]) == [[1, "nan"]]


@given(USED)
def test_numbers_survive_strict_json(used: tuple[tuple[int, float], ...]) -> None:
    assert used_from(json.loads(json.dumps(used_data(used), allow_nan=False))) == used


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("used", "x"),
        ("limit", []),
        ("level", "bad"),
        ("side", "up"),
        ("plan_rule", "change"),
        ("plan_rule", {"rule": "new"}),
        ("normal", 3),
        ("parts", "x"),
        ("parts", [["spo2"]]),
    ],
)
def test_anything_else_is_refused(key: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Why.from_data(WHY.to_data() | {key: value})
