"""What stands in front of the line: points, hollow readings, alerts, contacts and the cursor."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from station.core.i18n import tr
from station.views.charts.backdrop import paint_chip
from station.views.charts.data import Mark
from station.views.charts.geometry import Box
from station.views.charts.inks import Inks
from station.views.charts.trace import Strip, Trace
from station.views.style.zones import paint_shape

_MOST_ALONE: Final = 1_000
_ZONES: Final = {"alert-yellow": "yellow", "alert-red": "red"}
"""In the order of drawing: red over yellow."""


def paint_points(painter: QPainter, box: Box, strip: Strip, place: int, inks: Inks) -> None:
    """A dot on every point of the first series, a square on the second; only where they are few.

    A point without a line on either side is always drawn, or it would not be seen at all.
    """
    few = strip.few
    window = box.window
    seen = (strip.times >= window.from_ms) & (strip.times <= window.to_ms)
    chosen = seen if few else seen & strip.alone
    if not chosen.any():
        return
    wide = (4.5 if few else 2.0) * inks.theme.scale
    pen = QPen(inks.ink, wide)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap if place else Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    spots = _spots(box, strip.times[chosen][:_MOST_ALONE], strip.values[chosen][:_MOST_ALONE])
    painter.drawPoints(QPolygonF(spots))


def paint_hollow(
    painter: QPainter, box: Box, trace: Trace, inks: Inks, *, small: bool = False
) -> None:
    """A ring for every reading that does not count; the line passes it by."""
    painter.setPen(QPen(inks.muted, 1.4 * inks.theme.scale))
    painter.setBrush(inks.surface)
    radius = (2.2 if small else 3.2) * inks.theme.scale
    for spot in _some(box, trace, trace.hollow):
        painter.drawEllipse(spot, radius, radius)


def paint_unconfirmed(painter: QPainter, box: Box, trace: Trace, inks: Inks) -> None:
    """A dashed ring around every counted reading that nobody has confirmed."""
    pen = QPen(inks.ink, 1.1 * inks.theme.scale)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = 5.5 * inks.theme.scale
    for spot in _some(box, trace, trace.unconfirmed):
        painter.drawEllipse(spot, radius, radius)


def paint_outside(painter: QPainter, box: Box, trace: Trace, inks: Inks) -> None:
    """The words LO or HI at the edge for a reading beyond the device's range."""
    metrics = inks.metrics["tiny"]
    painter.setFont(inks.tiny)
    painter.setPen(inks.ink)
    for place in trace.among(trace.outside, box.window.from_ms, box.window.to_ms):
        high = trace.series.beyond[place] > 0
        words = tr("HI") if high else tr("LO")
        wide, tall = metrics.horizontalAdvance(words), metrics.height()
        x = box.x(float(trace.series.times[place]))
        top = box.rect.top() + 1 if high else box.rect.bottom() - tall - 1
        chip = QRectF(x - wide / 2 - 2, top, wide + 4, tall)
        paint_chip(painter, chip, inks)
        painter.setPen(inks.ink)
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), words)
        tick = box.rect.top() if high else box.rect.bottom()
        painter.drawLine(QLineF(x - wide / 2, tick, x + wide / 2, tick))


def paint_marks(painter: QPainter, box: Box, marks: Iterable[Mark], inks: Inks) -> None:
    """Alerts as zone shapes by their point, contacts as small ticks, plans as broken lines."""
    shown = [mark for mark in marks if box.window.from_ms <= mark.at <= box.window.to_ms]
    for mark in shown:
        if mark.kind == "plan":
            _paint_plan(painter, box, box.x(mark.at), inks)
    _paint_contacts(painter, box, [box.x(m.at) for m in shown if m.kind == "contact"], inks)
    for kind in _ZONES:
        for mark in shown:
            if mark.kind == kind:
                _paint_alert(painter, box, mark, box.x(mark.at), inks)


def paint_plan_names(
    painter: QPainter, box: Box, marks: Iterable[Mark], strips: Sequence[Strip], inks: Inks
) -> None:
    """The names of plan versions beside their lines, up or down, wherever the readings are not."""
    metrics = inks.metrics["tiny"]
    high = metrics.height()
    painter.setFont(inks.tiny)
    for mark in marks:
        if mark.kind != "plan" or not box.window.from_ms <= mark.at <= box.window.to_ms:
            continue
        x, wide = box.x(mark.at), metrics.horizontalAdvance(mark.text) + 6
        # Left of the line: to its right stand the limits that begin with this version.
        left = x - 2 - wide if x - 2 - wide > box.rect.left() else x + 2
        upper = _mean_height(box, strips, left, left + wide) > box.rect.center().y()
        top = box.rect.top() + 2 if upper else box.rect.bottom() - high - 2
        chip = QRectF(left, top, wide, high)
        paint_chip(painter, chip, inks)
        painter.setPen(inks.muted)
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), mark.text)


def _mean_height(box: Box, strips: Sequence[Strip], left: float, right: float) -> float:
    """How far down the readings between two places stand on average; the bottom without any."""
    from_ms, to_ms = box.time_at(left), box.time_at(right)
    near = [strip.values[(strip.times >= from_ms) & (strip.times <= to_ms)] for strip in strips]
    values = np.concatenate([*near, np.empty(0)])
    return box.y(float(values.mean())) if values.size else box.rect.bottom()


def paint_cursor(
    painter: QPainter, box: Box, at: float, points: Sequence[tuple[float, float]], inks: Inks
) -> None:
    """An upright line at the cursor, and a ring around the readings (time, value) it reads."""
    x = box.x(at)
    if not box.rect.left() - 1 <= x <= box.rect.right() + 1:
        return
    painter.setPen(QPen(inks.accent, 1))
    painter.drawLine(QLineF(x, box.rect.top(), x, box.rect.bottom()))
    painter.setBrush(inks.surface)
    painter.setPen(QPen(inks.accent, 1.8 * inks.theme.scale))
    radius = 3.6 * inks.theme.scale
    for time, value in points:
        painter.drawEllipse(QPointF(box.x(time), box.y(value)), radius, radius)


def _paint_alert(painter: QPainter, box: Box, mark: Mark, x: float, inks: Inks) -> None:
    size = 11.0 * inks.theme.scale
    zone = _ZONES[mark.kind]
    y = box.rect.top() + size / 2
    if mark.value is not None:
        # Below its point, so that the point is seen; above it where there is no room below.
        y = box.y(mark.value) + size
        if y + size / 2 > box.rect.bottom() + 2:
            y = box.y(mark.value) - size
    halo = QRectF(x - size / 2 - 1, y - size / 2 - 1, size + 2, size + 2)
    paint_shape(painter, zone, halo, inks.surface)
    paint_shape(painter, zone, halo.adjusted(1, 1, -1, -1), inks.zones[zone])


def _paint_contacts(painter: QPainter, box: Box, places: Sequence[float], inks: Inks) -> None:
    tall = 6.0 * inks.theme.scale
    pen = QPen(inks.accent, 2 * inks.theme.scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    bottom = box.rect.bottom()
    painter.drawLines([QLineF(x, bottom - tall, x, bottom) for x in places])


def _paint_plan(painter: QPainter, box: Box, x: float, inks: Inks) -> None:
    colour = QColor(inks.muted)
    colour.setAlphaF(0.7)
    pen = QPen(colour, 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.drawLine(QLineF(x, box.rect.top(), x, box.rect.bottom()))


def _some(box: Box, trace: Trace, places: NDArray[np.intp]) -> list[QPointF]:
    """Where these readings of a trace stand, those in view and not more than can be told apart."""
    shown = trace.among(places, box.window.from_ms, box.window.to_ms)
    if shown.size > _MOST_ALONE:
        shown = shown[:: -(-shown.size // _MOST_ALONE)]
    return _spots(box, trace.series.times[shown], trace.series.values[shown])


def _spots(box: Box, times: NDArray[np.int64], values: NDArray[np.float64]) -> list[QPointF]:
    return [QPointF(x, y) for x, y in zip(box.xs(times), box.ys(values), strict=True)]
