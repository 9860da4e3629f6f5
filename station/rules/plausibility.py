"""Plausibility: is this number believable as a measurement? Never: is it good or bad."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from station.rules.kinds import SCORES, Component, kind_of
from station.rules.limits import Side
from station.rules.readings import Reading

LEAST_PULSE_PRESSURE = 15.0
"""A smaller gap (mmHg) between systolic and diastolic pressure is asked about."""
_HOUR_MS = 3_600_000
WEIGHT_JUMPS = ((24 * _HOUR_MS, 3.0), (7 * 24 * _HOUR_MS, 7.0))
"""Within this many milliseconds, a larger change of weight (kg) is asked about."""
_RANGED = frozenset({"glucose", "glucose_interstitial"})
"""Kinds whose meters show LO or HI for a value beyond their range."""


class Plausibility(IntEnum):
    """What to do with a number: take it, ask about it, or keep it only as raw data."""

    ACCEPT = 0
    CONFIRM = 1
    REJECT = 2


class Doubt(StrEnum):
    """Why a number is doubted."""

    IMPOSSIBLE = "impossible"
    UNUSUAL = "unusual"
    NOT_WHOLE = "not_whole"
    NO_VALUE = "no_value"
    NO_RANGE = "no_range"
    PAIR_REVERSED = "pair_reversed"
    PAIR_NARROW = "pair_narrow"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one component; `other` is the value it was compared with, if any."""

    plausibility: Plausibility
    doubt: Doubt
    component: str
    value: float | None = None
    other: float | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All doubts about a reading; the gravest decides."""

    findings: tuple[Finding, ...] = ()

    @property
    def plausibility(self) -> Plausibility:
        """Give the gravest of the findings, ACCEPT if there are none."""
        return max((each.plausibility for each in self.findings), default=Plausibility.ACCEPT)


def doubt_value(component: Component, value: float) -> Finding | None:
    """Give the doubt about a single number in the component's own unit, or None."""
    if component.reject.outside(value):
        return Finding(Plausibility.REJECT, Doubt.IMPOSSIBLE, component.code, value)
    if component.code in SCORES and not float(value).is_integer():
        return Finding(Plausibility.REJECT, Doubt.NOT_WHOLE, component.code, value)
    if component.confirm.outside(value):
        return Finding(Plausibility.CONFIRM, Doubt.UNUSUAL, component.code, value)
    return None


def assess(
    kind: str,
    values: Sequence[float | None],
    beyond: Side | None = None,
    *,
    taken_at: int = 0,
    previous: Iterable[Reading] = (),
) -> Assessment:
    """Assess a reading of `kind`, its weight also against the patient's `previous` readings.

    `values` has one number (or None) per component; another count is a bug and raises ValueError.
    """
    components = kind_of(kind).components
    if len(values) != len(components):
        raise ValueError(f"{kind} has {len(components)} components")
    if beyond is not None or all(value is None for value in values):
        return _assess_without_number(components[0], values, beyond)
    doubts = [
        doubt_value(component, float(value))
        for component, value in zip(components, values, strict=True)
        if value is not None
    ]
    doubts.append(_doubt_pair(values) if kind == "bp" else None)
    if kind == "weight":
        doubts.append(_doubt_jump(values[0], taken_at, previous))
    return Assessment(tuple(each for each in doubts if each is not None))


def _assess_without_number(
    component: Component, values: Sequence[float | None], beyond: Side | None
) -> Assessment:
    if beyond is None:
        return Assessment((Finding(Plausibility.REJECT, Doubt.NO_VALUE, component.code),))
    if component.code not in _RANGED or values[0] is not None:
        return Assessment((Finding(Plausibility.REJECT, Doubt.NO_RANGE, component.code),))
    return Assessment()


def _doubt_pair(values: Sequence[float | None]) -> Finding | None:
    sys, dia = values
    if sys is None or dia is None:
        return None
    if sys <= dia:
        return Finding(Plausibility.REJECT, Doubt.PAIR_REVERSED, "sys", sys, dia)
    if sys - dia < LEAST_PULSE_PRESSURE:
        return Finding(Plausibility.CONFIRM, Doubt.PAIR_NARROW, "sys", sys, dia)
    return None


def _doubt_jump(value: float | None, taken_at: int, previous: Iterable[Reading]) -> Finding | None:
    """The largest jump of weight to a reading nearby in time, on either side of a late one."""
    jumps = [
        (abs(value - other), other)
        for reading in previous
        if value is not None and reading.counts and (other := reading.values[0]) is not None
        for span, most in WEIGHT_JUMPS
        if abs(taken_at - reading.taken_at) <= span and abs(value - other) > most
    ]
    if not jumps:
        return None
    return Finding(Plausibility.CONFIRM, Doubt.JUMP, "weight", value, max(jumps)[1])
