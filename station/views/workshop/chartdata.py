"""From the workshop's readings and limits to what its chart draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import Final

import numpy as np

from station.rules.dragging import LEAP, step_of
from station.rules.kinds import Component, component_of, is_dotted, place_of
from station.rules.limits import Level, Limit, Side
from station.rules.wording import component_name, unit_text
from station.rules.workshop import Usual
from station.services.plans.workshop import TrendPoint, Workshop
from station.views.charts.data import DAY_MS, BandPeriod, Edge, PanelData, Series
from station.views.charts.geometry import Window
from station.views.charts.scale import Reach, nice_step

_SIDES: Final = {"low": -1, "high": 1, "": 0}
_AIR: Final = 0.02
_MARGIN: Final = 0.08


@dataclass(frozen=True, slots=True)
class Line:
    """One limit as a line: its zone ("red", "yellow") and number; `place` tells which it is."""

    place: int
    zone: str
    value: float


def lines_of(limits: Iterable[Limit]) -> tuple[Line, ...]:
    """A line for each limit."""
    return tuple(
        Line(place, "red" if limit.level is Level.RED else "yellow", limit.value)
        for place, limit in enumerate(limits)
    )


def panel_data(shown: Workshop) -> PanelData:
    """The readings of the span, those that do not count among them; the bands come with lines."""
    component = component_of(shown.component)
    _, place = place_of(shown.component)
    points = shown.points
    values = [point.value2 if place else point.value for point in points]
    series = Series.of(
        component_name(component.code),
        [point.taken_at for point in points],
        [float("nan") if value is None else value for value in values],
        excluded=[bool(point.excluded) for point in points],
        unconfirmed=[not point.confirmed for point in points],
        beyond=[_SIDES[point.beyond] for point in points],
    )
    return PanelData(
        key=component.code,
        title=component_name(component.code),
        unit=unit_text(component.code),
        decimals=_decimals(component, points),
        series=(series,),
        interval_ms=shown.interval_ms,
    )


def window_of(shown: Workshop) -> Window:
    """The time from the span's start to its end, with a little air; all time from the first."""
    points = shown.points
    start = shown.since or (points[0].taken_at if points else shown.until - DAY_MS)
    span = max(shown.until - start, DAY_MS)
    return Window(shown.until - span, shown.until + span * _AIR)


def bands_of(limits: Sequence[Limit]) -> tuple[BandPeriod, ...]:
    """The zones of these limits over all the time shown; of two of one level the inner one."""
    edges: dict[tuple[Level, Side], Edge] = {}
    for limit in sorted(limits, key=lambda one: one.value):
        key = (limit.level, limit.side)
        if limit.side is Side.LOW or key not in edges:
            edges[key] = Edge(limit.value, limit.operator.value)
    if not edges:
        return ()
    return (
        BandPeriod(
            0,
            None,
            edges.get((Level.RED, Side.LOW)),
            edges.get((Level.YELLOW, Side.LOW)),
            edges.get((Level.YELLOW, Side.HIGH)),
            edges.get((Level.RED, Side.HIGH)),
        ),
    )


def reach_of(data: PanelData, limits: Iterable[float]) -> Reach:
    """The values from bottom to top: every reading and limit, and room to drag a limit further."""
    read = data.series[0].values
    known = [float(value) for value in (*_ends(read), *limits) if isfinite(value)]
    step = step_of(data.key)
    low, high = (min(known), max(known)) if known else (0.0, LEAP * step)
    margin = max((high - low) * _MARGIN, 2 * step)
    nice = nice_step((high - low + 2 * margin) / 10)
    return Reach(floor((low - margin) / nice) * nice, ceil((high + margin) / nice) * nice)


def quarters(found: Usual) -> tuple[float, ...]:
    """The 5th, 25th, 50th, 75th and 95th percentile, where all of them are known."""
    known = (found.p5, found.p25, found.median, found.p75, found.p95)
    return tuple(value for value in known if value is not None) if None not in known else ()


def _ends(values: np.ndarray) -> tuple[float, ...]:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else ()


def _decimals(part: Component, points: Sequence[TrendPoint]) -> int:
    """No decimals where every value is whole, as most oximeters give them."""
    whole = all(point.value is None or point.value == int(point.value) for point in points)
    return 0 if whole and (part.code == "spo2" or is_dotted(part.code)) else part.decimals
