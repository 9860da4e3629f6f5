"""A sheet of labels in small: which place the first label goes to, for a sheet that was begun."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.core.i18n import tr
from station.services.prints.labels import LabelFormat
from station.views.style import colour, current

_HIGH = 46
"""Grid units that a page is high."""
_PAGE = 297.0


class StartPlaces(QWidget):
    """Arrows and clicks choose; `turned` carries the place, counted from 0."""

    turned = Signal(int)

    def __init__(self, form: LabelFormat) -> None:
        super().__init__()
        self.setObjectName("label_start")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._form, self._place, self._count = form, 0, 0
        self._say()

    @property
    def place(self) -> int:
        """Where the first label goes."""
        return self._place

    def show_form(self, form: LabelFormat) -> None:
        """Shows another sort of sheet, from its first place."""
        self._form, self._place = form, 0
        self._say()
        self.update()

    def show_count(self, count: int) -> None:
        """Shows how many places are needed."""
        self._count = count
        self.update()

    def choose(self, place: int) -> None:
        """Lets the first label go there, if it is on the sheet."""
        if 0 <= place < self._form.count and place != self._place:
            self._place = place
            self._say()
            self.update()
            self.turned.emit(place)

    def sizeHint(self) -> QSize:
        """As high as a small page."""
        scale = self._scale()
        return QSize(round(210 * scale) + 2, round(_PAGE * scale) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Home goes to the first place."""
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._form.columns,
            Qt.Key.Key_Down: self._form.columns,
            Qt.Key.Key_Home: -self._place,
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self._place + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the nearest place."""
        at = event.position()

        def away(place: int) -> float:
            return (self._box(place).center() - at).manhattanLength()

        self.choose(min(range(self._form.count), key=away))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws used places empty, those that will be printed filled, the first with its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        painter.fillRect(QRectF(0, 0, 210 * scale, _PAGE * scale), colour("surface"))
        painter.setPen(QPen(colour("control_line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, 210 * scale, _PAGE * scale))
        for place in range(self._form.count):
            box, printed = self._box(place), 0 <= place - self._place < self._count
            if printed:
                painter.fillRect(box, colour("accent_soft"))
            edge = colour("accent") if place == self._place else colour("control_line")
            painter.setPen(QPen(edge, 2 if place == self._place else 1))
            painter.drawRect(box)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(QRectF(1, 1, 210 * scale - 1, _PAGE * scale - 1))

    def _box(self, place: int) -> QRectF:
        left, top = self._form.place(place)
        scale, thin = self._scale(), 1.5
        return QRectF(
            left * scale + thin,
            top * scale + thin,
            self._form.width * scale - 2 * thin,
            self._form.height * scale - 2 * thin,
        )

    def _scale(self) -> float:
        return current().px(_HIGH) / _PAGE

    def _say(self) -> None:
        row, column = divmod(self._place, self._form.columns)
        self.setAccessibleName(
            tr("First label: row {row}, column {column}", row=row + 1, column=column + 1)
        )
