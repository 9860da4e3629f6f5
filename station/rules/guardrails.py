"""Guardrails on limits: what is refused, never repaired, before a plan version may hold them.

Those on the rules beside the limits stand in station.rules.rule_guardrails.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import isfinite

from station.rules.alerts import MEMORY
from station.rules.kinds import COMPONENTS, component_of, is_dotted
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import COMBINATION

_SIDES = {
    Operator.BELOW: Side.LOW,
    Operator.AT_MOST: Side.LOW,
    Operator.ABOVE: Side.HIGH,
    Operator.AT_LEAST: Side.HIGH,
}
_PLACES = (
    (Side.LOW, Level.RED),
    (Side.LOW, Level.YELLOW),
    (Side.HIGH, Level.YELLOW),
    (Side.HIGH, Level.RED),
)
_KNOWN = frozenset(component.code for component in COMPONENTS)
MOST_HOURS = 168
"""A limit or a combination looks back a week at most: longer is a baseline's work."""


class LimitFault(StrEnum):
    """Why a set of limits is refused."""

    UNKNOWN = "unknown"
    LEVEL = "level"
    OPERATOR = "operator"
    PERSISTENCE = "persistence"
    HOURS = "hours"
    IMPOSSIBLE = "impossible"
    NEEDS_REASON = "needs_reason"
    TWICE = "twice"
    RED_INSIDE_YELLOW = "red_inside_yellow"
    LOW_ABOVE_HIGH = "low_above_high"


@dataclass(frozen=True, slots=True)
class FaultyLimit:
    """A limit that is refused, why, and the other limit that it contradicts, if any."""

    fault: LimitFault
    limit: Limit
    other: Limit | None = None


def check_limits(limits: Sequence[Limit]) -> tuple[FaultyLimit, ...]:
    """Give everything that is wrong with the limits of one plan; nothing is ever changed."""
    alone = [FaultyLimit(fault, limit) for limit in limits for fault in _faults(limit)]
    if alone:
        return tuple(alone)
    pairs = (_contradiction(one, other) for one, other in combinations(limits, 2))
    return tuple(found for found in pairs if found is not None)


def level_of(limits: Iterable[Limit], component: str, value: float) -> Level:
    """Give the worst level whose number `value` is beyond, whatever its persistence."""
    return max(
        (limit.level for limit in limits if limit.component == component and limit.hit(value)),
        default=Level.GREEN,
    )


def strictest(one: Limit, other: Limit) -> Limit:
    """Give the limit that alerts first of two for the same component, level and side.

    Proposed where two diagnoses meet; a person decides, since neither plan overwrites the other.
    """
    low = one.side is Side.LOW
    return max(
        one,
        other,
        key=lambda limit: (limit.value if low else -limit.value, -limit.hours, -limit.k),
    )


def is_known(component: str) -> bool:
    """Tell whether limits and rules may be about `component`: a measurement or a form's score."""
    return component in _KNOWN or (is_dotted(component) and not component.startswith(COMBINATION))


def _faults(limit: Limit) -> list[LimitFault]:
    if not is_known(limit.component):
        return [LimitFault.UNKNOWN]
    found = []
    if limit.level == Level.GREEN:
        found.append(LimitFault.LEVEL)
    if _SIDES[limit.operator] is not limit.side:
        found.append(LimitFault.OPERATOR)
    if not 1 <= limit.k <= limit.n <= MEMORY:
        found.append(LimitFault.PERSISTENCE)
    if not 0 <= limit.hours <= MOST_HOURS or (limit.hours and limit.n > 1):
        found.append(LimitFault.HOURS)
    component = component_of(limit.component)
    if not isfinite(limit.value) or component.reject.outside(limit.value):
        found.append(LimitFault.IMPOSSIBLE)
    elif component.confirm.outside(limit.value) and not limit.reason.strip():
        found.append(LimitFault.NEEDS_REASON)
    return found


def _contradiction(one: Limit, other: Limit) -> FaultyLimit | None:
    if one.component != other.component:
        return None
    if one.side is not other.side:
        low, high = (one, other) if one.side is Side.LOW else (other, one)
        return (
            FaultyLimit(LimitFault.LOW_ABOVE_HIGH, low, high) if low.value >= high.value else None
        )
    if one.level == other.level:
        return None if _staged(one, other) else FaultyLimit(LimitFault.TWICE, one, other)
    red, yellow = (one, other) if one.level == Level.RED else (other, one)
    return None if _worse(red, yellow) else FaultyLimit(LimitFault.RED_INSIDE_YELLOW, red, yellow)


def _staged(one: Limit, other: Limit) -> bool:
    """Two limits of one level go together where the quicker one begins further out.

    38.3 once, or 38.0 for at least an hour; over 16 for 12 hours, or over 12 for 24.
    """
    quick, slow = sorted((one, other), key=lambda limit: limit.hours)
    further = quick.value < slow.value if one.side is Side.LOW else quick.value > slow.value
    return further and quick.hours < slow.hours


def _worse(red: Limit, yellow: Limit) -> bool:
    """Red begins further out than yellow, or takes longer, or more readings, at the same number."""
    if red.hours > yellow.hours:
        return True
    if red.value != yellow.value:
        return (red.value < yellow.value) == (red.side is Side.LOW)
    if red.operator is yellow.operator:
        return red.k > yellow.k
    return yellow.hit(red.value)


def limits_of(limits: Iterable[Limit], component: str) -> tuple[Limit, ...]:
    """Give the limits of one component, low red first and high red last.

    Of two in one place the lower number comes first.
    """
    own = [limit for limit in limits if limit.component == component]
    return tuple(
        sorted(own, key=lambda limit: (_PLACES.index((limit.side, limit.level)), limit.value))
    )
