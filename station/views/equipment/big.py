"""What must be read from across the desk: large words, and whether a value is kept."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.core.i18n import N_, tr
from station.views.style import colour, current, font

_LARGE, _LESS = 1.5, 0.6
"""From this scale on large words are drawn with this share of their size."""
_LEAST = 5.0
"""Grid units that large words keep at least, however narrow it gets."""


class BigWords(QWidget):
    """One line drawn as large as `units` grid units, smaller where it would not fit."""

    def __init__(self, text: str = "", units: float = 18, ink: str = "ink") -> None:
        super().__init__()
        # Where all text is large already, the rest needs the room.
        self._units = units if current().scale < _LARGE else units * _LESS
        self._text, self._ink = "", ink
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Shows other words."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for its letters."""
        return QSize(current().px(40), current().px(self._units * 1.3))

    def minimumSizeHint(self) -> QSize:
        """May become narrow: the letters become smaller then."""
        return QSize(current().px(20), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words in the middle, as large as they fit."""
        painter = QPainter(self)
        painter.setFont(_fitting(self._text, self._units, self.width()))
        painter.setPen(colour(self._ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


def _fitting(text: str, units: float, wide: float) -> QFont:
    """The display face as high as `units`, or lower so that `text` is at most `wide` pixels."""
    theme, face = current(), font("display")
    face.setPixelSize(max(1, theme.px(units)))
    needed = QFontMetricsF(face).horizontalAdvance(text)
    if needed > wide > 0:
        face.setPixelSize(max(theme.px(_LEAST), int(theme.px(units) * wide / needed)))
    return face


class Kept(StrEnum):
    """Where a value measured at the office stands."""

    WAITING = "waiting"
    LIVE = "live"
    SAVED = "saved"
    TEST = "test"
    DISCARDED = "discarded"
    FAILED = "failed"


_WORDS: Final = {
    Kept.WAITING: N_("Waiting for the device"),
    Kept.LIVE: N_("NOT SAVED"),
    Kept.SAVED: N_("SAVED"),
    Kept.TEST: N_("SAVED AS A TEST"),
    Kept.DISCARDED: N_("DISCARDED"),
    Kept.FAILED: N_("THE MEASUREMENT FAILED"),
}
_ZONES: Final = {
    Kept.WAITING: "pause",
    Kept.LIVE: "yellow",
    Kept.SAVED: "green",
    Kept.TEST: "unknown",
    Kept.DISCARDED: "unknown",
    Kept.FAILED: "red",
}


def kept_word(kept: Kept) -> str:
    """What stands on the mark."""
    return tr(_WORDS[kept])


class KeptMark(QWidget):
    """Saved or not saved, by colour, word and shape: only what is saved has a whole edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept_mark")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.kept = Kept.WAITING
        self.show_kept(Kept.WAITING)

    def show_kept(self, kept: Kept) -> None:
        """Takes another state."""
        self.kept = kept
        self.setAccessibleName(kept_word(kept))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its words."""
        wide = QFontMetricsF(font("heading")).horizontalAdvance(kept_word(self.kept))
        return QSize(round(wide) + current().px(16), current().px(12))

    def minimumSizeHint(self) -> QSize:
        """The same: the words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground, its edge, the shape and the words."""
        theme = current()
        tones = theme.palette.zones[_ZONES[self.kept]]
        ink = QColor(tones.ink)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(tones.edge), 2)
        if self.kept is not Kept.SAVED:
            edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(QColor(tones.fill))
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(box, theme.px(2), theme.px(2))
        words, face = kept_word(self.kept), font("heading")
        wide = QFontMetricsF(face).horizontalAdvance(words)
        side, gap = theme.px(5.5), theme.px(2.5)
        left = (self.width() - wide - side - gap) / 2
        sign = QRectF(left, (self.height() - side) / 2, side, side)
        paint_kept(painter, self.kept, sign, ink, QColor(tones.fill))
        painter.setFont(face)
        painter.setPen(ink)
        place = QRectF(left + side + gap, 0, wide + 2, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)


def paint_kept(painter: QPainter, kept: Kept, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Draws the shape of a state: a tick in a disc, an empty ring, a cross, a bar."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    pen = QPen(ink, 2.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(ink if kept is Kept.SAVED else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 2, 20, 20))
    if kept is Kept.SAVED:
        painter.setPen(QPen(ground, 2.6))
        painter.drawPolyline([QPointF(7, 12.5), QPointF(10.7, 16), QPointF(17, 8.5)])
    elif kept in (Kept.FAILED, Kept.DISCARDED):
        painter.drawLine(QPointF(8, 8), QPointF(16, 16))
        painter.drawLine(QPointF(16, 8), QPointF(8, 16))
    elif kept is Kept.TEST:
        painter.drawLine(QPointF(7.5, 12), QPointF(16.5, 12))
    painter.restore()
