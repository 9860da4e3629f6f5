"""The small line of a list row: 14 days of readings at a glance, drawn without any library."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.views.style.theme import colour, current

DAYS: Final = 14
DAY_MS: Final = 86_400_000
_GAP_MS: Final = 3 * DAY_MS // 2
_LAST: Final = 2.4
_LINE: Final = 1.4

Points = Sequence[tuple[int, float]]
"""(UTC milliseconds, value) in order of time."""


def paint_sparkline(  # noqa: PLR0913  (a painter, a place, and what is shown)
    painter: QPainter,
    rect: QRectF,
    points: Points,
    ink: QColor,
    *,
    now_ms: int,
    days: int = DAYS,
    gap_ms: int = _GAP_MS,
    span: float = 0.0,
) -> None:
    """Draws the last `days` days into `rect`, the newest reading as a dot.

    The line breaks where more than `gap_ms` pass. `span` is the least range of values that fills
    the height, so that a quiet patient's line stays quiet.
    """
    shown = [point for point in points if now_ms - days * DAY_MS <= point[0] <= now_ms]
    if not shown:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, _LINE * current().scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(ink)
    spots = _spots(rect, shown, now_ms, days, span)
    for first, last in runs(shown, gap_ms):
        if last - first > 1:
            painter.drawPolyline(QPolygonF(spots[first:last]))
        else:
            painter.drawPoint(spots[first])
    painter.setPen(Qt.PenStyle.NoPen)
    radius = _LAST * current().scale
    painter.drawEllipse(spots[-1], radius, radius)
    painter.restore()


def runs(points: Points, gap_ms: int) -> list[tuple[int, int]]:
    """The stretches (first, after the last) of points that no gap parts."""
    breaks = [n for n in range(1, len(points)) if points[n][0] - points[n - 1][0] > gap_ms]
    edges = [0, *breaks, len(points)]
    return list(pairwise(edges))


def _spots(rect: QRectF, points: Points, now_ms: int, days: int, span: float) -> list[QPointF]:
    values = [value for _, value in points]
    middle, wide = (min(values) + max(values)) / 2, max(max(values) - min(values), span, 1e-9)
    room = _LAST * current().scale
    box = rect.adjusted(room, room, -room, -room)
    start = now_ms - days * DAY_MS
    return [
        QPointF(
            box.left() + (at - start) / (days * DAY_MS) * box.width(),
            box.center().y() - (value - middle) / wide * box.height(),
        )
        for at, value in points
    ]


class Sparkline(QWidget):
    """A sparkline as a widget of its own; its accessible name is for the owner to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Points = ()
        self._now = 0
        self._ink = ""
        self._span = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_points(self, points: Points, now_ms: int, ink: str = "", span: float = 0.0) -> None:
        """Shows these readings; `ink` is the name of a zone, or empty for the muted colour."""
        self._points, self._now, self._ink, self._span = points, now_ms, ink, span
        self.update()

    def sizeHint(self) -> QSize:
        """As in a row of the work list."""
        px = current().px
        return QSize(px(23), px(7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line over the whole widget."""
        zones = current().palette.zones
        ink = QColor(zones[self._ink].ink) if self._ink else colour("muted")
        painter = QPainter(self)
        paint_sparkline(
            painter, QRectF(self.rect()), self._points, ink, now_ms=self._now, span=self._span
        )
