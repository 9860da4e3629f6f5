"""What a chart is given: frozen values with times in UTC milliseconds, made off the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor
from typing import Final, Literal, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS

Times = NDArray[np.int64]
Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Sides = NDArray[np.int8]
_Kind = TypeVar("_Kind", bound=np.generic)
MarkKind = Literal["alert-red", "alert-yellow", "contact", "plan"]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The readings of one component in order of time; all arrays have the same length.

    `values` is NaN where `beyond` is -1 (below what the device measures) or +1 (above). `excluded`
    readings do not count; `unconfirmed` ones do, and are marked.
    """

    label: str
    times: Times
    values: Values
    excluded: Mask
    unconfirmed: Mask
    beyond: Sides
    gaps: Times = field(default_factory=lambda: np.empty(0, np.int64))
    """Times at which something was asked and could not be said: the line breaks there."""
    ids: tuple[str, ...] = ()
    """Which readings these are, where a point can be chosen; else empty."""

    @classmethod
    def of(
        cls,
        label: str,
        times: ArrayLike,
        values: ArrayLike,
        *,
        excluded: ArrayLike | None = None,
        unconfirmed: ArrayLike | None = None,
        beyond: ArrayLike | None = None,
        gaps: ArrayLike = (),
    ) -> Self:
        """Builds a series from any sequences and puts it in order of time."""
        at = np.asarray(times, dtype=np.int64)
        sides = _or_zeros(beyond, at.size, np.int8)
        numbers = np.where(sides != 0, np.nan, np.asarray(values, dtype=np.float64))
        out = _or_zeros(excluded, at.size, np.bool_) | (np.isnan(numbers) & (sides == 0))
        unsure = _or_zeros(unconfirmed, at.size, np.bool_)
        if at.size > 1 and np.any(at[1:] < at[:-1]):
            order = np.argsort(at, kind="stable")
            at, numbers, out = at[order], numbers[order], out[order]
            unsure, sides = unsure[order], sides[order]
        return cls(label, at, numbers, out, unsure, sides, np.asarray(gaps, dtype=np.int64))

    @property
    def size(self) -> int:
        """How many readings there are, excluded ones too."""
        return int(self.times.size)


@dataclass(frozen=True, slots=True)
class Edge:
    """One limit: a number, and the operator ("<", "<=", ">", ">=") by which a reading passes it."""

    value: float
    operator: str


@dataclass(frozen=True, slots=True)
class BandPeriod:
    """The limits of one plan version from `from_ms` until `to_ms` (None: still in force)."""

    from_ms: int
    to_ms: int | None = None
    red_low: Edge | None = None
    yellow_low: Edge | None = None
    yellow_high: Edge | None = None
    red_high: Edge | None = None

    @property
    def edges(self) -> tuple[tuple[str, Edge], ...]:
        """The limits that are set, each with its zone ("red" or "yellow"), from low to high."""
        pairs = (
            ("red", self.red_low),
            ("yellow", self.yellow_low),
            ("yellow", self.yellow_high),
            ("red", self.red_high),
        )
        return tuple((zone, edge) for zone, edge in pairs if edge is not None)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at `at`: an alert on a panel, or a contact or plan on all of them.

    `value` puts an alert on its point; `panel` is the key of the panel it belongs to ("" for all).
    """

    kind: MarkKind
    at: int
    value: float | None = None
    text: str = ""
    panel: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PanelData:
    """One panel: one series, or two that belong together (blood pressure), with their limits.

    `interval_ms` is the agreed time between readings; a line breaks where one and a half pass.
    """

    key: str
    title: str
    unit: str
    decimals: int
    series: tuple[Series, ...]
    bands: tuple[BandPeriod, ...] = ()
    interval_ms: int = DAY_MS
    caption: str = ""
    """What is written after the title where that is not the unit: skjema, 0–5."""

    @property
    def gap_ms(self) -> float:
        """The longest time between two readings that a line still crosses."""
        return 1.5 * self.interval_ms


@dataclass(frozen=True, slots=True, eq=False)
class TrendData:
    """All that one patient's trend shows; `first_ms` is as far back as it can be moved."""

    panels: tuple[PanelData, ...]
    marks: tuple[Mark, ...]
    now_ms: int
    first_ms: int


def _or_zeros(given: ArrayLike | None, size: int, kind: type[_Kind]) -> NDArray[_Kind]:
    if given is None:
        return np.zeros(size, dtype=kind)
    return np.asarray(given, dtype=kind)


def first_from(times: Times, ms: float) -> int:
    """The place of the first time at or after `ms`, or the length if there is none."""
    # With a float numpy would first copy every time as a float.
    return int(np.searchsorted(times, ceil(ms), side="left"))


def first_after(times: Times, ms: float) -> int:
    """The place of the first time after `ms`, or the length if there is none."""
    return int(np.searchsorted(times, floor(ms), side="right"))


def limits_in_force(bands: Sequence[BandPeriod], at: int) -> BandPeriod | None:
    """The period of limits that holds at `at`, or None where no plan was in force."""
    for band in reversed(bands):
        if band.from_ms <= at and (band.to_ms is None or at < band.to_ms):
            return band
    return None


def in_order(bands: Sequence[BandPeriod]) -> bool:
    """Whether the periods follow each other without overlapping."""
    return all(
        one.to_ms is not None and one.to_ms <= other.from_ms for one, other in pairwise(bands)
    )
