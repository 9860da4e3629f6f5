"""A code of squares on the screen, for a tablet's camera."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.views.style import current

Matrix = Sequence[Sequence[bool]]
"""Rows of squares; true is dark."""

_UNITS, _LARGE = 108, 300
"""Grid units of its side; with large text it has so many pixels, and is seen whole."""
_QUIET = 4
"""Squares of white that a camera needs on every side."""


class Squares(QWidget):
    """Draws the code black on white in every appearance: a camera finds no other."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self.setObjectName("tablet_code")
        self.setAccessibleName(tr("Code for the tablet's camera"))
        self.matrix = matrix
        theme = current()
        side = theme.px(_UNITS) if theme.scale < 1.5 else _LARGE
        self.setFixedSize(QSize(side, side))

    def show_matrix(self, matrix: Matrix) -> None:
        """Shows another code; an empty one shows a white square."""
        self.matrix = matrix
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws each row's dark squares, on whole pixels so that they stay sharp."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = len(self.matrix)
        if not count:
            return
        cell = max(1, self.width() // (count + 2 * _QUIET))
        edge = (self.width() - cell * count) // 2
        for down, row in enumerate(self.matrix):
            for at, dark in enumerate(row):
                if dark:
                    place = QRectF(edge + at * cell, edge + down * cell, cell, cell)
                    painter.fillRect(place, Qt.GlobalColor.black)
