"""The upright axis of a panel: a calm range with room for the nearest limits, and round numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from station.views.charts.data import BandPeriod

_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
_NEAR: Final = 0.8
_BESIDE: Final = 0.6
"""The first limit on a side is shown if it is within this share of the span, then the next one."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The values at the bottom and the top of a panel."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """How much a panel shows from bottom to top."""
        return self.high - self.low


def reach(
    extremes: tuple[float, float] | None, bands: Iterable[BandPeriod], decimals: int
) -> Reach:
    """The range that holds all readings and the limits near them, widened to round numbers."""
    limits = [edge.value for band in bands for _, edge in band.edges]
    if extremes is None:
        extremes = (min(limits), max(limits)) if limits else (0.0, 1.0)
    low, high = extremes
    width = max(high - low, 4 * 10.0**-decimals, abs(high) * 0.04)
    above = sorted(value for value in limits if value > high)
    below = sorted((value for value in limits if value < low), reverse=True)
    for side in (above, below):
        share = _NEAR
        for value in side:
            if _distance(value, low, high) > share * max(width, high - low):
                break
            low, high = min(low, value - width * 0.15), max(high, value + width * 0.15)
            share = _BESIDE
    margin = max(high - low, width) * 0.08
    step = nice_step((high - low + 2 * margin) / 10)
    return Reach(floor((low - margin) / step) * step, ceil((high + margin) / step) * step)


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def round_numbers(shown: Reach, most: int) -> Sequence[float]:
    """At most `most` round values inside the range, from low to high."""
    step = nice_step(shown.span / max(1, most))
    first = ceil(shown.low / step - 1e-9)
    return [n * step for n in range(first, floor(shown.high / step + 1e-9) + 1)]


def _distance(limit: float, low: float, high: float) -> float:
    return max(low - limit, limit - high, 0.0)
