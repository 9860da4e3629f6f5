"""One panel of the stack: title, bands, lines, points and numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsWidget,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from station.core.i18n import tr
from station.views.charts import backdrop, foreground
from station.views.charts.axis import Shade, Tick
from station.views.charts.canvas import Curve
from station.views.charts.cursor import CursorValue, latest
from station.views.charts.data import Mark, PanelData, Series
from station.views.charts.geometry import Box, Window
from station.views.charts.inks import Inks, inks
from station.views.charts.scale import Reach, reach
from station.views.charts.trace import Strip, Trace
from station.views.charts.words import Reading, reading

MOST_SERIES: Final = 2
_FEW: Final = 100
"""Up to this many points a dashed line can be wider than the one pixel that is drawn quickly."""
_POINTS_PER_PIXEL: Final = 1.5
_NO_PANEL: Final = PanelData("", "", "", 0, (Series.of("", [], []),))


@dataclass(frozen=True, slots=True)
class Stage:
    """What all panels share in one frame."""

    window: Window
    ticks: Sequence[Tick]
    shades: Sequence[Shade]
    right: float
    """The room right of the plot, for the names of two lines."""
    top: "Panel | None" = None
    """The panel that names the plan versions; the lines alone stand on the others."""


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where the cursor stands, and what it reads on this panel."""

    at: float
    values: tuple[CursorValue, ...]
    marks: tuple[Mark, ...]


class Panel(QGraphicsWidget):
    """A title line, a plot and its times; what it shows is replaced, never the panel itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, enabled=False)
        self._clip = _Clip(self)
        self._curves = tuple(Curve(self._clip) for _ in range(MOST_SERIES))
        self._front = _Front(self)
        self.shown = _NO_PANEL
        self.traces: tuple[Trace, ...] = ()
        self.strips: tuple[Strip, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.box = Box(QRectF(0, 0, 1, 1), Window(0, 1), Reach(0, 1))
        self.pointing: Pointing | None = None
        self.active = False
        self._stage = Stage(self.box.window, (), (), 0)
        self._now = 0
        self._newest = Reading("", "")

    def set_data(self, data: PanelData, marks: Sequence[Mark], now: int) -> None:
        """Takes another patient's panel; it is drawn with the next `arrange`."""
        self.shown = data
        self.traces = tuple(Trace(s, data.gap_ms) for s in data.series[:MOST_SERIES])
        self.marks = tuple(mark for mark in marks if mark.panel in ("", data.key))
        self.pointing, self._now = None, now
        newest = latest(data)
        none = Reading(tr("No readings yet"), "")
        self._newest = reading(data, newest, now) if newest else none

    def arrange(self, stage: Stage) -> None:
        """Draws the panel for the window of this stage."""
        self._stage = stage
        window = stage.window
        self.box = Box(self._plot_rect(stage), window, self.reach_of(window))
        budget = max(64, int(self.box.rect.width() * _POINTS_PER_PIXEL))
        self.strips = tuple(t.strip(window.from_ms, window.to_ms, budget) for t in self.traces)
        self._clip.place(self.box.rect)
        self._front.place(self.rect())
        drawn = inks()
        for place, curve in enumerate(self._curves):
            curve.set_bounds(self.box.rect)
            if place < len(self.strips):
                self._draw(curve, self.strips[place], place, drawn)
            else:
                curve.clear_line()
        self.update()
        self._front.update()

    def point(self, pointing: Pointing | None) -> None:
        """Shows what the cursor reads here, or the latest reading without a cursor."""
        if pointing != self.pointing:
            self.pointing = pointing
            self.update()
            self._front.update()

    def set_active(self, active: bool) -> None:
        """Marks the panel whose readings the arrow keys walk through."""
        if active != self.active:
            self.active = active
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draws all that stands behind the lines, and the title above."""
        drawn, box = inks(), self.box
        backdrop.paint_bands(painter, box, self.shown.bands, drawn)
        backdrop.paint_time(painter, box, self._stage.ticks, self._stage.shades, drawn)
        backdrop.paint_ticks(painter, box, self._stage.ticks, drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        backdrop.paint_margin(painter, box, self.shown.bands, self.shown.decimals, drawn)
        self._paint_title(painter, drawn)

    def paint_front(self, painter: QPainter) -> None:
        """Draws all that stands before the lines."""
        drawn, box = inks(), self.box
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(box.rect.adjusted(-6, -6, 6, 6))
        for place, (trace, strip) in enumerate(zip(self.traces, self.strips, strict=True)):
            foreground.paint_points(painter, box, strip, place, drawn)
            foreground.paint_hollow(painter, box, trace, drawn, small=not strip.few)
            if strip.few:
                foreground.paint_unconfirmed(painter, box, trace, drawn)
            foreground.paint_outside(painter, box, trace, drawn)
        backdrop.paint_changes(painter, box, self.shown.bands, self.shown.decimals, drawn)
        if self._stage.top is self:
            foreground.paint_plan_names(painter, box, self.marks, self.strips, drawn)
        foreground.paint_marks(painter, box, self.marks, drawn)
        if self.pointing is not None:
            seen = [(v.at, v.value) for v in self.pointing.values if v.value is not None]
            foreground.paint_cursor(painter, box, self.pointing.at, seen, drawn)
        painter.restore()
        self._paint_names(painter, drawn)

    def boundingRect(self) -> QRectF:
        """The whole row."""
        return self.rect()

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF | QSize | None = None) -> QSizeF:
        """As low as a plot can be read, with any width."""
        px = inks().theme.px
        if which == Qt.SizeHint.MinimumSize:
            return QSizeF(px(60), px(23))
        if which == Qt.SizeHint.PreferredSize:
            return QSizeF(px(160), px(29))
        return super().sizeHint(which, constraint or QSizeF())

    def _plot_rect(self, stage: Stage) -> QRectF:
        px = inks().theme.px
        return self.rect().adjusted(px(11), px(5.5), -stage.right, -px(5))

    def reach_of(self, window: Window) -> Reach:
        """The values at the bottom and the top while this time is shown."""
        ranges = [
            found
            for trace in self.traces
            for found in (trace.extremes(window.from_ms, window.to_ms), _hollow(trace, window))
            if found is not None
        ]
        extremes = None
        if ranges:
            extremes = min(low for low, _ in ranges), max(high for _, high in ranges)
        bands = [
            band
            for band in self.shown.bands
            if band.from_ms < window.to_ms and (band.to_ms or window.to_ms) > window.from_ms
        ]
        return reach(extremes, bands, self.shown.decimals)

    def _draw(self, curve: Curve, strip: Strip, place: int, drawn: Inks) -> None:
        pen = QPen(drawn.ink, 1.3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if place:
            few = strip.times.size <= _FEW
            pen.setCosmetic(not few)
            pen.setWidthF(1.3 if few else 1.0)
            pen.setDashPattern([3, 2.5])
        curve.draw(self.box.xs(strip.times), self.box.ys(strip.values), strip.joined, pen)

    def _paint_title(self, painter: QPainter, drawn: Inks) -> None:
        px = drawn.theme.px
        line = QRectF(self.box.rect.left(), 0, self.rect().right() - self.box.rect.left(), px(5.5))
        left = _write(painter, line, self.shown.title, drawn, "small-strong", strong=True)
        left += px(1)
        unit = QRectF(left, 0, line.right() - left, line.height())
        left = _write(painter, unit, self.shown.caption or self.shown.unit, drawn, "small") + px(4)
        words = self._reading()
        metrics, bold = drawn.metrics["small"], drawn.metrics["small-strong"]
        gap = px(1.5)
        value = bold.horizontalAdvance(words.value)
        room = self.box.rect.right() - left - value - gap
        rest = metrics.elidedText(words.rest, Qt.TextElideMode.ElideRight, room)
        start = self.box.rect.right() - value - gap - metrics.horizontalAdvance(rest)
        spot = QRectF(start, 0, value + 2, line.height())
        after = _write(painter, spot, words.value, drawn, "small-strong", strong=True) + gap
        spot = QRectF(after, 0, self.box.rect.right() - after + 4, line.height())
        _write(painter, spot, rest, drawn, "small")
        if self.active:
            painter.fillRect(QRectF(0, px(1.25), px(0.75), px(3)), drawn.accent)

    def _reading(self) -> Reading:
        if self.pointing is None:
            return self._newest
        return reading(self.shown, self.pointing.values, self._now, self.pointing.marks)

    def _paint_names(self, painter: QPainter, drawn: Inks) -> None:
        """Writes the names of two lines at their ends, apart enough to be read."""
        if len(self.strips) < MOST_SERIES:
            return
        painter.setFont(drawn.tiny)
        painter.setPen(drawn.ink)
        high = drawn.metrics["tiny"].height()
        spots = []
        for place, strip in enumerate(self.strips):
            if strip.values.size:
                spots.append((self.box.y(float(strip.values[-1])), self.shown.series[place].label))
        spots.sort()
        if len(spots) == MOST_SERIES and spots[1][0] - spots[0][0] < high:
            middle = (spots[0][0] + spots[1][0]) / 2
            spots = [(middle - high / 2, spots[0][1]), (middle + high / 2, spots[1][1])]
        left = self.box.rect.right() + drawn.theme.px(1.5)
        for y, words in spots:
            painter.drawText(QRectF(left, y - high / 2, self._stage.right, high), 0, words)


class _Layer(QGraphicsObject):
    """An item with a rectangle that is told to it: it outlives its panel while Qt tears down."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self._rect = QRectF()

    def place(self, rect: QRectF) -> None:
        """Lets nothing be drawn outside this."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect

    def boundingRect(self) -> QRectF:
        """The rectangle that was told."""
        return self._rect


class _Clip(_Layer):
    """Keeps the lines inside the plot."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)


class _Front(_Layer):
    """The layer before the lines; its panel knows what to draw."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel = panel

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draws what the panel has before its lines."""
        self._panel.paint_front(painter)


def _hollow(trace: Trace, window: Window) -> tuple[float, float] | None:
    values = trace.series.values[trace.among(trace.hollow, window.from_ms, window.to_ms)]
    return (float(values.min()), float(values.max())) if values.size else None


def _write(
    painter: QPainter, box: QRectF, words: str, drawn: Inks, role: str, *, strong: bool = False
) -> float:
    """Writes one line at the left of a box, and tells where it ends."""
    painter.setFont(drawn.fonts[role])
    painter.setPen(drawn.ink if strong else drawn.muted)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
    return box.left() + drawn.metrics[role].horizontalAdvance(words)


def room_at_right(panels: Iterable[PanelData]) -> float:
    """Room for the names of two lines where a panel has them."""
    drawn = inks()
    metrics = drawn.metrics["tiny"]
    names = [
        metrics.horizontalAdvance(series.label)
        for panel in panels
        if len(panel.series) >= MOST_SERIES
        for series in panel.series
    ]
    return max(names) + drawn.theme.px(2.5) if names else drawn.theme.px(2.5)
