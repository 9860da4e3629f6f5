"""The words of the rules in the language spoken now: values, limits, and why an alert was raised.

A limit says the same here, in print and in the engine: these sentences are made from it.
"""

from collections.abc import Sequence
from math import isinf

from station.core.formats import number
from station.core.i18n import N_, tr
from station.rules.kinds import is_dotted, kind_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Reading
from station.rules.rulebook import Baseline, Change, Combination
from station.rules.standing import Standing
from station.rules.units import decimals_of
from station.rules.why import ANSWER_RULE, Why
from station.rules.wording_rules import (
    answer_text,
    baseline_text,
    change_text,
    combination_text,
    hours_text,
)
from station.rules.wording_values import (
    PHRASES,
    beyond_text,
    component_name,
    green_phrase,
    kind_name,
    limit_in_short,
    limit_phrase,
    limit_sentence,
    limit_symbol,
    limit_value,
    number_text,
    persistence_phrase,
    unit_text,
    value_text,
)

__all__ = [
    "SIGNS",
    "component_name",
    "green_phrase",
    "kind_name",
    "level_sign",
    "level_word",
    "limit_in_short",
    "limit_phrase",
    "limit_sentence",
    "limit_symbol",
    "marks",
    "number_text",
    "persistence_phrase",
    "reading_text",
    "render",
    "render_short",
    "standing_word",
    "unit_text",
    "value_text",
]

SIGNS = {
    Standing.RED: "◆",
    Standing.YELLOW: "▲",
    Standing.UNKNOWN: "?",
    Standing.MISSING: "○",
    Standing.PAUSE: "‖",
    Standing.GREEN: "✓",
}
"""The shape that stands beside every word and colour of a zone."""
_STANDINGS = {
    Standing.RED: N_("Red"),
    Standing.YELLOW: N_("Yellow"),
    Standing.UNKNOWN: N_("Unknown"),
    Standing.MISSING: N_("Missing"),
    Standing.PAUSE: N_("Pause"),
    Standing.GREEN: N_("Green"),
}
_LEVELS = {
    Level.RED: Standing.RED,
    Level.YELLOW: Standing.YELLOW,
    Level.GREEN: Standing.GREEN,
}
_REASONS = {
    Operator.BELOW: N_("{what} {value} below own limit {limit} ({hits} of {n})"),
    Operator.AT_MOST: N_("{what} {value} at or below own limit {limit} ({hits} of {n})"),
    Operator.ABOVE: N_("{what} {value} above own limit {limit} ({hits} of {n})"),
    Operator.AT_LEAST: N_("{what} {value} at or above own limit {limit} ({hits} of {n})"),
}


def standing_word(standing: Standing) -> str:
    """Give the word of a place on the worklist: Rød, Gul, Ukjent, Mangler, Pause, Grønn."""
    return tr(_STANDINGS[standing])


def level_word(level: Level) -> str:
    """Give the word of a level: Grønn, Gul, Rød."""
    return standing_word(_LEVELS[level])


def level_sign(level: Level) -> str:
    """Give the shape of a level: ✓, ▲, ◆."""
    return SIGNS[_LEVELS[level]]


def reading_text(reading: Reading, limits: Sequence[Limit] = ()) -> str:
    """Write a reading with its name: SpO₂ 84 %, Blodtrykk 132/81 mmHg, Glukose LO."""
    parts = kind_of(reading.kind).components
    if reading.beyond is not None:
        return f"{kind_name(reading.kind)} {beyond_text(reading.beyond)}"
    if is_dotted(reading.kind) and reading.values[0] is not None:
        return f"{kind_name(reading.kind)} {value_text(reading.kind, reading.values[0], limits)}"
    numbers = [
        "–" if value is None else number_text(part.code, value, limits)
        for part, value in zip(parts, reading.values, strict=True)
    ]
    return f"{kind_name(reading.kind)} {'/'.join(numbers)} {unit_text(parts[0].code)}"


def render(why: Why) -> str:
    """Write why an alert was raised: SpO₂ 84 % under egen grense 86 % (1 av 1)."""
    said = _by_rule(why, short=False)
    if said or why.limit is None:
        return said or _beyond_reason(why)
    return tr(
        _REASONS[why.limit.operator],
        what=component_name(why.component),
        value=_newest(why),
        limit=limit_value(why.limit),
        hits=why.hits,
        n=why.limit.n,
    )


def render_short(why: Why) -> str:
    """Write why for a narrow row: Glukose 15,2 mmol/l over 15 · 2 av 2."""
    said = _by_rule(why, short=True)
    if said or why.limit is None:
        return said or _beyond_reason(why)
    bare = number(why.limit.value, decimals_of(why.limit.value))
    phrase = tr(PHRASES[why.limit.operator], value=bare)
    text = f"{component_name(why.component)} {_newest(why)} {phrase}"
    if why.limit.n == 1:
        return text
    return f"{text} · {tr('{k} of {n}', k=why.hits, n=why.limit.n)}"


def _by_rule(why: Why, *, short: bool) -> str:
    """What was found by another rule than a limit of readings or LO and HI; else nothing."""
    rule = why.plan_rule
    if why.rule == ANSWER_RULE:
        return answer_text(why)
    if why.limit is not None and why.limit.hours:
        return hours_text(why, why.limit, short=short)
    if isinstance(rule, Change):
        return change_text(why, rule, short=short)
    if isinstance(rule, Baseline) and why.normal is not None:
        return baseline_text(rule, why.normal, short=short)
    if isinstance(rule, Combination):
        return combination_text(rule, why.parts, short=short)
    return ""


def marks(why: Why) -> tuple[str, ...]:
    """Give what must stand beside the reason: ubekreftet, plan ikke godkjent, pauset."""
    found = (
        (not why.confirmed, N_("unconfirmed, check it")),
        (not why.approved, N_("plan not approved")),
        (why.paused, N_("paused")),
    )
    return tuple(tr(text) for holds, text in found if holds)


def _newest(why: Why) -> str:
    value = why.used[-1][1]
    if isinf(value):
        return beyond_text(Side.LOW if value < 0 else Side.HIGH)
    return value_text(why.component, value, (why.limit,) if why.limit else ())


def _beyond_reason(why: Why) -> str:
    low = N_("{what} {shown}: lower than the meter can measure")
    high = N_("{what} {shown}: higher than the meter can measure")
    text = low if why.side is Side.LOW else high
    return tr(text, what=component_name(why.component), shown=beyond_text(why.side))
