"""The threshold workshop: what is usual for one patient, and limits proposed from it.

A proposal is never taken over by itself: a person chooses, a doctor approves. It starts from the
patient's own median and robust spread (1.4826 times the median absolute deviation, which single
odd readings do not move), and stands at least as far out as the project's own step for the
component (`_STEPS`). Low glucose follows the published levels of the ADA's Standards of Care
(below 3.9 and 3.0 mmol/l), which are the same for everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor, isfinite
from statistics import median

from station.rules.kinds import component_of
from station.rules.limits import Level, Limit, Operator, Side

LEAST_READINGS = 7
LEAST_DAYS = 5
"""Fewer readings, or readings of fewer days, say too little about what is usual."""
TRIAL_DAYS = 14
"""How long a trial period is planned to last."""
_MAD_TO_SPREAD = 1.4826
_YELLOW_SPREADS = 2.0
_RED_SPREADS = 4.0


class Basis(StrEnum):
    """What a proposed limit stands on."""

    OWN = "own"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Usual:
    """What a patient's counted readings in a span look like; numbers in the component's unit.

    `left_out` counts readings that were marked (on the move, test, wrong patient); numbers are
    None without any reading.
    """

    readings: int
    left_out: int
    days: int
    median: float | None = None
    spread: float | None = None
    low: float | None = None
    p5: float | None = None
    p25: float | None = None
    p75: float | None = None
    p95: float | None = None
    high: float | None = None

    @property
    def enough(self) -> bool:
        """Tell whether this is enough to propose limits from."""
        return self.readings >= LEAST_READINGS and self.days >= LEAST_DAYS


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed limit and what it stands on: so far from the median, in units and in spreads.

    `published` ones have no distance. `moved` says that it was put further out, since it must lie
    beyond a yellow limit that stands already.
    """

    limit: Limit
    basis: Basis
    median: float = 0.0
    distance: float = 0.0
    spreads: float = 0.0
    readings: int = 0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """How far from the median yellow and red stand at the least, and what they are rounded to."""

    sides: tuple[Side, ...]
    yellow: float
    red: float
    grain: float


_STEPS = {
    "spo2": _Step((Side.LOW,), 3, 6, 1),
    "pulse": _Step((Side.HIGH,), 20, 35, 5),
    "sys": _Step((Side.LOW, Side.HIGH), 25, 45, 5),
    "dia": _Step((Side.HIGH,), 15, 25, 5),
    "temp": _Step((Side.HIGH,), 1.0, 1.5, 0.1),
    "glucose": _Step((Side.HIGH,), 5, 9, 0.5),
    "glucose_interstitial": _Step((Side.HIGH,), 5, 9, 0.5),
    "resp": _Step((Side.HIGH,), 5, 9, 1),
    "pef": _Step((Side.LOW,), 60, 120, 10),
    "fev1": _Step((Side.LOW,), 0.2, 0.4, 0.05),
}
"""The project's own steps: no source gives them. Weight has none: it is judged by its change."""
_PUBLISHED = {
    code: (
        Limit(code, Level.RED, Side.LOW, Operator.BELOW, 3.0),
        Limit(code, Level.YELLOW, Side.LOW, Operator.BELOW, 3.9),
    )
    for code in ("glucose", "glucose_interstitial")
}


def is_proposed(component: str) -> bool:
    """Tell whether limits are proposed from own readings of this component at all."""
    return component in _STEPS


def usual(values: Iterable[float], days: int, left_out: int = 0) -> Usual:
    """Describe counted values of `days` local days; a meter's LO and HI count by their side."""
    ordered = sorted(values)
    if not ordered:
        return Usual(0, left_out, days)
    middle = median(ordered)
    away = sorted(abs(value - middle) for value in ordered if isfinite(value - middle))
    return Usual(
        len(ordered),
        left_out,
        days,
        _finite(middle),
        _MAD_TO_SPREAD * median(away) if away else None,
        _finite(ordered[0]),
        _finite(_percentile(ordered, 0.05)),
        _finite(_percentile(ordered, 0.25)),
        _finite(_percentile(ordered, 0.75)),
        _finite(_percentile(ordered, 0.95)),
        _finite(ordered[-1]),
    )


def propose(component: str, found: Usual, standing: Iterable[Limit] = ()) -> tuple[Proposal, ...]:
    """Propose limits for a component, low red first; none where too little is known of it.

    A red one lies beyond the yellow one of `standing`, which a person has chosen already.
    """
    published = tuple(Proposal(limit, Basis.PUBLISHED) for limit in _PUBLISHED.get(component, ()))
    step = _STEPS.get(component)
    if step is None or not found.enough or found.median is None or found.spread is None:
        return published
    chosen = {limit.side: limit for limit in standing if _is_yellow(limit, component)}
    own = [
        _beyond(_proposal(component, found.median, found, step, side, level), step, chosen)
        for side in step.sides
        for level in _outwards(side)
    ]
    bounds = component_of(component)
    possible = [
        each
        for each in own
        if not bounds.reject.outside(each.limit.value)
        and not bounds.confirm.outside(each.limit.value)
        and all(each.limit.value > other.limit.value for other in published)
    ]
    return (*published, *possible)


def _outwards(side: Side) -> tuple[Level, Level]:
    low = side is Side.LOW
    return (Level.RED, Level.YELLOW) if low else (Level.YELLOW, Level.RED)


def _proposal(
    component: str, middle: float, found: Usual, step: _Step, side: Side, level: Level
) -> Proposal:
    red = level is Level.RED
    spread = found.spread or 0.0
    least, spreads = (step.red, _RED_SPREADS) if red else (step.yellow, _YELLOW_SPREADS)
    away = max(least, spreads * spread)
    value = _outward(middle - away if side is Side.LOW else middle + away, side, step.grain)
    distance = abs(value - middle)
    times = 1 if red else 2
    operator = Operator.BELOW if side is Side.LOW else Operator.ABOVE
    limit = Limit(component, level, side, operator, value, times, times)
    return Proposal(
        limit,
        Basis.OWN,
        middle,
        distance,
        distance / spread if spread else 0.0,
        found.readings,
    )


def _is_yellow(limit: Limit, component: str) -> bool:
    return limit.component == component and limit.level is Level.YELLOW


def _beyond(proposal: Proposal, step: _Step, chosen: Mapping[Side, Limit]) -> Proposal:
    """Put a red limit outside the yellow one that stands on its side, by the usual distance."""
    limit, yellow = proposal.limit, chosen.get(proposal.limit.side)
    if yellow is None or limit.level is Level.YELLOW:
        return proposal
    low = limit.side is Side.LOW
    apart = step.red - step.yellow
    value = yellow.value - apart if low else yellow.value + apart
    if (limit.value <= value) if low else (limit.value >= value):
        return proposal
    value = _outward(value, limit.side, step.grain)
    return replace(
        proposal,
        limit=replace(limit, value=value),
        distance=abs(value - proposal.median),
        spreads=proposal.spreads * abs(value - proposal.median) / (proposal.distance or 1.0),
        moved=True,
    )


def _outward(value: float, side: Side, grain: float) -> float:
    """Round away from the median, so that rounding never makes a limit stricter."""
    steps = round(value / grain, 6)
    return round((floor(steps) if side is Side.LOW else ceil(steps)) * grain, 2)


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the ordered values lie, between its neighbours."""
    place = share * (len(ordered) - 1)
    below = floor(place)
    lower, upper = ordered[below], ordered[ceil(place)]
    return lower if lower == upper else lower + (upper - lower) * (place - below)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
