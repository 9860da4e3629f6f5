"""A layout that lets chips and buttons flow onto the next line instead of being clipped."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Places its widgets from the left and starts a new line when one no longer fits."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        # Qt asks many times for what only changes when it says so.
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Takes an item in at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Removes and gives the item at a place, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """A flow asks for no more room than its lines need."""
        return Qt.Orientation(0)

    def invalidate(self) -> None:
        """Forgets the sizes: something inside has changed."""
        self._heights.clear()
        self._hint = self._least = None
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Places every item inside `rect`."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All items on one line."""
        if self._hint is None:
            hints = [item.sizeHint() for item in self._shown()]
            wide = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
            self._hint = QSize(wide, max((hint.height() for hint in hints), default=0))
        return self._hint

    def minimumSize(self) -> QSize:
        """The widest single item."""
        if self._least is None:
            self._least = QSize()
            for item in self._shown():
                self._least = self._least.expandedTo(item.minimumSize())
        return self._least

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            hint = item.sizeHint()
            wide = min(hint.width(), rect.width())
            if x > rect.x() and x + wide > rect.x() + rect.width():
                _settle(placed, line, move=move)
                x, y, line = rect.x(), y + line + self._gap, 0
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            placed.append((item, QRect(x, y, wide, high)))
            x += wide + self._gap
            line = max(line, high)
        _settle(placed, line, move=move)
        return y + line - rect.y()


def _settle(placed: list[tuple[QLayoutItem, QRect]], line: int, *, move: bool) -> None:
    """Puts a line's items where they belong, each in the middle of the line's height."""
    if move:
        for item, box in placed:
            item.setGeometry(box.translated(0, (line - box.height()) // 2))
    placed.clear()
