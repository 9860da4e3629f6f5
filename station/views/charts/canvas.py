"""The one module that knows pyqtgraph: a scene of stacked rows, and a line drawn from arrays."""

from typing import Final

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QGraphicsWidget, QWidget

_NOTHING: Final = np.empty(0)
_TURNS: Final = (QEvent.Type.Show, QEvent.Type.Hide)
_SIZED: Final = QEvent.Type(QEvent.registerEventType())
"""Posted by a surface to itself when it was given another size."""


class Surface(pyqtgraph.GraphicsLayoutWidget):  # type: ignore[misc]  # ships no types
    """A scene whose rows are kept and shown again; its coordinates are the widget's pixels.

    A subclass draws for a new size in `sized`.
    """

    _unsized = False  # Qt sends events before __init__ is through

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setSpacing(0)
        self.viewport().setMouseTracking(True)
        self._rows: list[QGraphicsWidget] = []
        # With a listener the scene asks for a picture like any widget: see draw_anew.
        self.scene().changed.connect(_heard)

    def show_rows(self, rows: list[QGraphicsWidget]) -> None:
        """Stacks these rows; those shown already stay where they are."""
        if rows == self._rows:
            return
        pairs = enumerate(zip(self._rows, rows, strict=False))
        shortest = min(len(self._rows), len(rows))
        same = next((n for n, (one, other) in pairs if one is not other), shortest)
        for row in reversed(self._rows[same:]):
            self.ci.removeItem(row)
        for place, row in enumerate(rows[same:], start=same):
            self.ci.addItem(row, place, 0)
        self._rows = list(rows)
        # At once, not with a later event: what is drawn next needs the rows' places.
        self.ci.layout.activate()

    def draw_anew(self) -> None:
        """Lets everything be drawn with the window's next picture.

        To be called before items change: a scene that learns of single items, or that nobody
        listens to, paints the whole window at once, and what else changes in the same breath is
        painted a second time.
        """
        self.scene().update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Waits: a screen that is being built gives five sizes in a breath, and the last counts."""
        if event is None:
            super().resizeEvent(None)
            return
        self.draw_anew()
        if not self._unsized:
            self._unsized = True
            QCoreApplication.postEvent(self, QEvent(_SIZED))

    def customEvent(self, event: QEvent) -> None:
        """Takes the size that it has come to."""
        if event.type() == _SIZED:
            self.take_size()

    def take_size(self) -> None:
        """Lays the rows out for the size it has now, if that is not done yet."""
        if self._unsized:
            self._unsized = False
            super().resizeEvent(None)
            self.ci.layout.activate()
            self.sized()

    def sized(self) -> None:
        """Called when the rows have got another size."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws for the size it has, also where a picture is taken before the loop turns."""
        self.take_size()
        super().paintEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Lets a scene that is shown or hidden wait for the window's next picture."""
        if event.type() in _TURNS and self.scene() is not None:
            self.draw_anew()
        return bool(super().viewportEvent(event))

    def close(self) -> bool:
        """Closes like any widget; pyqtgraph's own tears a scene apart that Python still holds."""
        return QGraphicsView.close(self)

    def paint_ground(self, colour: QColor) -> None:
        """Gives the scene its background."""
        self.setBackground(colour)


class Curve(pyqtgraph.PlotCurveItem):  # type: ignore[misc]  # ships no types
    """One line in pixels of its parent; its bounds are given, so no frame searches for them."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self._bounds = QRectF()
        super().__init__(parent=parent, skipFiniteCheck=True)

    def draw(
        self, x: NDArray[np.float64], y: NDArray[np.float64], joined: NDArray[np.bool_], pen: QPen
    ) -> None:
        """Shows these points; `joined` says for each whether a line leads to the next.

        A whole line with flat ends is drawn piece by piece, which costs the same for each piece
        at any width and resolution; a smooth path wider than one pixel costs hundreds of times
        as much where it crosses itself. A dashed line must be a path.
        """
        lines = "all" if joined[:-1].all() else joined.astype(np.int32)
        whole = pen.style() == Qt.PenStyle.SolidLine
        self.opts["segmentedLineMode"] = "on" if whole else "off"
        self.setData(x=x, y=y, connect=lines, pen=pen, antialias=True, skipFiniteCheck=True)

    def clear_line(self) -> None:
        """Shows nothing."""
        if self.xData is None or self.xData.size:
            self.setData(x=_NOTHING, y=_NOTHING, connect="all")

    def set_bounds(self, bounds: QRectF) -> None:
        """Tells where the line may be drawn."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def boundingRect(self) -> QRectF:
        """The bounds that were given."""
        return self._bounds


def _heard(_places: object) -> None:
    """Stands for whoever listens to a scene."""
