"""Counting coloured days again and again while a person drags a limit: prepared once, then cheap.

count_days asks the engine about every reading. But whether a number is passed on a day depends only
on that day's most extreme reading that «k of the last n» or «for so many hours» lets through. Those
extremes are worked out once for each way of persistence; a count then looks at days only, and gives
what count_days gives (tests/rules/test_recount.py).
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf, isfinite, isnan
from statistics import median
from typing import NamedTuple

from station.core.zone import day_of, day_start
from station.rules.counts import Counts
from station.rules.ground import HOUR_MS, gap_ms
from station.rules.limits import Level, Limit, Operator
from station.rules.why import Used

_LOW = frozenset({Operator.BELOW, Operator.AT_MOST})


class _Way(NamedTuple):
    """One persistence on one side."""

    low: bool
    k: int
    n: int
    hours: int


@dataclass(frozen=True, slots=True)
class _Span:
    """The readings of one span: their local days as slices, and the days with LO or HI among."""

    days: tuple[slice, ...]
    beyond: tuple[Level, ...]
    readings: int
    middle: float | None


class Prepared:
    """One component's readings, made ready to be counted under any limits.

    Limits and samples only: rules over several days and levels of answers are left out.
    """

    def __init__(self, ordered: Sequence[Used], since: Sequence[int], until: float = inf) -> None:
        """Take numbers in the order measured, and where (UTC ms) each span to count begins.

        A span ends before `until`. Numbers before a span are only remembered, as in count_days.
        """
        known = [used for used in ordered if used[0] < until]
        self._times = [at for at, _ in known]
        self._values = [value for _, value in known]
        self._spans = tuple(self._span(bisect_left(self._times, first)) for first in since)
        self._extremes: dict[_Way, tuple[list[float], ...]] = {}

    def counts(self, limits: Iterable[Limit]) -> tuple[Counts, ...]:
        """Count each span under these limits, which are all of this component.

        They must keep the guardrails (station.rules.guardrails): one side, a finite number.
        """
        asked = sorted(limits, key=lambda limit: -limit.level)
        tables = [self._table(_way(limit)) for limit in asked]
        return tuple(
            self._count(span, asked, [table[at] for table in tables])
            for at, span in enumerate(self._spans)
        )

    def _count(
        self, span: _Span, limits: Sequence[Limit], tables: Sequence[Sequence[float]]
    ) -> Counts:
        levels = list(span.beyond)
        for limit, extremes in zip(limits, tables, strict=True):
            hit, level = limit.hit, limit.level
            for at, extreme in enumerate(extremes):
                if levels[at] < level and hit(extreme):
                    levels[at] = level
        yellow, red = levels.count(Level.YELLOW), levels.count(Level.RED)
        return Counts(span.readings, span.middle, len(levels), yellow, red)

    def _span(self, first: int) -> _Span:
        days = tuple(local_days(self._times, first))
        values = self._values
        beyond = tuple(
            Level.RED if inf in values[day] or -inf in values[day] else Level.GREEN for day in days
        )
        counted = values[first:]
        middle = median(counted) if counted else None
        shown = middle if middle is not None and isfinite(middle) else None
        return _Span(days, beyond, len(counted), shown)

    def _table(self, way: _Way) -> tuple[list[float], ...]:
        """Give, by span and day, the most extreme number that this persistence lets through."""
        if way not in self._extremes:
            # Seen from below only: a high limit is a low one of the negated numbers.
            seen = [_seen(value, low=way.low) for value in self._values]
            held = _lasting(self._times, seen, way.hours) if way.hours else _often(seen, way)
            self._extremes[way] = tuple(
                [min(held[day]) if way.low else -min(held[day]) for day in span.days]
                for span in self._spans
            )
        return self._extremes[way]


def local_days(times: Sequence[int], first: int = 0) -> Iterator[slice]:
    """Give the places of each local day in ordered times (UTC ms), from number `first` on."""
    while first < len(times):
        end = day_start(day_of(times[first]) + timedelta(days=1))
        stop = bisect_left(times, end, first + 1)
        yield slice(first, stop)
        first = stop


def _way(limit: Limit) -> _Way:
    low = limit.operator in _LOW
    return _Way(low, 1, 1, limit.hours) if limit.hours else _Way(low, limit.k, limit.n, 0)


def _seen(value: float, *, low: bool) -> float:
    # What is no number passes no limit, as the highest one passes none from below.
    if isnan(value):
        return inf
    return value if low else -value


def _often(values: list[float], way: _Way) -> list[float]:
    """Give for each number the limit below which it and k - 1 of the n - 1 before would all lie.

    That is the larger of it and the (k - 1)th smallest before.
    """
    if way.k == 1:
        return values
    earlier = [[inf] * away + values[:-away] for away in range(1, way.n)]
    if way.k == way.n:
        return list(map(max, values, *earlier))
    place = way.k - 2
    return [max(now, sorted(before)[place]) for now, *before in zip(values, *earlier, strict=False)]


def _lasting(times: list[int], values: list[float], hours: int) -> list[float]:
    """Give for each number the largest of the run that ends there and lasts `hours`; else inf."""
    least, gap = hours * HOUR_MS, gap_ms(hours)
    found: list[float] = []
    largest: deque[int] = deque()
    unbroken, first = 0, -1
    for at, (moment, value) in enumerate(zip(times, values, strict=True)):
        if at and moment - times[at - 1] > gap:
            unbroken = at
        while largest and values[largest[-1]] <= value:
            largest.pop()
        largest.append(at)
        while moment - times[first + 1] >= least:
            first += 1
        while largest[0] < first:
            largest.popleft()
        found.append(values[largest[0]] if first >= unbroken else inf)
    return found
