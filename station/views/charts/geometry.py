"""Where times and values stand on the screen: one window in time, one box for each panel."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from station.views.charts.data import DAY_MS, HOUR_MS, Times, Values
from station.views.charts.scale import Reach

SHORTEST_MS: Final = HOUR_MS
"""Nobody zooms in further than this."""
_AIR: Final = 0.02


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is shown, in UTC milliseconds; all panels share it."""

    from_ms: float
    to_ms: float

    @property
    def span(self) -> float:
        """How many milliseconds are shown."""
        return self.to_ms - self.from_ms

    def within(self, outer: Self) -> Self:
        """The same length of time, moved and shortened as little as needed to stay in `outer`."""
        span = min(max(self.span, SHORTEST_MS), outer.span)
        start = min(max(self.from_ms, outer.from_ms), outer.to_ms - span)
        return type(self)(start, start + span)

    def zoomed(self, factor: float, about: float) -> Self:
        """Shows `factor` times as much time and keeps `about` where it stands."""
        return type(self)(
            about - (about - self.from_ms) * factor, about + (self.to_ms - about) * factor
        )

    def moved(self, ms: float) -> Self:
        """The same length of time, later by `ms`."""
        return type(self)(self.from_ms + ms, self.to_ms + ms)

    def holding(self, at: float) -> Self:
        """Moved just so far that `at` is shown, with a little room beside it."""
        room = self.span * 0.04
        if at < self.from_ms + room:
            return self.moved(at - room - self.from_ms)
        if at > self.to_ms - room:
            return self.moved(at + room - self.to_ms)
        return self


def period(days: int, now_ms: int, first_ms: int) -> Window:
    """The last `days` days until now, or everything since `first_ms` with 0 days.

    There is a little air to the right of the newest reading.
    """
    span = days * DAY_MS if days else max(now_ms - first_ms, DAY_MS)
    return Window(now_ms - span, now_ms + span * _AIR)


def everything(least_days: int, now_ms: int, first_ms: int) -> Window:
    """All the time that can be shown: every reading, and never less than the longest period."""
    start = min(first_ms, now_ms - least_days * DAY_MS)
    return Window(start, now_ms + (now_ms - start) * _AIR)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen that shows a window in time and a reach of values."""

    rect: QRectF
    window: Window
    reach: Reach

    def x(self, at: float) -> float:
        """Where a time stands."""
        share = (at - self.window.from_ms) / self.window.span
        return self.rect.left() + share * self.rect.width()

    def y(self, value: float) -> float:
        """Where a value stands; large values are high up."""
        return self.rect.bottom() - (value - self.reach.low) / self.reach.span * self.rect.height()

    def xs(self, times: Times) -> NDArray[np.float64]:
        """Where many times stand."""
        scale = self.rect.width() / self.window.span
        return np.asarray((times - self.window.from_ms) * scale + self.rect.left())

    def ys(self, values: Values) -> NDArray[np.float64]:
        """Where many values stand."""
        scale = self.rect.height() / self.reach.span
        return np.asarray(self.rect.bottom() - (values - self.reach.low) * scale)

    def time_at(self, x: float) -> float:
        """The time that stands at `x`."""
        return self.window.from_ms + (x - self.rect.left()) / self.rect.width() * self.window.span

    def value_at(self, y: float) -> float:
        """The value that stands at `y`."""
        return self.reach.low + (self.rect.bottom() - y) / self.rect.height() * self.reach.span
