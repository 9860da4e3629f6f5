"""Guardrails on rules: each fault, its border, and what may stand together."""

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rule_guardrails import MOST_RULES, FaultyRule, RuleFault, check_rules
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.wording_entry import rule_fault_text

GREEN, YELLOW, RED, LOW, HIGH = Level.GREEN, Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
RISE = Change("weight", YELLOW, HIGH, 2, 3)
NORMAL = Baseline("weight", YELLOW, HIGH, 1, 3, 14, 2, 7)
BREATH = Condition("kols_daily.breath", Operator.AT_LEAST, 2)
LOW_SPO2 = Condition("spo2", Operator.BELOW, 90)
WARM = Condition("temp", Operator.AT_LEAST, 38)
SIGNS = Combination("signs", YELLOW, 2, (BREATH, LOW_SPO2, WARM), 24)


def faults(*rules: PlanRule, limits: tuple[Limit, ...] = ()) -> list[RuleFault]:
    return [found.fault for found in check_rules(rules, limits)]


def test_good_rules_pass_together() -> None:
    red = replace(RISE, level=RED, by=4)
    fall = replace(RISE, side=LOW)
    longer = replace(RISE, by=3, days=7)
    assert check_rules([RISE, red, fall, longer, NORMAL, SIGNS]) == ()
    assert check_rules([]) == ()


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (replace(RISE, component="blood"), RuleFault.UNKNOWN),
        (replace(RISE, component="combination.signs"), RuleFault.UNKNOWN),
        (replace(NORMAL, component="kols_daily."), RuleFault.UNKNOWN),
        (
            replace(SIGNS, conditions=(BREATH, Condition("x", Operator.BELOW, 1))),
            RuleFault.UNKNOWN,
        ),
        (replace(RISE, level=GREEN), RuleFault.LEVEL),
        (replace(NORMAL, level=GREEN), RuleFault.LEVEL),
        (replace(SIGNS, level=GREEN), RuleFault.LEVEL),
        (replace(RISE, by=0), RuleFault.BY),
        (replace(RISE, by=-1), RuleFault.BY),
        (replace(RISE, by=nan), RuleFault.BY),
        (replace(RISE, by=inf), RuleFault.BY),
        (replace(NORMAL, least=0), RuleFault.BY),
        (replace(RISE, days=0), RuleFault.DAYS),
        (replace(RISE, days=29), RuleFault.DAYS),
        (replace(NORMAL, days=6), RuleFault.DAYS),
        (replace(NORMAL, days=29), RuleFault.DAYS),
        (replace(NORMAL, recent_days=0), RuleFault.RECENT),
        (replace(NORMAL, recent_days=8), RuleFault.RECENT),
        (replace(NORMAL, at_least=2), RuleFault.READINGS),
        (replace(NORMAL, at_least=101), RuleFault.READINGS),
        (replace(NORMAL, spreads=-0.1), RuleFault.SPREADS),
        (replace(NORMAL, spreads=10.1), RuleFault.SPREADS),
        (replace(NORMAL, spreads=nan), RuleFault.SPREADS),
        (replace(SIGNS, id=""), RuleFault.NAME),
        (replace(SIGNS, id="Ja!"), RuleFault.NAME),
        (replace(SIGNS, conditions=(BREATH,), at_least=1), RuleFault.CONDITIONS),
        (replace(SIGNS, conditions=(BREATH, BREATH), at_least=1), RuleFault.CONDITIONS),
        (replace(SIGNS, at_least=0), RuleFault.AT_LEAST),
        (replace(SIGNS, at_least=4), RuleFault.AT_LEAST),
        (replace(SIGNS, within_hours=0), RuleFault.WITHIN),
        (replace(SIGNS, within_hours=169), RuleFault.WITHIN),
        (
            replace(SIGNS, conditions=(BREATH, Condition("spo2", Operator.BELOW, 101))),
            RuleFault.IMPOSSIBLE,
        ),
        (
            replace(SIGNS, conditions=(BREATH, Condition("spo2", Operator.BELOW, nan))),
            RuleFault.IMPOSSIBLE,
        ),
        (
            replace(SIGNS, conditions=(LOW_SPO2, Condition("spo2", Operator.ABOVE, 92))),
            RuleFault.NEVER,
        ),
    ],
)
def test_a_rule_that_is_wrong_by_itself_is_refused(rule: PlanRule, fault: RuleFault) -> None:
    found = check_rules([rule])
    assert FaultyRule(fault, rule) in found
    extra = {RuleFault.AT_LEAST, RuleFault.NEVER, RuleFault.CONDITIONS}
    assert {each.fault for each in found} - {fault} <= extra


@pytest.mark.parametrize(
    "rule",
    [
        replace(RISE, days=1),
        replace(RISE, days=28),
        replace(RISE, by=0.1),
        replace(NORMAL, days=7, recent_days=1, at_least=3, spreads=0),
        replace(NORMAL, days=28, recent_days=7, at_least=100, spreads=10),
        replace(SIGNS, at_least=1, within_hours=1),
        replace(SIGNS, at_least=3, within_hours=168),
        replace(SIGNS, conditions=(LOW_SPO2, Condition("spo2", Operator.AT_MOST, 92))),
        replace(SIGNS, conditions=(LOW_SPO2, Condition("spo2", Operator.ABOVE, 85))),
        replace(RISE, component="esas_r.pain"),
    ],
)
def test_what_stands_at_the_border_is_taken(rule: PlanRule) -> None:
    assert check_rules([rule]) == ()


@pytest.mark.parametrize(
    ("one", "other", "fault"),
    [
        (RISE, replace(RISE, reason="fordi"), RuleFault.TWICE),
        (SIGNS, replace(SIGNS, at_least=3, level=RED), RuleFault.TWICE),
        (RISE, replace(RISE, level=RED), RuleFault.RED_INSIDE_YELLOW),
        (RISE, replace(RISE, level=RED, by=1), RuleFault.RED_INSIDE_YELLOW),
        (RISE, replace(RISE, level=RED, days=7), RuleFault.RED_INSIDE_YELLOW),
        (RISE, replace(RISE, by=3), RuleFault.OVERLAPS),
        (RISE, replace(RISE, days=2), RuleFault.OVERLAPS),
        (NORMAL, replace(NORMAL, level=RED), RuleFault.RED_INSIDE_YELLOW),
        (NORMAL, replace(NORMAL, least=2), RuleFault.OVERLAPS),
        (NORMAL, replace(NORMAL, spreads=4), RuleFault.OVERLAPS),
        (SIGNS, replace(SIGNS, id="x", within_hours=12), RuleFault.OVERLAPS),
        (SIGNS, replace(SIGNS, id="x", at_least=3), RuleFault.OVERLAPS),
        (SIGNS, replace(SIGNS, id="x", level=RED), RuleFault.RED_INSIDE_YELLOW),
        (SIGNS, replace(SIGNS, id="x", conditions=(BREATH, WARM)), RuleFault.OVERLAPS),
    ],
)
def test_two_rules_that_say_the_same_are_refused_in_either_order(
    one: PlanRule, other: PlanRule, fault: RuleFault
) -> None:
    assert faults(one, other) == [fault]
    assert faults(other, one) == [fault]


def test_the_fault_names_the_rule_that_adds_nothing_and_the_one_before_it() -> None:
    narrow = replace(RISE, by=3)
    assert check_rules([narrow, RISE]) == (FaultyRule(RuleFault.OVERLAPS, narrow, RISE),)
    red = replace(RISE, level=RED)
    assert check_rules([RISE, red]) == (FaultyRule(RuleFault.RED_INSIDE_YELLOW, red, RISE),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RISE, replace(RISE, level=RED, by=3)),
        (RISE, replace(RISE, level=RED, days=2)),
        (RISE, replace(RISE, side=LOW)),
        (RISE, replace(RISE, component="spo2")),
        (RISE, NORMAL),
        (NORMAL, replace(NORMAL, days=28)),
        (NORMAL, replace(NORMAL, least=2, at_least=3)),
        (NORMAL, replace(NORMAL, level=RED, least=2)),
        (SIGNS, replace(SIGNS, id="x", level=RED, at_least=3)),
        (SIGNS, replace(SIGNS, id="x", at_least=1, within_hours=12)),
    ],
)
def test_rules_that_differ_in_what_they_find_stand_together(one: PlanRule, other: PlanRule) -> None:
    assert check_rules([one, other]) == check_rules([other, one]) == ()


def spo2(level: Level, operator: Operator, value: float, k: int = 1, hours: int = 0) -> Limit:
    return Limit("spo2", level, LOW, operator, value, k, k, hours=hours)


PAIR = Combination("pair", YELLOW, 2, (BREATH, LOW_SPO2), 24)


@pytest.mark.parametrize(
    ("limit", "covered"),
    [
        (spo2(YELLOW, Operator.BELOW, 90), True),
        (spo2(RED, Operator.BELOW, 90), True),
        (spo2(YELLOW, Operator.AT_MOST, 90), True),
        (spo2(YELLOW, Operator.BELOW, 91), True),
        (spo2(YELLOW, Operator.BELOW, 89), False),
        (spo2(YELLOW, Operator.BELOW, 90, k=2), False),
        (spo2(YELLOW, Operator.BELOW, 90, hours=12), False),
        (Limit("spo2", YELLOW, HIGH, Operator.ABOVE, 10), False),
        (Limit("temp", YELLOW, HIGH, Operator.AT_LEAST, 38), False),
    ],
)
def test_a_combination_that_comes_after_a_limit_of_its_own_part_is_refused(
    limit: Limit, covered: bool
) -> None:
    expected = [FaultyRule(RuleFault.OVERLAPS_LIMIT, PAIR, limit)] if covered else []
    assert list(check_rules([PAIR], [limit])) == expected


def test_a_combination_is_kept_while_it_can_hold_without_the_limit() -> None:
    limit = spo2(YELLOW, Operator.BELOW, 90)
    warm = Limit("temp", YELLOW, HIGH, Operator.AT_LEAST, 38)
    assert faults(SIGNS, limits=(limit,)) == []
    assert faults(SIGNS, limits=(limit, warm)) == [RuleFault.OVERLAPS_LIMIT]
    assert faults(replace(SIGNS, level=RED), limits=(limit, warm)) == []


def test_the_border_itself_decides_between_below_and_at_most() -> None:
    at_most = replace(PAIR, conditions=(BREATH, Condition("spo2", Operator.AT_MOST, 90)))
    assert faults(at_most, limits=(spo2(YELLOW, Operator.BELOW, 90),)) == []
    assert faults(at_most, limits=(spo2(YELLOW, Operator.AT_MOST, 90),)) == [
        RuleFault.OVERLAPS_LIMIT
    ]


RULES = st.lists(
    st.one_of(
        st.builds(
            Change,
            st.sampled_from(["weight", "blood"]),
            st.sampled_from(Level),
            st.sampled_from(Side),
            st.floats(),
            st.integers(-1, 30),
        ),
        st.builds(
            Combination,
            st.sampled_from(["a", "b", ""]),
            st.sampled_from(Level),
            st.integers(-1, 4),
            st.lists(
                st.builds(
                    Condition,
                    st.sampled_from(["spo2", "temp"]),
                    st.sampled_from(Operator),
                    st.sampled_from([38.0, 90.0, nan, -5.0]),
                ),
                max_size=3,
            ).map(tuple),
            st.integers(0, 200),
        ),
    ),
    max_size=4,
)


@given(RULES)
def test_anything_at_all_is_answered(rules: list[PlanRule]) -> None:
    assert all(found.fault in RuleFault for found in check_rules(rules))


def test_more_rules_than_anybody_oversees_are_not_even_compared() -> None:
    many = tuple(replace(SIGNS, id=f"s{at}") for at in range(MOST_RULES + 1))
    (found,) = check_rules(many)
    assert found == FaultyRule(RuleFault.TOO_MANY, many[MOST_RULES])
    assert rule_fault_text(found) == "A plan takes at most 50 rules beside its limits."
    different = [
        replace(SIGNS, id=f"s{at}", conditions=(BREATH, replace(LOW_SPO2, value=60 + at / 2)))
        for at in range(MOST_RULES)
    ]
    assert check_rules(different) == ()
