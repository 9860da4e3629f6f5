"""What lies behind the readings of a panel: bands of limits, nights, lines of time, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from station.core.formats import number
from station.views.charts.axis import Shade, Tick
from station.views.charts.data import BandPeriod
from station.views.charts.geometry import Box
from station.views.charts.inks import Inks, limit_ink
from station.views.charts.scale import round_numbers
from station.views.style.zones import paint_shape

_SIGN: Final = 7.0
_ROOM: Final = 28.0
"""A limit that began this close to the right edge is written in the margin of a later day."""
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
                # A red limit is a whole line, a yellow one is dotted: told apart without colour.
                whole = limit_ink(inks.zones[zone])
                fill = inks.dotted[zone] if zone == "yellow" else QBrush(whole)
                painter.fillRect(QRectF(column.left(), round(y), column.width(), 1), fill)


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
    metrics = inks.metrics["tiny"]
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


def paint_margin(
    painter: QPainter, box: Box, bands: Sequence[BandPeriod], decimals: int, inks: Inks
) -> None:
    """Writes limits with their shapes left of the plot, and round numbers where there is room."""
    painter.setFont(inks.tiny)
    high = inks.metrics["tiny"].height()
    labels = [label for label in limit_labels(bands, box) if label.at is None]
    labels.sort(key=lambda label: -label.value)
    places = spread([box.y(label.value) for label in labels], high - 2)
    right = box.rect.left() - 6
    for label, y in zip(labels, places, strict=True):
        left = right - _limit_width(label, decimals, inks)
        _paint_limit(painter, label, QPointF(left, y), decimals, inks)
    painter.setPen(inks.muted)
    for value in round_numbers(box.reach, 4 if labels else 3):
        y = box.y(value)
        if all(abs(y - other) >= high for other in places):
            spot = QRectF(0, y - high / 2, right, high)
            painter.drawText(spot, _RIGHT, number(value, needed_decimals(value, decimals)))


def paint_changes(
    painter: QPainter, box: Box, bands: Sequence[BandPeriod], decimals: int, inks: Inks
) -> None:
    """Writes a limit inside the plot where it changes, if there is room for it."""
    painter.setFont(inks.tiny)
    high = inks.metrics["tiny"].height()
    for label in limit_labels(bands, box):
        if label.at is None:
            continue
        left, wide = box.x(label.at) + 3, _limit_width(label, decimals, inks)
        if left + wide + _ROOM > box.rect.right():
            continue
        y = box.y(label.value)
        paint_chip(painter, QRectF(left - 2, y - high / 2, wide + 6, high), inks)
        _paint_limit(painter, label, QPointF(left, y), decimals, inks)


def paint_chip(painter: QPainter, rect: QRectF, inks: Inks) -> None:
    """A light ground under a word inside the plot, so that it is read over line and band."""
    ground = QColor(inks.surface)
    ground.setAlphaF(0.82)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 3, 3)


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Heights in the same order, at least `apart` from each other, moved as little as may be."""
    groups: list[tuple[float, int]] = []
    for height in wanted:
        middle, count = height, 1
        while groups and middle - (count - 1) * apart / 2 < _end(groups[-1], apart) + apart:
            before, more = groups.pop()
            middle = (before * more + middle * count) / (more + count)
            count += more
        groups.append((middle, count))
    return [
        middle + (place - (count - 1) / 2) * apart
        for middle, count in groups
        for place in range(count)
    ]


def _end(group: tuple[float, int], apart: float) -> float:
    middle, count = group
    return middle + (count - 1) * apart / 2


def _limit_width(label: LimitLabel, decimals: int, inks: Inks) -> float:
    words = number(label.value, needed_decimals(label.value, decimals))
    return inks.metrics["tiny"].horizontalAdvance(words) + _SIGN * inks.theme.scale + 3


def _paint_limit(
    painter: QPainter, label: LimitLabel, spot: QPointF, decimals: int, inks: Inks
) -> None:
    """Draws shape and number to the right of `spot`, which is at half their height."""
    words = number(label.value, needed_decimals(label.value, decimals))
    sign, ink = _SIGN * inks.theme.scale, inks.zones[label.zone]
    paint_shape(painter, label.zone, QRectF(spot.x(), spot.y() - sign / 2, sign, sign), ink)
    painter.setPen(ink)
    high = inks.metrics["tiny"].height()
    wide = _limit_width(label, decimals, inks)
    box = QRectF(spot.x() + sign + 3, spot.y() - high / 2, wide, high)
    painter.drawText(box, _LEFT, words)


def needed_decimals(value: float, most: int) -> int:
    """As many decimals as the number needs, at most those of its kind."""
    return next((n for n in range(most) if abs(value - round(value, n)) < 1e-9), most)
