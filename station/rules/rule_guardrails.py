"""Guardrails on the rules beside the limits: what is refused, never repaired, in a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import isfinite
from typing import TypeAlias

from station.rules.guardrails import MOST_HOURS, is_known
from station.rules.kinds import component_of, is_dotted
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule

DAYS = range(1, 29)
"""Over how many days a change may go."""
BASELINE_DAYS = range(7, 29)
"""How many days a person's own normal may be taken from."""
RECENT_DAYS = range(1, 8)
BASELINE_READINGS = range(3, 101)
MOST_SPREADS = 10
LEAST_CONDITIONS = 2
MOST_RULES = 50
"""More rules than this nobody oversees; the largest template has a handful."""
_LOW = (Operator.BELOW, Operator.AT_MOST)
_STEP = 1e-6


class RuleFault(StrEnum):
    """Why a rule of a plan is refused."""

    UNKNOWN = "unknown"
    LEVEL = "level"
    BY = "by"
    DAYS = "days"
    RECENT = "recent"
    READINGS = "readings"
    SPREADS = "spreads"
    NAME = "name"
    CONDITIONS = "conditions"
    AT_LEAST = "at_least"
    WITHIN = "within"
    IMPOSSIBLE = "impossible"
    NEVER = "never"
    TWICE = "twice"
    RED_INSIDE_YELLOW = "red_inside_yellow"
    OVERLAPS = "overlaps"
    OVERLAPS_LIMIT = "overlaps_limit"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class FaultyRule:
    """A rule that is refused, why, and what it contradicts or repeats, if anything."""

    fault: RuleFault
    rule: PlanRule
    other: PlanRule | Limit | None = None


_Found: TypeAlias = tuple[tuple[RuleFault, bool], ...]


def check_rules(rules: Sequence[PlanRule], limits: Sequence[Limit] = ()) -> tuple[FaultyRule, ...]:
    """Give everything that is wrong with the rules of one plan that has these limits too."""
    if len(rules) > MOST_RULES:
        # Comparing each with every other would keep whoever looks waiting.
        return (FaultyRule(RuleFault.TOO_MANY, rules[MOST_RULES]),)
    alone = [FaultyRule(fault, rule) for rule in rules for fault in _faults(rule)]
    if alone:
        return tuple(alone)
    pairs = [_between(one, other) for one, other in combinations(rules, 2)]
    against = [_covered(rule, limits) for rule in rules if isinstance(rule, Combination)]
    return tuple(found for found in (*pairs, *against) if found is not None)


def _faults(rule: PlanRule) -> list[RuleFault]:
    parts = rule.conditions if isinstance(rule, Combination) else (rule,)
    if not all(is_known(part.component) for part in parts):
        return [RuleFault.UNKNOWN]
    found: _Found = ((RuleFault.LEVEL, rule.level == Level.GREEN),)
    match rule:
        case Change():
            found += ((RuleFault.BY, not _size(rule.by)), (RuleFault.DAYS, rule.days not in DAYS))
        case Baseline():
            found += _of_baseline(rule)
        case _:
            found += _of_combination(rule)
    return [fault for fault, holds in found if holds]


def _of_baseline(rule: Baseline) -> _Found:
    return (
        (RuleFault.BY, not _size(rule.least)),
        (RuleFault.DAYS, rule.days not in BASELINE_DAYS),
        (RuleFault.RECENT, rule.recent_days not in RECENT_DAYS),
        (RuleFault.READINGS, rule.at_least not in BASELINE_READINGS),
        (RuleFault.SPREADS, not 0 <= rule.spreads <= MOST_SPREADS),
    )


def _of_combination(rule: Combination) -> _Found:
    conditions = rule.conditions
    enough = len(set(conditions)) == len(conditions) >= LEAST_CONDITIONS
    possible = all(_possible(each) for each in conditions)
    return (
        (RuleFault.NAME, not is_dotted(rule.component)),
        (RuleFault.CONDITIONS, not enough),
        (RuleFault.AT_LEAST, not 1 <= rule.at_least <= max(1, len(conditions))),
        (RuleFault.WITHIN, not 1 <= rule.within_hours <= MOST_HOURS),
        (RuleFault.IMPOSSIBLE, not possible),
        (RuleFault.NEVER, possible and enough and _at_once(conditions) < rule.at_least),
    )


def _size(by: float) -> bool:
    return isfinite(by) and by > 0


def _possible(condition: Condition) -> bool:
    outside = component_of(condition.component).reject.outside(condition.value)
    return isfinite(condition.value) and not outside


def _at_once(conditions: Sequence[Condition]) -> int:
    """How many of the conditions can hold at the same time: a value cannot be high and low."""
    return sum(
        max(
            sum(each.hit(value + step) for each in own)
            for value in (each.value for each in own)
            for step in (-_STEP, 0, _STEP)
        )
        for own in (
            [each for each in conditions if each.component == component]
            for component in {each.component for each in conditions}
        )
    )


def _between(one: PlanRule, other: PlanRule) -> FaultyRule | None:
    same_name = (
        isinstance(one, Combination) and isinstance(other, Combination) and one.id == other.id
    )
    if same_name or replace(one, reason="") == replace(other, reason=""):
        return FaultyRule(RuleFault.TWICE, other, one)
    for wide, narrow in ((one, other), (other, one)):
        if _within(narrow, wide) and wide.level >= narrow.level:
            inside = wide.level > narrow.level
            fault = RuleFault.RED_INSIDE_YELLOW if inside else RuleFault.OVERLAPS
            return FaultyRule(fault, *((wide, narrow) if inside else (narrow, wide)))
    return None


def _within(narrow: PlanRule, wide: PlanRule) -> bool:
    """Whether `wide` is met whenever `narrow` is, so that the narrow one adds nothing."""
    match narrow, wide:
        case Change(), Change():
            same = (narrow.component, narrow.side) == (wide.component, wide.side)
            return same and wide.by <= narrow.by and wide.days >= narrow.days
        case Baseline(), Baseline():
            same = (narrow.component, narrow.side, narrow.days, narrow.recent_days) == (
                wide.component,
                wide.side,
                wide.days,
                wide.recent_days,
            )
            easier = wide.least <= narrow.least and wide.spreads <= narrow.spreads
            return same and easier and wide.at_least <= narrow.at_least
        case Combination(), Combination():
            same = set(narrow.conditions) <= set(wide.conditions)
            sooner = wide.at_least <= narrow.at_least
            return same and sooner and wide.within_hours >= narrow.within_hours
        case _:
            return False


def _covered(rule: Combination, limits: Sequence[Limit]) -> FaultyRule | None:
    """A combination that never holds before one of its parts has alerted by itself."""
    found = [_cover(condition, rule.level, limits) for condition in rule.conditions]
    covers = [limit for limit in found if limit is not None]
    if len(rule.conditions) - len(covers) >= rule.at_least:
        return None
    return FaultyRule(RuleFault.OVERLAPS_LIMIT, rule, covers[0])


def _cover(condition: Condition, level: Level, limits: Sequence[Limit]) -> Limit | None:
    side = Side.LOW if condition.operator in _LOW else Side.HIGH
    step = -_STEP if side is Side.LOW else _STEP
    return next(
        (
            limit
            for limit in limits
            if limit.component == condition.component
            and limit.side is side
            and limit.level >= level
            and (limit.k, limit.hours) == (1, 0)
            and limit.hit(condition.value + step)
            and (limit.hit(condition.value) or not condition.hit(condition.value))
        ),
        None,
    )
