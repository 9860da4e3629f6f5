"""What the cursor reads: the readings nearest to a time, and the next and previous of a panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from station.views.charts.data import HOUR_MS, PanelData, Series, first_after, first_from

_LEAST_MS: Final = HOUR_MS // 4


@dataclass(frozen=True, slots=True)
class CursorValue:
    """One reading as the cursor shows it; `value` is None beyond the device's range."""

    panel: str
    label: str
    at: int
    value: float | None
    beyond: int
    excluded: bool
    unconfirmed: bool
    id: str = ""


def values_at(panels: Iterable[PanelData], at: float) -> tuple[CursorValue, ...]:
    """For every series the reading nearest to `at`, if one is within half the agreed interval."""
    found = []
    for panel in panels:
        reach = max(panel.interval_ms / 2, _LEAST_MS)
        for series in panel.series:
            place = nearest(series, at)
            if place is not None and abs(int(series.times[place]) - at) <= reach:
                found.append(_read(panel.key, series, place))
    return tuple(found)


def latest(panel: PanelData) -> tuple[CursorValue, ...]:
    """The newest counted reading of every series of a panel."""
    found = []
    for series in panel.series:
        counted = np.flatnonzero(~series.excluded)
        if counted.size:
            found.append(_read(panel.key, series, int(counted[-1])))
    return tuple(found)


def nearest(series: Series, at: float) -> int | None:
    """The place of the reading nearest to `at`, the earlier of two; None in an empty series."""
    if not series.size:
        return None
    after = first_from(series.times, at)
    if after == series.size:
        return after - 1
    if after and at - series.times[after - 1] <= series.times[after] - at:
        return after - 1
    return after


def nearest_time(panel: PanelData, at: float) -> int | None:
    """The time of the panel's reading nearest to `at`."""
    times = [
        int(series.times[place])
        for series in panel.series
        if (place := nearest(series, at)) is not None
    ]
    return min(times, key=lambda time: abs(time - at), default=None)


def following(panel: PanelData, at: float) -> int | None:
    """The time of the panel's first reading after `at`, or None after the last."""
    found = [
        int(series.times[place])
        for series in panel.series
        if (place := first_after(series.times, at)) < series.size
    ]
    return min(found, default=None)


def preceding(panel: PanelData, at: float) -> int | None:
    """The time of the panel's last reading before `at`, or None before the first."""
    found = [
        int(series.times[place - 1])
        for series in panel.series
        if (place := first_from(series.times, at)) > 0
    ]
    return max(found, default=None)


def ends(panel: PanelData) -> tuple[int, int] | None:
    """The times of the panel's first and last reading, or None without any."""
    full = [series for series in panel.series if series.size]
    if not full:
        return None
    return min(int(s.times[0]) for s in full), max(int(s.times[-1]) for s in full)


def _read(panel: str, series: Series, place: int) -> CursorValue:
    value = float(series.values[place])
    return CursorValue(
        panel=panel,
        label=series.label,
        at=int(series.times[place]),
        value=None if np.isnan(value) else value,
        beyond=int(series.beyond[place]),
        excluded=bool(series.excluded[place]),
        unconfirmed=bool(series.unconfirmed[place]),
        id=series.ids[place] if series.ids else "",
    )
