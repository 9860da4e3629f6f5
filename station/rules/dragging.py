"""Moving a limit by hand: in steps that suit the component, and never past another limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from station.rules.guardrails import FaultyLimit, LimitFault, check_limits
from station.rules.limits import Limit

LEAP = 5
"""How many steps a large step is."""
_STEPS = {
    "weight": 0.5,
    "temp": 0.1,
    "glucose": 0.1,
    "glucose_interstitial": 0.1,
    "pef": 10.0,
    "fev1": 0.05,
    "steps": 100.0,
}
_PLACES = 6
_ANY_REASON = "-"


@dataclass(frozen=True, slots=True)
class Moved:
    """The limits after a move, and what stopped it before it came as far as was asked."""

    limits: tuple[Limit, ...]
    stopped: FaultyLimit | None = None


def step_of(component: str) -> float:
    """Give the smallest step in which a limit of this component is moved by hand."""
    return _STEPS.get(component, 1.0)


def stepped(component: str, value: float, steps: int) -> float:
    """Give the number so many steps up (or down, below 0); one between two steps goes onto them."""
    step = step_of(component)
    place = round(value / step, _PLACES)
    start = floor(place) if steps > 0 else ceil(place)
    return _number(start + steps, step)


def nearest(component: str, value: float) -> float:
    """Give the step nearest to a number."""
    step = step_of(component)
    return _number(round(value / step), step)


def moved(limits: Sequence[Limit], at: int, to: float) -> Moved:
    """Move limit number `at` to the number `to`, or as far towards it as the others allow.

    Only the order of the limits and what can be measured stop it. What needs a reason moves on,
    and is asked about afterwards.
    """
    limit = limits[at]
    step = step_of(limit.component)
    away = to - limit.value
    whole = ceil(round(abs(away) / step, _PLACES))
    toward = [*(_toward(limit, away, count) for count in range(1, whole)), to]
    # What contradicts another limit once does so all the way beyond: halving finds the last place.
    free, barred = 0, len(toward) + 1
    while barred - free > 1:
        middle = (free + barred) // 2
        if _stopped(_put(limits, at, toward[middle - 1]), at):
            barred = middle
        else:
            free = middle
    here = _put(limits, at, toward[free - 1]) if free else tuple(limits)
    return Moved(here, _stopped(_put(limits, at, toward[free]), at) if free < whole else None)


def _toward(limit: Limit, away: float, count: int) -> float:
    return stepped(limit.component, limit.value, count if away > 0 else -count)


def _put(limits: Sequence[Limit], at: int, value: float) -> tuple[Limit, ...]:
    return tuple(
        replace(each, value=value) if place == at else each for place, each in enumerate(limits)
    )


def _stopped(limits: Sequence[Limit], at: int) -> FaultyLimit | None:
    """Give what the limits in this place would contradict, if it is about number `at`."""
    checked = [replace(each, reason=_ANY_REASON) for each in limits]
    for found in check_limits(checked):
        if found.fault is not LimitFault.NEEDS_REASON and checked[at] in (found.limit, found.other):
            return found
    return None


def _number(place: int, step: float) -> float:
    return round(place * step, _PLACES)
