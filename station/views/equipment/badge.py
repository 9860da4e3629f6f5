"""The badge that says how a device stands: a word on a quiet ground, or a loud one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.rules.equipment import Standing
from station.views.equipment.standings import standing_word, tone_of
from station.views.style import colour, current, font

_ZONE = {"danger": "red", "warning": "yellow", "good": "green"}


def inks(tone: str) -> tuple[QColor, QColor, QColor]:
    """Ink, ground and edge of a tone."""
    zone = _ZONE.get(tone)
    if zone is None:
        return colour("ink"), colour("raised"), colour("control_line")
    drawn = current().palette.zones[zone]
    return QColor(drawn.ink), QColor(drawn.fill), QColor(drawn.edge)


def badge_width(words: str, role: str = "small-strong") -> int:
    """How wide a badge with these words is."""
    return round(QFontMetricsF(font(role)).horizontalAdvance(words)) + current().px(4)


def paint_badge(
    painter: QPainter, box: QRectF, words: str, tone: str, role: str = "small-strong"
) -> None:
    """Draws a badge that fills `box`."""
    ink, ground, edge = inks(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
    painter.setFont(font(role))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
    painter.restore()


class StandingBadge(QWidget):
    """The badge of one device, as large as its words."""

    def __init__(self, standing: Standing, role: str = "strong") -> None:
        super().__init__()
        self.setObjectName("device_standing")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._standing, self._role = standing, role
        self.setAccessibleName(standing_word(standing))

    def sizeHint(self) -> QSize:
        """As large as its words."""
        wide = badge_width(standing_word(self._standing), self._role)
        return QSize(wide + current().px(1), current().px(6.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the badge."""
        words, tone = standing_word(self._standing), tone_of(self._standing)
        paint_badge(QPainter(self), QRectF(self.rect()), words, tone, self._role)
