"""The sums above the worklist: each a shape with its number, and a filter when it is pressed."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.standing import Standing
from station.rules.wording import standing_word
from station.views.style import Button, colour, current, font, hint, keys, paint_shape
from station.views.today.words import ZONE_OF

EVERYONE_KEY: Final = "Ctrl+0"


def key_of(standing: Standing) -> str:
    """The short cut that shows one standing alone: Ctrl+1 for red, down to Ctrl+6 for green."""
    return f"Ctrl+{int(standing) + 1}"


class CountButton(Button):
    """A shape and how many stand there; pressed, only those are shown."""

    def __init__(self, standing: Standing) -> None:
        super().__init__("", key_of(standing), kind="count")
        self.setText("")
        self.standing = standing
        self._count = 0
        self.setObjectName(f"count_{ZONE_OF[standing]}")
        self.setCheckable(True)
        self.show_count(0)

    @property
    def count(self) -> int:
        """How many stand there."""
        return self._count

    def show_count(self, count: int) -> None:
        """Takes another number in."""
        self._count = count
        word = standing_word(self.standing)
        self.setAccessibleName(f"{word}: {count}")
        hint(self, f"{word}: {count}  {keys(key_of(self.standing))}")
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """The owner says what is chosen."""

    def sizeHint(self) -> QSize:
        """Room for the shape and the number."""
        theme = current()
        number = QFontMetricsF(font("strong", theme)).horizontalAdvance(str(self._count))
        return QSize(round(number) + theme.px(7), theme.px(7))

    def minimumSizeHint(self) -> QSize:
        """The same: a number is never clipped."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws shape and number, a ground when chosen, and the ring of the focus."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        zone = theme.palette.zones[ZONE_OF[self.standing]]
        if self.isChecked() or self.underMouse() or self.hasFocus():
            edge = colour("focus") if self.hasFocus() else QColor(zone.edge)
            painter.setPen(QPen(edge, 2 if self.hasFocus() or self.isChecked() else 1))
            painter.setBrush(QColor(zone.fill) if self.isChecked() else colour("surface"))
            painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))
        side = theme.px(2.75)
        mark = QRectF(theme.px(1.5), (self.height() - side) / 2, side, side)
        ink = QColor(zone.ink) if self._count else colour("muted")
        paint_shape(painter, ZONE_OF[self.standing], mark, ink)
        painter.setFont(font("strong" if self._count else "body", theme))
        painter.setPen(ink)
        room = QRectF(mark.right() + theme.px(1.25), 0, self.width(), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), str(self._count))


class Counts(QWidget):
    """All sums in a row; `chosen` carries a Standing, or None for everybody."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Show only"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons = {standing: CountButton(standing) for standing in Standing}
        for standing, button in self._buttons.items():
            button.clicked.connect(lambda _=False, standing=standing: self._press(standing))
            row.addWidget(button)

    def show_counts(self, counts: Mapping[Standing, int]) -> None:
        """Takes new sums in; a standing without anybody gives its room away, unless chosen."""
        # Each button that comes would have the whole page laid out anew.
        self._row.setEnabled(False)
        for standing, button in self._buttons.items():
            count = counts.get(standing, 0)
            button.show_count(count)
            button.setVisible(bool(count) or button.isChecked())
        self._row.setEnabled(True)
        self._row.update()

    def mark(self, standing: Standing | None) -> None:
        """Shows which one is chosen."""
        for each, button in self._buttons.items():
            button.setChecked(each is standing)
            button.setVisible(bool(button.count) or each is standing)

    def _press(self, standing: Standing) -> None:
        again = self._buttons[standing].isChecked()
        self.chosen.emit(None if again else standing)
