"""Rules of a plan as data: what is written is what is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Operator, Side
from station.rules.rulebook import (
    Baseline,
    Change,
    Combination,
    Condition,
    PlanRule,
    rule_data,
    rule_from,
)

numbers = st.floats(0.1, 500, allow_nan=False)
levels = st.sampled_from((Level.YELLOW, Level.RED))
sides = st.sampled_from(Side)
changes = st.builds(Change, st.just("weight"), levels, sides, numbers, st.integers(1, 28))
baselines = st.builds(Baseline, st.just("weight"), levels, sides, numbers, numbers)
conditions = st.builds(Condition, st.just("kols_daily.breath"), st.sampled_from(Operator), numbers)
combinations = st.builds(
    Combination, st.text(min_size=1), levels, st.integers(1, 3), st.lists(conditions).map(tuple)
)


@given(st.one_of(changes, baselines, combinations))
def test_a_rule_comes_back_from_json_as_it_was(rule: PlanRule) -> None:
    assert rule_from(json.loads(json.dumps(rule_data(rule)))) == rule


def test_a_combination_has_a_component_and_a_side_of_its_own() -> None:
    rule = Combination("worse", Level.YELLOW, 2, ())
    assert (rule.component, rule.side) == ("combination.worse", Side.HIGH)


@pytest.mark.parametrize("conditions", ["text", 3])
def test_conditions_that_are_none_are_refused(conditions: object) -> None:
    data = rule_data(Combination("worse", Level.YELLOW, 2, ())) | {"conditions": conditions}
    with pytest.raises(TypeError):
        rule_from(data)


def test_a_rule_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="another version"):
        rule_from({"rule": "oracle"})
