"""Examples that stand at the borders of the rules: each notices when a number or operator moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition

AnyRule = Limit | Change | Baseline | Combination
Series = dict[str, Sequence[tuple[float, ...]]]
"""Readings as (hours after START, value), or with the hour of arrival too, by component."""


@dataclass(frozen=True, slots=True)
class Example:
    """A rule, or two that are judged together, and readings that it is tried on."""

    name: str
    rule: AnyRule
    series: Series
    beside: tuple[AnyRule, ...] = ()
    answers: dict[float, Level] = field(default_factory=dict)
    closed: float | None = None
    """When a person closed the alert (hours after START)."""


def daily(*values: float, apart: float = 24) -> list[tuple[float, float]]:
    """Give values measured at the same hour, `apart` hours from each other."""
    return [(at * apart, value) for at, value in enumerate(values)]


_Y, _R, _LOW, _HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
_PAIR = Limit("spo2", _Y, _LOW, Operator.BELOW, 89, 2, 3)
_AT_MOST = Limit("spo2", _R, _LOW, Operator.AT_MOST, 86)
_ABOVE = Limit("pulse", _Y, _HIGH, Operator.ABOVE, 100)
_AT_LEAST = Limit("temp", _R, _HIGH, Operator.AT_LEAST, 38)
_RUN = Limit("glucose", _Y, _HIGH, Operator.ABOVE, 16, hours=12)
_DAY = Limit("glucose", _Y, _HIGH, Operator.ABOVE, 12, hours=24)
_RISE = Change("weight", _Y, _HIGH, 2, 3)
_FALL = Change("weight", _Y, _LOW, 2, 3)
_NORMAL = Baseline("weight", _Y, _HIGH, 1, 3, 7, 2, 5)
_UNDER = Baseline("weight", _Y, _LOW, 1, 0, 7, 2, 5)
_OVER = Limit("weight", _Y, _HIGH, Operator.ABOVE, 81)
_ANSWER = Limit("f.a", _R, _HIGH, Operator.AT_LEAST, 2)
_SIGNS = Combination(
    "signs",
    _Y,
    2,
    (
        Condition("spo2", Operator.BELOW, 90),
        Condition("temp", Operator.AT_LEAST, 38),
        Condition("pulse", Operator.ABOVE, 100),
    ),
    24,
)
_RESTLESS = (80.0, 80.5, 79.5, 80.5, 79.5, 80.0, 80.0)
"""Median 80, median deviation 0.5: three spreads are 2.2239."""
_EIGHT = (79.8, 79.8, 79.8, 79.8, 80.0, 80.0, 80.0, 80.0)
_SEVEN = (79.8, 79.8, 79.8, 79.8, 80.0, 80.0, 80.0)
_FALLING = (81.0, 81.0, 81.0, 80.0, 79.8, 79.8, 79.8)
_CALM = (80.0, 80.2, 79.8, 80.2, 79.8, 80.0, 80.0)
"""Median 80, median deviation 0.2: the spread is 0.29652, and three of it 0.88956."""

EXAMPLES: tuple[Example, ...] = (
    Example("S13: 88 90 88", _PAIR, {"spo2": daily(88, 90, 88)}),
    Example("the third is too late", _PAIR, {"spo2": daily(88, 90, 90, 88)}),
    Example("one alone", _PAIR, {"spo2": daily(90, 88)}),
    Example("exactly 89 twice", _PAIR, {"spo2": daily(89, 89)}),
    Example("just below 89 twice", _PAIR, {"spo2": daily(88.95, 88.95)}),
    Example("three low", _PAIR, {"spo2": daily(88, 88, 88)}),
    Example("exactly 86", _AT_MOST, {"spo2": daily(86)}),
    Example("just above 86", _AT_MOST, {"spo2": daily(86.05)}),
    Example("far below 86", _AT_MOST, {"spo2": daily(80)}),
    Example("exactly 100", _ABOVE, {"pulse": daily(100)}),
    Example("just above 100", _ABOVE, {"pulse": daily(100.05)}),
    Example("a slow pulse", _ABOVE, {"pulse": daily(60)}),
    Example("exactly 38,0", _AT_LEAST, {"temp": daily(38)}),
    Example("just below 38,0", _AT_LEAST, {"temp": daily(37.95)}),
    Example("39", _AT_LEAST, {"temp": daily(39)}),
    Example("over 16 for 12 hours", _RUN, {"glucose": daily(17, 17, 17, apart=6)}),
    Example("over 16 for less", _RUN, {"glucose": daily(17, 17, 17, apart=5.99)}),
    Example("exactly 16 in between", _RUN, {"glucose": daily(17, 16, 17, apart=6)}),
    Example("just above 16", _RUN, {"glucose": daily(16.05, 16.05, 16.05, apart=6)}),
    Example("a gap of 12 hours", _RUN, {"glucose": daily(17, 17, apart=12)}),
    Example("a gap of more", _RUN, {"glucose": daily(17, 17, apart=12.01)}),
    Example("over 16 for 13 hours", _RUN, {"glucose": daily(17, 17, 17, apart=6.5)}),
    Example("a gap of 36 hours", _DAY, {"glucose": daily(13, 13, apart=36)}),
    Example("a gap of 37 hours", _DAY, {"glucose": daily(13, 13, apart=36.01)}),
    Example("over 12 for 24 hours", _DAY, {"glucose": daily(13, 13, 13, apart=12)}),
    Example("over 12 for less", _DAY, {"glucose": daily(13, 13, 13, apart=11.99)}),
    Example("over 12 for 25 hours", _DAY, {"glucose": daily(13, 13, 13, apart=12.5)}),
    Example("exactly 12 in between", _DAY, {"glucose": daily(13, 12, 13, apart=12)}),
    Example("just above 12", _DAY, {"glucose": daily(12.05, 12.05, 12.05, apart=12)}),
    Example("2,0 kg in 3 days", _RISE, {"weight": daily(80, 80, 80.5, 82)}),
    Example("2,0 kg in exactly 3 days", _RISE, {"weight": daily(80, 80.6, 81.3, 82)}),
    Example("1,9 kg in 3 days", _RISE, {"weight": daily(80, 80.6, 81.3, 81.95)}),
    Example("2,1 kg in 4 days", _RISE, {"weight": daily(80, 80.6, 81.2, 81.8, 82.1)}),
    Example("at once", _RISE, {"weight": [(0, 80), (0, 82)]}),
    Example("late in the third day", _RISE, {"weight": [(0, 80), (72 + 18, 82.5)]}),
    Example("the fourth day", _RISE, {"weight": [(0, 80), (72 + 20, 82.5)]}),
    Example("dust", _RISE, {"weight": daily(63.1, 65.1)}),
    Example("the lowest of three", _RISE, {"weight": daily(80.5, 79.5, 80.2, 81.5)}),
    Example("an equal low, then old", _RISE, {"weight": daily(80, 80, 81, 81, 82)}),
    Example("down 2,0 kg", _FALL, {"weight": daily(82, 81.3, 80.6, 80)}),
    Example("down 1,9 kg", _FALL, {"weight": daily(82, 81.3, 80.6, 80.05)}),
    Example("down in 4 days", _FALL, {"weight": daily(82.1, 81.6, 81, 80.5, 80)}),
    Example("the later of two equal highs", _FALL, {"weight": daily(82, 82, 80)}),
    Example("up and no fall", _FALL, {"weight": daily(80, 82)}),
    Example("1,0 kg over normal", _NORMAL, {"weight": daily(*_CALM, 81, 81)}),
    Example("0,95 kg over normal", _NORMAL, {"weight": daily(*_CALM, 80.95, 80.95)}),
    Example("1,05 kg over normal", _NORMAL, {"weight": daily(*_CALM, 81.05, 81.05)}),
    Example("one of two days over", _NORMAL, {"weight": daily(*_CALM, 80, 81.9)}),
    Example("the third day over", _NORMAL, {"weight": daily(*_CALM, 79.9, 80, 82.2)}),
    Example("five readings", _NORMAL, {"weight": daily(*_CALM[:5], 80, 82.5)}),
    Example("four readings", _NORMAL, {"weight": daily(*_CALM[:4], 80, 82.5)}),
    Example("the eighth day back", _NORMAL, {"weight": daily(*_EIGHT, 80.95, 80.95)}),
    Example("the sixth day back", _NORMAL, {"weight": daily(*_SEVEN, 80.85, 80.85)}),
    Example("exactly three spreads", _NORMAL, {"weight": daily(*_RESTLESS, 82.2239, 82.2239)}),
    Example("a little more", _NORMAL, {"weight": daily(*_RESTLESS, 82.25, 82.25)}),
    Example("not three spreads", _NORMAL, {"weight": daily(*_RESTLESS, 82.2, 82.2)}),
    Example("seven days and no more", _UNDER, {"weight": daily(81, *_FALLING, 79.1, 79.1)}),
    Example("seven days and no less", _UNDER, {"weight": daily(*_FALLING, 79, 79)}),
    Example("restless", _UNDER, {"weight": daily(80, 81, 79, 81, 79, 80, 80, 78.5, 78.5)}),
    Example("five, then under", _UNDER, {"weight": daily(*_CALM[:5], 80, 77.5)}),
    Example("four, then under", _UNDER, {"weight": daily(*_CALM[:4], 80, 77.5)}),
    Example("1,0 kg under normal", _UNDER, {"weight": daily(*_CALM, 79, 79)}),
    Example("0,95 kg under normal", _UNDER, {"weight": daily(*_CALM, 79.05, 79.05)}),
    Example("1,05 kg over is not under", _UNDER, {"weight": daily(*_CALM, 81.05, 81.05)}),
    Example("two of three", _SIGNS, {"spo2": [(0, 89)], "temp": [(1, 38)], "pulse": [(2, 100)]}),
    Example("one of three", _SIGNS, {"spo2": [(0, 90)], "temp": [(1, 38)], "pulse": [(2, 100)]}),
    Example("three of three", _SIGNS, {"spo2": [(0, 89)], "temp": [(1, 39)], "pulse": [(1, 120)]}),
    Example("just below 90", _SIGNS, {"spo2": [(0, 89.95)], "temp": [(1, 38)], "pulse": []}),
    Example("just below 38", _SIGNS, {"spo2": [(0, 89)], "temp": [(1, 37.95)], "pulse": []}),
    Example("fast pulse", _SIGNS, {"spo2": [(0, 89)], "temp": [], "pulse": [(1, 100.05)]}),
    Example("slow and cool", _SIGNS, {"spo2": [(0, 89)], "temp": [(1, 36)], "pulse": [(1, 60)]}),
    Example("24 hours apart", _SIGNS, {"spo2": [(0, 89)], "temp": [(24, 38)], "pulse": []}),
    Example("25 hours apart", _SIGNS, {"spo2": [(0, 89)], "temp": [(24.01, 38)], "pulse": []}),
    Example("LO under a red limit", _AT_MOST, {"spo2": daily(-inf)}),
    Example("HI", _AT_MOST, {"spo2": daily(90, inf)}),
    Example("at midnight", _RISE, {"weight": [(0, 80), (80, 81.9), (91, 82)]}),
    Example("two ways at once", _RISE, {"weight": daily(80, 82)}, (_OVER,)),
    Example("an answer just below the limit", _ANSWER, {"f.a": daily(1.95)}),
    Example("an answer", _ANSWER, {"f.a": daily(0, 1, 2, 0)}, answers={0: Level.GREEN, 1: _Y}),
    Example("closed then", _SIGNS, {"spo2": [(0, 89)], "temp": [(1, 38)], "pulse": []}, closed=1),
    Example(
        "one instant, one late", _SIGNS, {"spo2": [(1, 89, 5)], "temp": [(1, 38)], "pulse": []}
    ),
    Example("high oxygen", _SIGNS, {"spo2": [(0, 95)], "temp": [(1, 38)], "pulse": []}),
)
