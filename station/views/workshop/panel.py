"""The chart's one panel: readings as in the trend, the limits as lines with a handle each."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from station.core.formats import number
from station.views.charts.backdrop import needed_decimals, spread
from station.views.charts.data import BandPeriod
from station.views.charts.geometry import Window
from station.views.charts.inks import Inks, inks
from station.views.charts.panel import Panel
from station.views.charts.scale import Reach
from station.views.style import paint_shape
from station.views.workshop.chartdata import Line

HANDLE: Final = 15.0
"""Grid units right of the plot, for the handles."""
STRIP: Final = 5.0
"""Grid units between plot and handles, for the strip of percentiles."""
_GRIP: Final = 9.0
"""Pixels from a line within which it is taken hold of."""
_QUARTERS: Final = 5


class LimitPanel(Panel):
    """A panel whose limits are lines to take hold of, and whose axis stands still meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self.before: tuple[float, ...] = ()
        self.quarters: tuple[float, ...] = ()
        self.held = Reach(0, 1)
        self.chosen: int | None = None
        self.focused = False

    def reach_of(self, window: Window) -> Reach:
        """The reach that is held, whatever the readings and limits are."""
        return self.held

    def show_lines(
        self, lines: tuple[Line, ...], bands: tuple[BandPeriod, ...], chosen: int | None
    ) -> None:
        """Shows these limits; the readings stay as they are drawn."""
        self.lines, self.chosen = lines, chosen
        self.shown = replace(self.shown, bands=bands)
        self.update()
        self._front.update()

    def line_at(self, spot: QPointF) -> Line | None:
        """The line within reach of the pointer; the chosen one before another, then the nearest."""
        if spot.x() < self.box.rect.left() - _GRIP:
            return None
        near = [(abs(self.box.y(line.value) - spot.y()), line) for line in self.lines]
        near += [(abs(y - spot.y()), line) for y, line in self._handles()]
        grip = _GRIP * inks().theme.scale
        close = [
            (line.place != self.chosen, away, line.place) for away, line in near if away <= grip
        ]
        if not close:
            return None
        place = min(close)[2]
        return next(line for line in self.lines if line.place == place)

    def paint_front(self, painter: QPainter) -> None:
        """Draws the readings, then the limits over them."""
        super().paint_front(painter)
        drawn = inks()
        for value in self.before:
            self._paint_before(painter, value, drawn)
        self._paint_quarters(painter, drawn)
        for line in self.lines:
            self._paint_line(painter, line, drawn)
        for y, line in self._handles():
            self._paint_handle(painter, y, line, drawn)

    def _handles(self) -> list[tuple[float, Line]]:
        """Where the handles stand: at their lines, apart enough to be read."""
        ordered = sorted(self.lines, key=lambda line: -line.value)
        high = inks().metrics["small-strong"].height() + 2
        return list(
            zip(spread([self.box.y(line.value) for line in ordered], high), ordered, strict=True)
        )

    def _paint_before(self, painter: QPainter, value: float, drawn: Inks) -> None:
        y = round(self.box.y(value)) + 0.5
        pen = QPen(drawn.muted, 1)
        pen.setDashPattern([2, 4])
        painter.setPen(pen)
        painter.drawLine(QLineF(self.box.rect.left(), y, self.box.rect.right(), y))

    def _paint_line(self, painter: QPainter, line: Line, drawn: Inks) -> None:
        y, rect = self.box.y(line.value), self.box.rect
        chosen = line.place == self.chosen
        pen = QPen(drawn.zones[line.zone], (2.4 if chosen else 1.4) * drawn.theme.scale)
        if line.zone == "yellow":
            pen.setDashPattern([4, 2])
        painter.setPen(pen)
        painter.drawLine(QLineF(rect.left(), y, self._handle_left(), y))

    def _paint_handle(self, painter: QPainter, y: float, line: Line, drawn: Inks) -> None:
        px, chosen = drawn.theme.px, line.place == self.chosen
        high = drawn.metrics["small-strong"].height()
        box = QRectF(self._handle_left(), y - high / 2, px(HANDLE - 1), high)
        ink = drawn.zones[line.zone]
        painter.setPen(QPen(drawn.accent if chosen and self.focused else ink, 2 if chosen else 1))
        painter.setBrush(drawn.surface)
        painter.drawRoundedRect(box, 4, 4)
        sign = px(2)
        spot = QRectF(box.left() + px(1), y - sign / 2, sign, sign)
        paint_shape(painter, line.zone, spot, ink)
        painter.setFont(drawn.fonts["small-strong"])
        painter.setPen(drawn.ink)
        words = number(line.value, needed_decimals(line.value, max(2, self.shown.decimals)))
        text = box.adjusted(px(4), 0, -px(0.5), 0)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, int(middle), words)

    def _paint_quarters(self, painter: QPainter, drawn: Inks) -> None:
        """The strip right of the plot: 5 to 95 % as a line, 25 to 75 % as a box, the median."""
        if len(self.quarters) < _QUARTERS:
            return
        p5, p25, middle, p75, p95 = (self.box.y(value) for value in self.quarters)
        x, wide = self.box.rect.right() + drawn.theme.px(STRIP / 2), drawn.theme.px(1)
        painter.setPen(QPen(drawn.muted, 1.2))
        painter.drawLine(QLineF(x, p5, x, p95))
        for y in (p5, p95):
            painter.drawLine(QLineF(x - wide / 2, y, x + wide / 2, y))
        painter.setBrush(drawn.faint)
        painter.drawRect(QRectF(x - wide, p75, 2 * wide, max(1.0, p25 - p75)))
        painter.setPen(QPen(drawn.ink, 2))
        painter.drawLine(QLineF(x - wide * 1.4, middle, x + wide * 1.4, middle))

    def _handle_left(self) -> float:
        return self.box.rect.right() + inks().theme.px(STRIP)
