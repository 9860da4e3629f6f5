"""Combinations: how many conditions hold at each moment, as a series that is judged like any other.

A sample stands at every moment at which one of the constituents was measured; its value is the
number of conditions that hold then, each by the newest counted value within the rule's hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from station.rules.alerts import Event, Sample, State
from station.rules.force import Force
from station.rules.ground import HOUR_MS
from station.rules.replay import Closing, Grounds, combination_of, judge
from station.rules.rulebook import COMBINATION, Combination
from station.rules.why import COMBINATION_RULE, Part

Series: TypeAlias = Mapping[str, Sequence[Sample]]
"""The samples of each constituent by its component, in the order measured."""


def combinations_in(force: Force) -> dict[str, tuple[str, ...]]:
    """Give the combinations of every version that decides: their components, by their id."""
    found: dict[str, dict[str, None]] = {}
    for rule in _rules(force):
        parts = dict.fromkeys(condition.component for condition in rule.conditions)
        found.setdefault(rule.id, {}).update(parts)
    return {identifier: tuple(parts) for identifier, parts in found.items()}


def reach_ms(identifier: str, force: Force) -> int:
    """Give how far back a combination looks, by the version that looks furthest."""
    own = (rule.within_hours for rule in _rules(force) if rule.id == identifier)
    return max(own, default=0) * HOUR_MS


def derive(identifier: str, force: Force, series: Series) -> list[Sample]:
    """Give the derived samples of one combination, in order; 0 where no version knows it.

    Readings of one instant give one sample. It is named after the one that came first, so that
    what comes later changes nothing about it, and has arrived when the last one had.
    """
    newest: dict[str, Sample] = {}
    rules: dict[int, Combination | None] = {}
    found = []
    merged = ((code, sample) for code, ordered in series.items() for sample in ordered)
    in_order = sorted(merged, key=lambda each: (each[1].taken_at, each[1].reading_id))
    for taken_at, group in groupby(in_order, key=lambda each: each[1].taken_at):
        here = list(group)
        newest.update(here)
        reign = force.at(taken_at)
        if reign is not None and reign.start not in rules:
            rules[reign.start] = combination_of(identifier, reign.version.content)
        rule = None if reign is None else rules[reign.start]
        count = 0 if rule is None else _held(rule, newest, taken_at)
        found.append(_joined([sample for _, sample in here], count))
    return found


def derive_then(identifier: str, force: Force, series: Series, at: int) -> list[Sample]:
    """Give the derived samples as they were when only what had arrived by `at` was known."""
    known = {
        code: [sample for sample in ordered if sample.arrived_at <= at]
        for code, ordered in series.items()
    }
    return derive(identifier, force, known)


def parts_at(rule: Combination, series: Series, moment: int) -> tuple[Part, ...]:
    """Give what stood for each condition at `moment`: those with a value within the hours."""
    newest = {
        code: earlier[-1]
        for code, ordered in series.items()
        if (earlier := [sample for sample in ordered if sample.taken_at <= moment])
    }
    return _parts(rule, newest, moment)


def judge_combination(
    state: State,
    identifier: str,
    force: Force,
    series: Series,
    closings: Iterable[Closing] = (),
) -> tuple[State, list[Event]]:
    """Judge what lies after `state` of one combination; its findings carry their parts.

    `series` reaches as far back before that as reach_ms says.
    """
    ordered = [each for each in derive(identifier, force, series) if each.taken_at > state.up_to]
    after, events = judge(
        state,
        Grounds(COMBINATION + identifier, force),
        ordered,
        closings,
        known=lambda at: derive_then(identifier, force, series, at),
    )
    return after, [_with_parts(event, identifier, force, series) for event in events]


def _rules(force: Force) -> Iterable[Combination]:
    return (
        rule
        for reign in force.reigns
        for rule in reign.version.content.rules
        if isinstance(rule, Combination)
    )


def _parts(rule: Combination, newest: Mapping[str, Sample], moment: int) -> tuple[Part, ...]:
    oldest = moment - rule.within_hours * HOUR_MS
    return tuple(
        Part(condition.component, sample.taken_at, sample.value, condition.hit(sample.value))
        for condition in rule.conditions
        if (sample := newest.get(condition.component)) is not None and sample.taken_at >= oldest
    )


def _held(rule: Combination, newest: Mapping[str, Sample], moment: int) -> int:
    """How many of the parts hold, without making them: this is asked at every reading."""
    oldest, count = moment - rule.within_hours * HOUR_MS, 0
    for condition in rule.conditions:
        sample = newest.get(condition.component)
        if sample is not None and sample.taken_at >= oldest and condition.hit(sample.value):
            count += 1
    return count


def _joined(here: Sequence[Sample], count: int) -> Sample:
    if len(here) == 1:
        return here[0]._replace(value=float(count))
    first = min(here, key=lambda sample: (sample.arrived_at, sample.reading_id))
    return first._replace(
        arrived_at=max(sample.arrived_at for sample in here),
        value=float(count),
        confirmed=all(sample.confirmed for sample in here),
        silent=all(sample.silent for sample in here),
    )


def _with_parts(event: Event, identifier: str, force: Force, series: Series) -> Event:
    moment = event.sample.taken_at
    reign = force.at(moment)
    rule = None if reign is None else combination_of(identifier, reign.version.content)
    if event.why is None or rule is None:
        return event
    parts = parts_at(rule, series, moment)
    why = replace(event.why, rule=COMBINATION_RULE, limit=None, plan_rule=rule, parts=parts)
    return replace(event, why=why)
