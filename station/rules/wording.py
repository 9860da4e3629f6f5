"""The words of the rules in the language spoken now: values, limits, and why an alert was raised.

A limit says the same here, in print and in the engine: these sentences are made from it.
"""

from collections.abc import Iterable, Sequence
from math import isinf

from station.core.formats import number
from station.core.i18n import N_, own_words, tr
from station.rules.guardrails import limits_of
from station.rules.kinds import component_of, is_dotted, kind_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Reading
from station.rules.standing import Standing
from station.rules.units import decimals_of, decimals_shown
from station.rules.why import Why

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
_PHRASES = {
    Operator.BELOW: N_("below {value}"),
    Operator.AT_MOST: N_("{value} or less"),
    Operator.ABOVE: N_("above {value}"),
    Operator.AT_LEAST: N_("{value} or more"),
}
_OUTSIDE = {
    Operator.BELOW: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_LEAST: Operator.BELOW,
}
_SYMBOLS = {
    Operator.BELOW: "<",
    Operator.AT_MOST: "≤",
    Operator.ABOVE: ">",
    Operator.AT_LEAST: "≥",
}
_REASONS = {
    Operator.BELOW: N_("{what} {value} below own limit {limit} ({hits} of {n})"),
    Operator.AT_MOST: N_("{what} {value} at or below own limit {limit} ({hits} of {n})"),
    Operator.ABOVE: N_("{what} {value} above own limit {limit} ({hits} of {n})"),
    Operator.AT_LEAST: N_("{what} {value} at or above own limit {limit} ({hits} of {n})"),
}
_COUNTS = (N_("two"), N_("three"), N_("four"), N_("five"))
_WHOLE_SHOWN = frozenset({"spo2"})
"""Components whose whole values are written without decimals: 84 %, but 88,5 %."""


def component_name(code: str) -> str:
    """Give the name of a component: SpO₂, Puls, Overtrykk; of a form's score its own words."""
    return own_words(code) if is_dotted(code) else tr(component_of(code).name)


def kind_name(code: str) -> str:
    """Give the name of a kind: SpO₂, Blodtrykk; without a code, of all of them."""
    if not code:
        return tr("All measurements")
    return own_words(code) if is_dotted(code) else tr(kind_of(code).name)


def unit_text(code: str) -> str:
    """Give the unit of a component as it is written after a number; a form's may have none."""
    return _own(f"{code}#unit") if is_dotted(code) else tr(component_of(code).unit)


def standing_word(standing: Standing) -> str:
    """Give the word of a place on the worklist: Rød, Gul, Ukjent, Mangler, Pause, Grønn."""
    return tr(_STANDINGS[standing])


def level_word(level: Level) -> str:
    """Give the word of a level: Grønn, Gul, Rød."""
    return standing_word(_LEVELS[level])


def level_sign(level: Level) -> str:
    """Give the shape of a level: ✓, ▲, ◆."""
    return SIGNS[_LEVELS[level]]


def number_text(component: str, value: float, limits: Iterable[Limit] = ()) -> str:
    """Write a value without its unit, on its own side of every one of `limits`."""
    near = [limit for limit in limits if limit.component == component]
    places = decimals_shown(value, component_of(component).decimals, near)
    if component in _WHOLE_SHOWN or is_dotted(component):
        places = decimals_of(float(f"{value:.{places}f}"), places)
    return number(value, places)


def value_text(component: str, value: float, limits: Iterable[Limit] = ()) -> str:
    """Write a value with its unit: 84 %, 15,2 mmol/l; a form's answer in its own words."""
    if is_dotted(component) and (said := _own(f"{component}={value:g}")):
        return said
    return f"{number_text(component, value, limits)} {unit_text(component)}".rstrip()


def reading_text(reading: Reading, limits: Sequence[Limit] = ()) -> str:
    """Write a reading with its name: SpO₂ 84 %, Blodtrykk 132/81 mmHg, Glukose LO."""
    parts = kind_of(reading.kind).components
    if reading.beyond is not None:
        return f"{kind_name(reading.kind)} {_beyond(reading.beyond)}"
    if is_dotted(reading.kind) and reading.values[0] is not None:
        return f"{kind_name(reading.kind)} {value_text(reading.kind, reading.values[0], limits)}"
    numbers = [
        "–" if value is None else number_text(part.code, value, limits)
        for part, value in zip(parts, reading.values, strict=True)
    ]
    return f"{kind_name(reading.kind)} {'/'.join(numbers)} {unit_text(parts[0].code)}"


def limit_phrase(limit: Limit) -> str:
    """Write the number of a limit in words: under 86 %, 100 slag/min eller mer."""
    return tr(_PHRASES[limit.operator], value=_limit_value(limit))


def limit_symbol(limit: Limit) -> str:
    """Write the number of a limit with its sign: < 86 %."""
    return f"{_SYMBOLS[limit.operator]} {_limit_value(limit)}"


def persistence_phrase(limit: Limit) -> str:
    """Write how often it takes: én gang, to målinger på rad, 2 av de siste 3 målingene."""
    if limit.n == 1:
        return tr("once")
    if limit.k == limit.n:
        return tr("{count} readings in a row", count=_count_word(limit.k))
    return tr("{k} of the last {n} readings", k=limit.k, n=limit.n)


def limit_sentence(limit: Limit) -> str:
    """Write a limit in full: under 89 %, to målinger på rad (one reading needs no word)."""
    if limit.n == 1:
        return limit_phrase(limit)
    return f"{limit_phrase(limit)}, {persistence_phrase(limit)}"


def limit_in_short(limit: Limit) -> str:
    """Write a limit for a table: < 89 %, to målinger på rad; < 86 %, én gang."""
    return f"{limit_symbol(limit)}, {persistence_phrase(limit)}"


def green_phrase(limits: Iterable[Limit], component: str) -> str:
    """Write what is green, without a gap to yellow: 89 % eller mer; empty without limits."""
    own = limits_of(limits, component)
    inner = [
        [limit for limit in own if limit.side is Side.LOW][-1:],
        [limit for limit in own if limit.side is Side.HIGH][:1],
    ]
    phrases = [
        tr(_PHRASES[_OUTSIDE[limit.operator]], value=_limit_value(limit))
        for side in inner
        for limit in side
    ]
    return (
        tr("{low} and {high}", low=phrases[0], high=phrases[1]) if phrases[1:] else "".join(phrases)
    )


def render(why: Why) -> str:
    """Write why an alert was raised: SpO₂ 84 % under egen grense 86 % (1 av 1)."""
    if why.limit is None:
        return _beyond_reason(why)
    return tr(
        _REASONS[why.limit.operator],
        what=component_name(why.component),
        value=_newest(why),
        limit=_limit_value(why.limit),
        hits=why.hits,
        n=why.limit.n,
    )


def render_short(why: Why) -> str:
    """Write why for a narrow row: Glukose 15,2 mmol/l over 15 · 2 av 2."""
    if why.limit is None:
        return _beyond_reason(why)
    bare = number(why.limit.value, decimals_of(why.limit.value))
    phrase = tr(_PHRASES[why.limit.operator], value=bare)
    text = f"{component_name(why.component)} {_newest(why)} {phrase}"
    if why.limit.n == 1:
        return text
    return f"{text} · {tr('{k} of {n}', k=why.hits, n=why.limit.n)}"


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
        return _beyond(Side.LOW if value < 0 else Side.HIGH)
    return value_text(why.component, value, (why.limit,) if why.limit else ())


def _beyond_reason(why: Why) -> str:
    low = N_("{what} {shown}: lower than the meter can measure")
    high = N_("{what} {shown}: higher than the meter can measure")
    text = low if why.side is Side.LOW else high
    return tr(text, what=component_name(why.component), shown=_beyond(why.side))


def _beyond(side: Side) -> str:
    return "LO" if side is Side.LOW else "HI"


def _limit_value(limit: Limit) -> str:
    written = number(limit.value, decimals_of(limit.value))
    return f"{written} {unit_text(limit.component)}".rstrip()


def _own(code: str) -> str:
    """The municipality's own words for `code`, empty where it has none."""
    said = own_words(code)
    return "" if said == code else said


def _count_word(count: int) -> str:
    words = dict(enumerate(_COUNTS, start=2))
    return tr(words[count]) if count in words else str(count)
