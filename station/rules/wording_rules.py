"""The rules of a plan in words, and what they found: the same words in editor, print and alert."""

from collections.abc import Sequence
from math import isinf

from station.core.formats import number
from station.core.i18n import N_, ntr, tr
from station.rules.kinds import component_of
from station.rules.limits import Limit, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.units import decimals_of
from station.rules.why import Normal, Part, Why
from station.rules.windows import difference
from station.rules.wording_values import (
    PHRASES,
    beyond_text,
    component_name,
    limit_sentence,
    quoted_value,
    unit_text,
    value_text,
)

_PERCENT = "%"
_WAYS = {
    Side.LOW: N_("{what} down {by} or more in {span}"),
    Side.HIGH: N_("{what} up {by} or more in {span}"),
}
_CHANGES = {
    Side.LOW: N_("{what} down {change} in {span}"),
    Side.HIGH: N_("{what} up {change} in {span}"),
}
_NORMALS = {
    Side.LOW: N_("{what}: the mean of {recent} is {by} or more below own normal"),
    Side.HIGH: N_("{what}: the mean of {recent} is {by} or more above own normal"),
}
_LEFT = {
    Side.LOW: N_("{what} {away} below own normal {normal}"),
    Side.HIGH: N_("{what} {away} above own normal {normal}"),
}


def rule_sentence(rule: PlanRule) -> str:
    """Write a rule in full: Vekt opp 2,0 kg eller mer på 3 døgn."""
    match rule:
        case Change():
            by = _size(rule.component, rule.by, rule.by)
            return tr(
                _WAYS[rule.side], what=component_name(rule.component), by=by, span=_days(rule.days)
            )
        case Baseline():
            return _baseline_sentence(rule)
        case _:
            return _combination_sentence(rule)


def condition_text(condition: Condition) -> str:
    """Write one condition of a combination: SpO₂ under 90 %, Tung pust «litt mer» eller mer."""
    value = quoted_value(condition.component, condition.value)
    phrase = tr(PHRASES[condition.operator], value=value)
    return f"{component_name(condition.component)} {phrase}"


def change_text(why: Why, rule: Change, *, short: bool = False) -> str:
    """Write what a change found: Vekt opp 2,1 kg på 3 døgn (grense 2,0 kg)."""
    size = difference(rule.side, why.used[-1][1], why.used[0][1])
    found = tr(
        _CHANGES[rule.side],
        what=component_name(rule.component),
        change=_size(rule.component, size, rule.by),
        span=_days(rule.days),
    )
    return found if short else _with_limit(found, _size(rule.component, rule.by, rule.by))


def baseline_text(rule: Baseline, normal: Normal, *, short: bool = False) -> str:
    """Write what a baseline found: Vekt 1,6 kg over egen normal 81,8 kg (grense 1,0 kg, …)."""
    away = difference(rule.side, normal.mean, normal.median)
    found = tr(
        _LEFT[rule.side],
        what=component_name(rule.component),
        away=_size(rule.component, away, rule.least),
        normal=value_text(rule.component, round(normal.median, 1 + _places(rule.component))),
    )
    if short:
        return found
    return tr(
        "{found}, the mean of {recent} (limit {limit})",
        found=found,
        recent=_days(rule.recent_days),
        limit=_size(rule.component, rule.least, rule.least),
    )


def combination_text(rule: Combination, parts: Sequence[Part], *, short: bool = False) -> str:
    """Write what a combination found: 2 av 3: Tung pust «mer enn vanlig», SpO₂ 87 %."""
    held = [part for part in parts if part.holds]
    named = [
        component_name(part.component)
        if short
        else f"{component_name(part.component)} {_said(part)}"
        for part in held
    ]
    count = tr("{k} of {n}", k=len(held), n=len(rule.conditions))
    return f"{count}: {', '.join(named)}"


def answer_text(why: Why) -> str:
    """Write an answer to which its form gives a level: Tung pust: «mye mer enn vanlig»."""
    newest = why.used[-1][1]
    return f"{component_name(why.component)}: {quoted_value(why.component, newest)}"


def hours_text(why: Why, limit: Limit, *, short: bool = False) -> str:
    """Write what a run of hours found: Glukose over 16 mmol/l i minst 12 timer (nå 17,2 mmol/l)."""
    found = f"{component_name(why.component)} {limit_sentence(limit)}"
    if short:
        return found
    value = why.used[-1][1]
    infinite = beyond_text(Side.LOW if value < 0 else Side.HIGH) if isinf(value) else ""
    now = infinite or value_text(why.component, value, (limit,))
    return tr("{found} (now {value})", found=found, value=now)


def _baseline_sentence(rule: Baseline) -> str:
    said = tr(
        _NORMALS[rule.side],
        what=component_name(rule.component),
        recent=_days(rule.recent_days),
        by=_size(rule.component, rule.least, rule.least),
    )
    if rule.spreads:
        times = number(rule.spreads, decimals_of(rule.spreads))
        said = tr("{said} and {times} times what it usually varies", said=said, times=times)
    return tr(
        "{said} (the median of the {span} before, at least {n} readings)",
        said=said,
        span=_days(rule.days),
        n=rule.at_least,
    )


def _combination_sentence(rule: Combination) -> str:
    parts = "; ".join(condition_text(each) for each in rule.conditions)
    hours = ntr("{n} hour", "{n} hours", rule.within_hours)
    if rule.at_least == len(rule.conditions):
        return tr("All of these within {hours}: {parts}", hours=hours, parts=parts)
    return tr(
        "At least {k} of these {n} within {hours}: {parts}",
        k=rule.at_least,
        n=len(rule.conditions),
        hours=hours,
        parts=parts,
    )


def _with_limit(found: str, limit: str) -> str:
    return tr("{found} (limit {limit})", found=found, limit=limit)


def _said(part: Part) -> str:
    if isinf(part.value):
        return beyond_text(Side.LOW if part.value < 0 else Side.HIGH)
    return quoted_value(part.component, part.value)


def _days(count: int) -> str:
    return ntr("{n} full day", "{n} full days", count)


def _size(component: str, size: float, limit: float) -> str:
    """Write a difference, never more roughly than the number it is compared with."""
    places = max(_places(component), decimals_of(limit))
    unit = unit_text(component)
    if component_of(component).unit == _PERCENT:
        # «3 % lower» would be read as a share of the value.
        unit, places = tr("percentage points"), decimals_of(round(size, places))
    return f"{number(size, places)} {unit}".rstrip()


def _places(component: str) -> int:
    return component_of(component).decimals
