"""A series made ready for drawing: what is joined by a line, what stands alone, what is hollow."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from station.views.charts.data import Series, Times, Values, first_after, first_from
from station.views.charts.pyramid import Pyramid

MOST_SYMBOLS: Final = 200
"""From this many visible points on the line stands alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """What is visible of a trace: points in order, and whether each is joined to the next."""

    times: Times
    values: Values
    joined: NDArray[np.bool_]
    thinned: bool

    @property
    def few(self) -> bool:
        """Whether every reading is among the points, and so few that each gets a symbol."""
        return self.times.size < MOST_SYMBOLS and not self.thinned

    @property
    def alone(self) -> NDArray[np.bool_]:
        """Which points have no line on either side."""
        before = np.zeros(self.joined.size, dtype=np.bool_)
        before[1:] = self.joined[:-1]
        return ~(self.joined | before)


class Trace:
    """The counted readings of a series with their line, and the places of all the others.

    A line breaks where more than `gap_ms` pass without any reading, at a reading beyond the
    device's range, and where something was asked and could not be said. An excluded reading is no
    point of the line, and no gap either.
    """

    def __init__(self, series: Series, gap_ms: float) -> None:
        self.series = series
        counted = ~series.excluded & (series.beyond == 0)
        self.places = np.flatnonzero(counted)
        self.times: Times = series.times[self.places]
        self.values: Values = series.values[self.places]
        self._group = _groups(series, gap_ms)[self.places]
        self.hollow = np.flatnonzero(series.excluded & np.isfinite(series.values))
        self.unconfirmed = np.flatnonzero(counted & series.unconfirmed)
        self.outside = np.flatnonzero(~series.excluded & (series.beyond != 0))
        self._pyramid = Pyramid(self.values)

    @classmethod
    def empty(cls) -> Self:
        """A trace without readings."""
        return cls(Series.of("", [], []), 0)

    def strip(self, from_ms: float, to_ms: float, budget: int) -> Strip:
        """The line between two times, with one point more on both sides so that it runs on."""
        start, stop = self.span(from_ms, to_ms)
        start, stop = max(0, start - 1), min(self.times.size, stop + 1)
        chosen = self._pyramid.select(start, stop, budget)
        group = self._group[chosen]
        joined = np.zeros(chosen.size, dtype=np.bool_)
        joined[:-1] = group[1:] == group[:-1]
        return Strip(self.times[chosen], self.values[chosen], joined, chosen.size < stop - start)

    def span(self, from_ms: float, to_ms: float) -> tuple[int, int]:
        """The first place of the counted readings at or after `from_ms`, and that after `to_ms`."""
        return first_from(self.times, from_ms), first_after(self.times, to_ms)

    def extremes(self, from_ms: float, to_ms: float) -> tuple[float, float] | None:
        """The smallest and largest counted value between two times, or None without any."""
        start, stop = self.span(from_ms, to_ms)
        return self._pyramid.extremes(start, stop) if start < stop else None

    def among(self, places: NDArray[np.intp], from_ms: float, to_ms: float) -> NDArray[np.intp]:
        """Those of some places of the series that lie between two times."""
        times = self.series.times[places]
        return places[first_from(times, from_ms) : first_after(times, to_ms)]


def _groups(series: Series, gap_ms: float) -> NDArray[np.int32]:
    """A number for every reading that grows wherever the line must break."""
    breaks = np.zeros(series.size, dtype=np.bool_)
    if series.size > 1:
        outside = (series.beyond != 0) & ~series.excluded
        breaks[1:] = np.diff(series.times) > gap_ms
        breaks[1:] |= outside[:-1]
        after = np.searchsorted(series.times, series.gaps)
        breaks[after[after < series.size]] = True
    return np.cumsum(breaks, dtype=np.int32)
