"""What lies behind the readings of a panel: bands of limits, nights, lines of time, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from station.core.formats import number
from station.views.charts.axis import Shade, Tick
from station.views.charts.data import BandPeriod
from station.views.charts.geometry import Box
from station.views.charts.inks import Inks
from station.views.charts.scale import round_numbers
from station.views.style.zones import paint_shape

_SIGN: Final = 7.0
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class LimitLabel:
    """A limit's number and where it is written: in the margin, or inside where a limit changes."""

    zone: str
    value: float
    at: int | None
    """None in the margin, else the time from which the limit holds."""


def visible(bands: Sequence[BandPeriod], box: Box) -> list[BandPeriod]:
    """The periods of limits that touch the time shown."""
    window = box.window
    return [
        band
        for band in bands
        if band.from_ms < window.to_ms and (band.to_ms is None or band.to_ms > window.from_ms)
    ]


def limit_labels(bands: Sequence[BandPeriod], box: Box) -> list[LimitLabel]:
    """The numbers to write: those at the left edge, and every later change where it happens."""
    shown = visible(bands, box)
    if not shown:
        return []
    starts_left = box.x(shown[0].from_ms) <= box.rect.left() + 1
    first_at = None if starts_left or len(shown) == 1 else shown[0].from_ms
    made = [LimitLabel(zone, edge.value, first_at) for zone, edge in shown[0].edges]
    for before, after in pairwise(shown):
        kept = {(zone, edge.value) for zone, edge in before.edges}
        made += [
            LimitLabel(zone, edge.value, after.from_ms)
            for zone, edge in after.edges
            if (zone, edge.value) not in kept
        ]
    return [label for label in made if box.reach.low <= label.value <= box.reach.high]


def paint_bands(painter: QPainter, box: Box, bands: Sequence[BandPeriod], inks: Inks) -> None:
    """Fills the panel: neutral without a plan, else the zones of each plan version in its time."""
    painter.fillRect(box.rect, inks.plain)
    for band in visible(bands, box):
        if not band.edges:
            continue
        left = max(box.rect.left(), box.x(band.from_ms))
        right = box.rect.right() if band.to_ms is None else box.x(band.to_ms)
        column = QRectF(
            left, box.rect.top(), min(right, box.rect.right()) - left, box.rect.height()
        )
        _paint_zones(painter, box, band, column, inks)


def _paint_zones(painter: QPainter, box: Box, band: BandPeriod, column: QRectF, inks: Inks) -> None:
    painter.fillRect(column, inks.bands["green"])
    sides = (
        (column.bottom(), (("yellow", band.yellow_low), ("red", band.red_low))),
        (column.top(), (("yellow", band.yellow_high), ("red", band.red_high))),
    )
    for end, limits in sides:
        for zone, edge in limits:
            if edge is None:
                continue
            y = min(max(box.y(edge.value), column.top()), column.bottom())
            part = QRectF(QPointF(column.left(), y), QPointF(column.right(), end)).normalized()
            painter.fillRect(part, inks.bands[zone])
            if column.top() < y < column.bottom():
                painter.setPen(_limit_pen(zone, inks))
                painter.drawLine(QLineF(column.left(), y, column.right(), y))


def _limit_pen(zone: str, inks: Inks) -> QPen:
    """A red limit is a whole line, a yellow one is dotted: they differ without colour too."""
    colour = QColor(inks.zones[zone])
    colour.setAlphaF(0.45)
    pen = QPen(colour, 1)
    if zone == "yellow":
        pen.setDashPattern([1, 3])
    return pen


def paint_time(
    painter: QPainter, box: Box, ticks: Sequence[Tick], shades: Sequence[Shade], inks: Inks
) -> None:
    """Shades nights or weekends barely, and draws a thin upright line at every tick."""
    for shade in shades:
        left = max(box.x(shade.from_ms), box.rect.left())
        right = min(box.x(shade.to_ms), box.rect.right())
        painter.fillRect(QRectF(left, box.rect.top(), right - left, box.rect.height()), inks.shade)
    painter.setPen(QPen(inks.faint, 1))
    painter.drawLines(
        [
            QLineF(x, box.rect.top(), x, box.rect.bottom())
            for x in (round(box.x(tick.at)) + 0.5 for tick in ticks)
        ]
    )


def paint_ticks(painter: QPainter, box: Box, ticks: Sequence[Tick], inks: Inks) -> None:
    """Writes the times under the panel, each only where there is room for it."""
    painter.setFont(inks.tiny)
    painter.setPen(inks.muted)
    metrics = QFontMetricsF(inks.tiny)
    height, edge = metrics.height(), -1e9
    for tick in ticks:
        wide = metrics.horizontalAdvance(tick.text)
        left = box.x(tick.at) - wide / 2
        left = min(max(left, box.rect.left() - wide / 2), box.rect.right() - wide)
        if left < edge + 8:
            continue
        spot = QRectF(left, box.rect.bottom() + inks.theme.px(0.75), wide + 2, height)
        painter.drawText(spot, _LEFT, tick.text)
        edge = left + wide


def paint_numbers(
    painter: QPainter, box: Box, bands: Sequence[BandPeriod], decimals: int, inks: Inks
) -> None:
    """Writes the limits with their shapes at the edge, and round numbers where there is room."""
    painter.setFont(inks.tiny)
    high = QFontMetricsF(inks.tiny).height()
    taken: list[float] = []
    for label in sorted(limit_labels(bands, box), key=lambda one: one.zone != "red"):
        wanted = box.y(label.value)
        if label.at is not None:
            _paint_limit(
                painter, label, QPointF(box.x(label.at) + 4, wanted - high / 2), decimals, inks
            )
            continue
        y = _free(wanted, taken, high - 2, box)
        taken.append(y)
        _paint_limit(painter, label, QPointF(0, y), decimals, inks, right=box.rect.left() - 6)
    painter.setPen(inks.muted)
    for value in round_numbers(box.reach, 3):
        y = box.y(value)
        if all(abs(y - other) >= high - 1 for other in taken):
            spot = QRectF(0, y - high / 2, box.rect.left() - 6, high)
            painter.drawText(spot, _RIGHT, number(value, _decimals(value, decimals)))


def _free(wanted: float, taken: Sequence[float], apart: float, box: Box) -> float:
    """The height nearest to the wanted one that does not cover a number already written."""
    for y in sorted(
        (wanted, *(other + way * apart for other in taken for way in (-1, 1))),
        key=lambda height: abs(height - wanted),
    ):
        inside = box.rect.top() - apart <= y <= box.rect.bottom() + apart
        if inside and all(abs(y - other) >= apart - 0.01 for other in taken):
            return y
    return wanted


def _paint_limit(
    painter: QPainter,
    label: LimitLabel,
    spot: QPointF,
    decimals: int,
    inks: Inks,
    *,
    right: float | None = None,
) -> None:
    words = number(label.value, _decimals(label.value, decimals))
    metrics = QFontMetricsF(inks.tiny)
    wide, sign = metrics.horizontalAdvance(words), _SIGN * inks.theme.scale
    left = spot.x() if right is None else right - wide - sign - 3
    ink = inks.zones[label.zone]
    paint_shape(painter, label.zone, QRectF(left, spot.y() - sign / 2, sign, sign), ink)
    painter.setPen(ink)
    box = QRectF(left + sign + 3, spot.y() - metrics.height() / 2, wide + 2, metrics.height())
    painter.drawText(box, _LEFT, words)


def _decimals(value: float, most: int) -> int:
    """As many decimals as the number needs, at most those of its kind."""
    return next((n for n in range(most) if abs(value - round(value, n)) < 1e-9), most)
