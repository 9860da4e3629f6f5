"""The six zones: a shape, a word and a colour each, drawn the same everywhere."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.core.i18n import N_, tr
from station.views.style.theme import current, font
from station.views.style.tokens import Theme


@dataclass(frozen=True, slots=True)
class ZoneLook:
    """The sign (for running text) and the English word of one zone."""

    sign: str
    word: str


ZONES: Final = {
    "red": ZoneLook("◆", N_("Red")),
    "yellow": ZoneLook("▲", N_("Yellow")),
    "unknown": ZoneLook("?", N_("Unknown")),
    "missing": ZoneLook("○", N_("Missing")),
    "pause": ZoneLook("‖", N_("Pause")),
    "green": ZoneLook("✓", N_("Green")),
}
"""In the order of the work list: who needs someone first stands first."""


def zone_word(zone: str) -> str:
    """The zone's word in the language spoken now."""
    return tr(ZONES[zone].word)


def shape(zone: str, box: QRectF) -> tuple[QPainterPath, bool]:
    """The zone's shape inside `box`, and whether it is filled (else drawn as a line)."""
    return _SHAPES[zone](box)


def paint_shape(painter: QPainter, zone: str, box: QRectF, ink: QColor) -> None:
    """Draws the zone's shape inside `box` in `ink`."""
    path, filled = shape(zone, box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, max(1.4, box.height() * 0.16))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(Qt.PenStyle.NoPen if filled else pen)
    painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def paint_badge(painter: QPainter, zone: str, box: QRectF, *, compact: bool = False) -> None:
    """Draws a zone badge (shape, word, colour; dashed edge when missing) inside `box`."""
    theme = current()
    colours = theme.palette.zones[zone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colours.edge), 1)
    if zone == "missing":
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(colours.fill))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(1.25), theme.px(1.25))
    size, gap = theme.px(2.75), theme.px(1.25)
    role = "small-strong" if compact else "strong"
    metrics = QFontMetricsF(font(role, theme))
    word = zone_word(zone)
    wide = metrics.horizontalAdvance(word)
    left = box.center().x() - (size + gap + wide) / 2
    mark = QRectF(left, box.center().y() - size / 2, size, size)
    paint_shape(painter, zone, mark, QColor(colours.ink))
    painter.setFont(font(role, theme))
    painter.setPen(QColor(colours.ink))
    painter.drawText(
        QRectF(mark.right() + gap, box.top(), wide + 2, box.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        word,
    )
    painter.restore()


def badge_size() -> QSize:
    """The size that holds the widest zone word, so that badges stand in one column."""
    theme = current()
    words = tuple(zone_word(zone) for zone in ZONES)
    return QSize(_widest(words, theme.scale) + theme.px(8), theme.px(6.5))


@lru_cache(maxsize=16)
def _widest(words: tuple[str, ...], scale: float) -> int:
    """The pixels of the widest word; every row of a list asks for the same."""
    metrics = QFontMetricsF(font("strong", Theme(scale=scale)))
    return round(max(metrics.horizontalAdvance(word) for word in words))


class ZoneBadge(QWidget):
    """A zone as shape, word and colour; a doubted green says «unknown» until it is fresh."""

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._doubted = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def shown(self) -> str:
        """The zone that is drawn."""
        return "unknown" if self._doubted and self._zone == "green" else self._zone

    def set_zone(self, zone: str) -> None:
        """Shows another zone."""
        self._zone = zone
        self._name()

    def set_doubted(self, doubted: bool) -> None:
        """Says whether the watcher is silent, in which case nothing may look green."""
        self._doubted = doubted
        self._name()

    def sizeHint(self) -> QSize:
        """The common size of all badges."""
        return badge_size()

    def minimumSizeHint(self) -> QSize:
        """The same: a badge is never clipped."""
        return badge_size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the badge."""
        paint_badge(QPainter(self), self.shown, QRectF(self.rect()))

    def _name(self) -> None:
        self.setAccessibleName(zone_word(self.shown))
        self.updateGeometry()
        self.update()


def _diamond(box: QRectF) -> tuple[QPainterPath, bool]:
    centre = box.center()
    return _polygon(
        (centre.x(), box.top()),
        (box.right(), centre.y()),
        (centre.x(), box.bottom()),
        (box.left(), centre.y()),
    ), True


def _triangle(box: QRectF) -> tuple[QPainterPath, bool]:
    top, low = box.top() + box.height() * 0.06, box.bottom() - box.height() * 0.06
    return _polygon((box.center().x(), top), (box.right(), low), (box.left(), low)), True


def _ring(box: QRectF) -> tuple[QPainterPath, bool]:
    path = QPainterPath()
    inset = box.height() * 0.1
    path.addEllipse(box.adjusted(inset, inset, -inset, -inset))
    return path, False


def _bars(box: QRectF) -> tuple[QPainterPath, bool]:
    path = QPainterPath()
    for share in (0.3, 0.7):
        x = box.left() + box.width() * share
        path.moveTo(x, box.top() + box.height() * 0.08)
        path.lineTo(x, box.bottom() - box.height() * 0.08)
    return path, False


def _tick(box: QRectF) -> tuple[QPainterPath, bool]:
    path = QPainterPath()
    path.moveTo(_at(box, 0.08, 0.55))
    path.lineTo(_at(box, 0.38, 0.85))
    path.lineTo(_at(box, 0.92, 0.18))
    return path, False


def _question(box: QRectF) -> tuple[QPainterPath, bool]:
    path = QPainterPath()
    centre, radius = _at(box, 0.5, 0.3), box.height() * 0.26
    turns = [
        QPointF(
            centre.x() + radius * cos(radians(turn)),
            centre.y() + radius * sin(radians(turn)),
        )
        for turn in range(-190, 61, 10)
    ]
    path.moveTo(turns[0])
    for point in turns[1:]:
        path.lineTo(point)
    path.lineTo(_at(box, 0.5, 0.68))
    path.moveTo(_at(box, 0.5, 0.95))
    path.lineTo(_at(box, 0.5, 0.96))
    return path, False


def _polygon(*corners: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.closeSubpath()
    return path


def _at(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.left() + box.width() * across, box.top() + box.height() * down)


_SHAPES: Final = {
    "red": _diamond,
    "yellow": _triangle,
    "unknown": _question,
    "missing": _ring,
    "pause": _bars,
    "green": _tick,
}
