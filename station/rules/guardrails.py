"""Guardrails on limits: what is refused, never repaired, before a plan version may hold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import isfinite

from station.rules.alerts import MEMORY
from station.rules.kinds import COMPONENTS, component_of
from station.rules.limits import Level, Limit, Operator, Side

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


class LimitFault(StrEnum):
    """Why a set of limits is refused."""

    UNKNOWN = "unknown"
    LEVEL = "level"
    OPERATOR = "operator"
    PERSISTENCE = "persistence"
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
    return max(one, other, key=lambda limit: (limit.value if low else -limit.value, -limit.k))


def _faults(limit: Limit) -> list[LimitFault]:
    if limit.component not in _KNOWN:
        return [LimitFault.UNKNOWN]
    found = []
    if limit.level == Level.GREEN:
        found.append(LimitFault.LEVEL)
    if _SIDES[limit.operator] is not limit.side:
        found.append(LimitFault.OPERATOR)
    if not 1 <= limit.k <= limit.n <= MEMORY:
        found.append(LimitFault.PERSISTENCE)
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
        return FaultyLimit(LimitFault.TWICE, one, other)
    red, yellow = (one, other) if one.level == Level.RED else (other, one)
    return None if _worse(red, yellow) else FaultyLimit(LimitFault.RED_INSIDE_YELLOW, red, yellow)


def _worse(red: Limit, yellow: Limit) -> bool:
    """Red begins further out than yellow, or at the same number but only after more readings."""
    if red.value != yellow.value:
        return (red.value < yellow.value) == (red.side is Side.LOW)
    if red.operator is yellow.operator:
        return red.k > yellow.k
    return yellow.hit(red.value)


def limits_of(limits: Iterable[Limit], component: str) -> tuple[Limit, ...]:
    """Give the limits of one component, low red first and high red last."""
    own = [limit for limit in limits if limit.component == component]
    return tuple(sorted(own, key=lambda limit: _PLACES.index((limit.side, limit.level))))
