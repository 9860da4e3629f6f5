"""A trend as a vector drawing: quiet bands, ink line, gaps as gaps, excluded points hollow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station.core.i18n import tr
from station.printing.blocks import Block
from station.printing.documents import LimitLine, Period, Point, Series, Zone
from station.printing.drawing import HAIRLINE, INK, QUIET, WHITE, ZONE_PAINT, Pen, Run
from station.printing.fonts import Weight, clean
from station.printing.fonts import width as text_width
from station.printing.tags import Element

_LEFT, _BELOW, _SMALL = 30.0, 13.0, 7.5
_WORD_ROOM = _SMALL + 3
"""A band lower than this has no room for its word."""
_PADDING = 0.12
_BUCKETS = 500
_DOTS_AT_MOST = 160


@dataclass(slots=True)
class Chart:
    """One series over a period, `points_high` points high; never split."""

    series: Series
    period: Period
    points_high: float
    element: Element
    ticks: bool = True

    def height(self, width: float) -> float:  # noqa: ARG002  (the same at every width)
        """Give the height with the names of the days below."""
        return self.points_high

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the bands, the days, the line and its points."""
        below = _BELOW if self.ticks else 2.0
        plot = _Plot(
            x + _LEFT,
            top - self.points_high + below,
            width - _LEFT,
            self.points_high - below - 3,
            self.period,
            _reach(self.series),
        )
        self.element.box = (x, top - self.points_high, x + width, top)
        with pen.content(self.element):
            _bands(pen, plot, self.series.limits)
            _days(pen, plot, self.period, named=self.ticks)
            _names(pen, plot, self.series)
            _line(pen, plot, self.series)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The plotting area, and the way from times and values to places on the page."""

    x: float
    y: float
    width: float
    height: float
    period: Period
    reach: tuple[float, float]

    def across(self, at: float) -> float:
        """Place a time, kept inside the area."""
        span = max(self.period.end - self.period.start, 1)
        share = (at - self.period.start) / span
        return self.x + self.width * min(max(share, 0.0), 1.0)

    def up(self, value: float) -> float:
        """Place a value, kept inside the area."""
        low, high = self.reach
        share = (value - low) / (high - low)
        return self.y + self.height * min(max(share, 0.0), 1.0)


def _reach(series: Series) -> tuple[float, float]:
    """The lowest and highest value drawn: every point and limit, with some air."""
    values = [point.value for point in series.points] + [limit.value for limit in series.limits]
    values += [tick.at for tick in series.scale]
    low, high = min(values, default=0.0), max(values, default=1.0)
    air = (high - low) * _PADDING or max(abs(high) * _PADDING, 1.0)
    return low - air, high + air


def _bands(pen: Pen, plot: _Plot, limits: Sequence[LimitLine]) -> None:
    base = ZONE_PAINT[Zone.GREEN].tint if limits else WHITE
    pen.box(plot.x, plot.y, plot.width, plot.height, fill=base)
    for limit in _by_level(limits):
        at = plot.up(limit.value)
        low, high = (plot.y, at) if limit.below else (at, plot.y + plot.height)
        pen.box(plot.x, low, plot.width, high - low, fill=ZONE_PAINT[limit.zone].tint)


def _names(pen: Pen, plot: _Plot, series: Series) -> None:
    """Draw each limit with its number at the edge and its zone's word inside, then the scale."""
    taken: list[float] = []
    for limit in _by_level(series.limits):
        at, paint = plot.up(limit.value), ZONE_PAINT[limit.zone]
        pen.line((plot.x, at), (plot.x + plot.width, at), paint.edge, paint.line * 0.6)
        _name(pen, plot, at, Run(clean(limit.text), Weight.SEMIBOLD), taken)
        band = at - plot.y if limit.below else plot.y + plot.height - at
        if band < _WORD_ROOM:
            # The word would lie across the frame; the number at the edge stands anyway.
            continue
        word_at = at - _SMALL - 1 if limit.below else at + 3
        word = Run(_zone_word(limit.zone), Weight.REGULAR)
        pen.lines([([word], plot.x + 4, word_at)], _SMALL - 0.5, QUIET)
    for tick in series.scale:
        _name(pen, plot, plot.up(tick.at), Run(clean(tick.text), Weight.REGULAR), taken)


def _name(pen: Pen, plot: _Plot, at: float, run: Run, taken: list[float]) -> None:
    """Write a number left of the area at height `at`, clear of those already written."""
    place = _free(at - _SMALL * 0.36, taken)
    taken.append(place)
    wide = text_width(run.text, run.weight) * _SMALL
    pen.lines([([run], plot.x - wide - 4, place)], _SMALL, INK)


def _free(wanted: float, taken: Sequence[float]) -> float:
    """Move a label up until it stands clear of those already placed."""
    while any(abs(wanted - other) < _SMALL for other in taken):
        wanted += 1.0
    return wanted


def _by_level(limits: Sequence[LimitLine]) -> list[LimitLine]:
    """Yellow first: red lies within it and is painted over it."""
    return sorted(limits, key=lambda limit: limit.zone is Zone.RED)


def _zone_word(zone: Zone) -> str:
    words = {Zone.GREEN: tr("green"), Zone.YELLOW: tr("yellow"), Zone.RED: tr("red")}
    return words[zone]


def _days(pen: Pen, plot: _Plot, period: Period, *, named: bool) -> None:
    pen.box(plot.x, plot.y, plot.width, plot.height, stroke=HAIRLINE, line=0.6)
    rows = []
    for tick in period.ticks:
        at = plot.across(tick.at)
        pen.line((at, plot.y), (at, plot.y + plot.height), HAIRLINE, 0.35)
        text = clean(tick.text)
        wide = text_width(text, Weight.REGULAR) * _SMALL
        start = min(max(at - wide / 2, plot.x - _LEFT), plot.x + plot.width - wide)
        rows.append(([Run(text, Weight.REGULAR)], start, plot.y - _SMALL - 2.5))
    if rows and named:
        pen.lines(rows, _SMALL, QUIET)


def _line(pen: Pen, plot: _Plot, series: Series) -> None:
    if not series.points:
        words = Run(tr("No readings in this period"), Weight.REGULAR)
        pen.lines([([words], plot.x + 6, plot.y + plot.height / 2)], _SMALL + 1, QUIET)
    kept = [point for point in series.points if not point.excluded]
    for stretch in _stretches(kept, series.gap_ms, series.gaps):
        places = [(plot.across(point.at), plot.up(point.value)) for point in thinned(stretch)]
        if len(places) > 1:
            pen.polyline(places, INK, 1.1)
        if len(kept) <= _DOTS_AT_MOST or len(places) == 1:
            for place in places:
                pen.dot(*place, 1.7, INK)
    for point in series.points:
        x, y = plot.across(point.at), plot.up(point.value)
        if point.excluded:
            pen.dot(x, y, 2.1, WHITE, QUIET)
        elif point.alert is not None:
            pen.dot(x, y, 5.0, WHITE)
            pen.zone_sign(point.alert, x - 3.5, y - 3.5, 7.0, ZONE_PAINT[point.alert].edge)


def _stretches(
    points: Sequence[Point], gap_ms: int, gaps: Sequence[int] = ()
) -> Iterator[list[Point]]:
    """Points that a line joins: parted where two lie further apart, or nothing could be said."""
    stretch: list[Point] = []
    for point in points:
        before = stretch[-1].at if stretch else point.at
        if point.at - before > gap_ms or any(before < gap <= point.at for gap in gaps):
            yield stretch
            stretch = []
        stretch.append(point)
    if stretch:
        yield stretch


def thinned(points: Sequence[Point]) -> list[Point]:
    """Keep the lowest and highest of each of 500 stretches of a long line, as the eye would."""
    if len(points) <= 2 * _BUCKETS:
        return list(points)
    step = len(points) / _BUCKETS
    kept: list[Point] = []
    for bucket in range(_BUCKETS):
        part = points[int(bucket * step) : int((bucket + 1) * step)]
        ends = {min(part, key=lambda point: point.value), max(part, key=lambda point: point.value)}
        kept.extend(sorted(ends, key=lambda point: point.at))
    return kept
