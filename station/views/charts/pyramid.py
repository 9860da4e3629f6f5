"""The extremes of every stretch of a series, so that a frame costs the same at any size.

Level k keeps, for every block of BASE * 2**k values, where its minimum and its maximum stand. A
frame asks for as many points as the screen can show and gets values that really were measured.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from station.views.charts.data import Values

BASE: Final = 16
"""The number of values in a block of the lowest level."""

Places = NDArray[np.intp]


class Pyramid:
    """Where the extremes of a series of finite values stand, for blocks of growing size."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._levels: list[tuple[Places, Places]] = []
        if values.size > BASE:
            self._levels.append(_lowest(values))
        while self._levels and self._levels[-1][0].size > 1:
            low, high = self._levels[-1]
            self._levels.append(
                (_paired(values, low, less=True), _paired(values, high, less=False))
            )

    def select(self, start: int, stop: int, budget: int) -> Places:
        """At most about `budget` places in order that draw like all of start..stop (not included).

        Every extreme of each block is among them, and the blocks reach at most one block past
        both ends.
        """
        count = stop - start
        if count <= budget or not self._levels:
            return np.arange(start, stop, dtype=np.intp)
        level = self._level_for(count, budget)
        low, high = self._levels[level]
        block = BASE << level
        part = slice(start // block, -(-stop // block))
        both = np.stack((low[part], high[part]), axis=1)
        both.sort(axis=1)
        return both.ravel()

    def extremes(self, start: int, stop: int) -> tuple[float, float]:
        """The exact smallest and largest of start..stop (not included, not empty)."""
        low, high = np.inf, -np.inf
        for part in self._parts(start, stop):
            if isinstance(part, slice):
                low = min(low, float(self._values[part].min()))
                high = max(high, float(self._values[part].max()))
                continue
            level, first, last = part
            lows, highs = self._levels[level]
            low = min(low, float(self._values[lows[first:last]].min()))
            high = max(high, float(self._values[highs[first:last]].max()))
        return low, high

    def _parts(self, start: int, stop: int) -> list[slice | tuple[int, int, int]]:
        """Cuts start..stop into whole blocks of one level and the loose values at both ends."""
        if stop - start <= 4 * BASE or not self._levels:
            return [slice(start, stop)]
        level = min(self._level_for(stop - start, 64), len(self._levels) - 1)
        block = BASE << level
        first, last = -(-start // block), stop // block
        if first >= last:
            return [slice(start, stop)]
        parts: list[slice | tuple[int, int, int]] = [(level, first, last)]
        if start < first * block:
            parts.append(slice(start, first * block))
        if last * block < stop:
            parts.append(slice(last * block, stop))
        return parts

    def _level_for(self, count: int, budget: int) -> int:
        """The lowest level whose two points for each block keep within the budget."""
        level = 0
        while level + 1 < len(self._levels) and 2 * count > budget * (BASE << level):
            level += 1
        return level


def _lowest(values: Values) -> tuple[Places, Places]:
    """The places of the extremes of every block of BASE values; the last may be shorter."""
    whole = values.size // BASE * BASE
    grid = values[:whole].reshape(-1, BASE)
    first = np.arange(0, whole, BASE, dtype=np.intp)
    low, high = first + grid.argmin(axis=1), first + grid.argmax(axis=1)
    if whole < values.size:
        low = np.append(low, whole + int(values[whole:].argmin()))
        high = np.append(high, whole + int(values[whole:].argmax()))
    return low, high


def _paired(values: Values, places: Places, *, less: bool) -> Places:
    """The better of every two neighbouring blocks; an odd last one stands for itself."""
    left, right = places[0:-1:2], places[1::2]
    better = values[right] < values[left] if less else values[right] > values[left]
    chosen = np.where(better, right, left)
    return chosen if places.size % 2 == 0 else np.append(chosen, places[-1])
