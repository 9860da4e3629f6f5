"""Names, numbers and limits in words, in the language spoken now.

A limit says the same on screen, in print and in the engine: these sentences are made from it.
"""

from collections.abc import Iterable

from station.core.formats import number
from station.core.i18n import N_, ntr, own_words, tr
from station.rules.guardrails import limits_of
from station.rules.kinds import component_of, is_dotted, kind_of
from station.rules.limits import Limit, Operator, Side
from station.rules.rulebook import COMBINATION
from station.rules.units import decimals_of, decimals_shown

PHRASES = {
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
_COUNTS = (N_("two"), N_("three"), N_("four"), N_("five"))
_WHOLE_SHOWN = frozenset({"spo2"})
"""Components whose whole values are written without decimals: 84 %, but 88,5 %."""


def component_name(code: str) -> str:
    """Give the name of a component: SpO₂, Puls, Overtrykk; of a form's score its own words."""
    if code.startswith(COMBINATION):
        return tr("Combination")
    return own_words(code) if is_dotted(code) else tr(component_of(code).name)


def kind_name(code: str) -> str:
    """Give the name of a kind: SpO₂, Blodtrykk; without a code, of all of them."""
    if not code:
        return tr("All measurements")
    if code.startswith(COMBINATION):
        return tr("Combination")
    return own_words(code) if is_dotted(code) else tr(kind_of(code).name)


def unit_text(code: str) -> str:
    """Give the unit of a component as it is written after a number; a form's may have none."""
    return _own(f"{code}#unit") if is_dotted(code) else tr(component_of(code).unit)


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


def limit_phrase(limit: Limit) -> str:
    """Write the number of a limit in words: under 86 %, 100 slag/min eller mer."""
    return tr(PHRASES[limit.operator], value=limit_value(limit))


def limit_symbol(limit: Limit) -> str:
    """Write the number of a limit with its sign: < 86 %."""
    return f"{_SYMBOLS[limit.operator]} {limit_value(limit)}"


def persistence_phrase(limit: Limit) -> str:
    """Write how often it takes: én gang, to målinger på rad, 2 av de siste 3 målingene."""
    if limit.hours:
        return ntr("for at least {n} hour", "for at least {n} hours", limit.hours)
    if limit.n == 1:
        return tr("once")
    if limit.k == limit.n:
        return tr("{count} readings in a row", count=_count_word(limit.k))
    return tr("{k} of the last {n} readings", k=limit.k, n=limit.n)


def limit_sentence(limit: Limit) -> str:
    """Write a limit in full: under 89 %, to målinger på rad (one reading needs no word).

    Over 16 mmol/l i minst 12 timer.
    """
    if limit.hours:
        return f"{limit_phrase(limit)} {persistence_phrase(limit)}"
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
        tr(PHRASES[_OUTSIDE[limit.operator]], value=limit_value(limit))
        for side in inner
        for limit in side
    ]
    return (
        tr("{low} and {high}", low=phrases[0], high=phrases[1]) if phrases[1:] else "".join(phrases)
    )


def beyond_text(side: Side) -> str:
    """Write what a meter shows beyond what it can measure: LO, HI."""
    return "LO" if side is Side.LOW else "HI"


def limit_value(limit: Limit) -> str:
    """Write the number of a limit with its unit: 86 %."""
    written = number(limit.value, decimals_of(limit.value))
    return f"{written} {unit_text(limit.component)}".rstrip()


def quoted_value(component: str, value: float) -> str:
    """Write a value with its unit; a form's answer in its own words, quoted: «litt mer»."""
    said = _own(f"{component}={value:g}") if is_dotted(component) else ""
    if said:
        return f"«{said}»"
    places = max(component_of(component).decimals, decimals_of(value))
    if component in _WHOLE_SHOWN or is_dotted(component):
        places = decimals_of(value)
    return f"{number(value, places)} {unit_text(component)}".rstrip()


def _own(code: str) -> str:
    """The municipality's own words for `code`, empty where it has none."""
    said = own_words(code)
    return "" if said == code else said


def _count_word(count: int) -> str:
    words = dict(enumerate(_COUNTS, start=2))
    return tr(words[count]) if count in words else str(count)
