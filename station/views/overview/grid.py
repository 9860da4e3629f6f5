"""A small table of words: what is where, the weeks ahead, the first rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station.views.linelist import amber
from station.views.style import colour, current, font

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROW = 8.5
"""Grid units that a row is high."""
_AIR, _WIDEST = 6, 70
"""Grid units beside the words of a column, and how wide it is at most."""
_STRONG = frozenset({"strong", "loud"})
_INK = {"muted": "muted"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, "" or "strong", "muted" or "loud", and what a screen reader says."""

    text: str
    tone: str = ""
    spoken: str = ""


class GridModel(QAbstractTableModel):
    """Rows of cells under headings; numbers stand in the middle from column `numbers` on."""

    def __init__(self, numbers: int) -> None:
        super().__init__()
        self._numbers = numbers
        self.headings: tuple[str, ...] = ()
        self.cells: tuple[tuple[Cell, ...], ...] = ()

    def show_cells(self, headings: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Takes another table in."""
        self.beginResetModel()
        self.headings, self.cells = tuple(headings), tuple(map(tuple, cells))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The cell's words."""
        cell = self.cells[index.row()][index.column()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return cell.text
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken or f"{self.headings[index.column()]}: {cell.text}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # noqa: ANN401
        """The headings, above their numbers."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self.headings[section]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return int(self.side(section))
        return None

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Where the words of a column stand."""
        return _MIDDLE if column >= self._numbers else _LEFT


class _Drawn(QStyledItemDelegate):
    """Draws a cell by itself: a style sheet would be asked for each one."""

    def __init__(self, cells: GridModel) -> None:
        super().__init__(cells)
        self._cells = cells

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every cell is equally high; how wide it is says the column."""
        return QSize(1, current().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the ground of what is chosen, and the words."""
        cell = self._cells.cells[index.row()][index.column()]
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, colour("accent_soft"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.setFont(font("strong" if cell.tone in _STRONG else "body"))
        painter.setPen(amber() if cell.tone == "loud" else colour(_INK.get(cell.tone, "ink")))
        room = rect.adjusted(current().px(2), 0, -current().px(1), 0)
        painter.drawText(room, int(self._cells.side(index.column())), cell.text)


class Grid(QTableView):
    """The table itself; Enter or a click on a cell opens it (`activated`, `clicked`)."""

    def __init__(self, name: str, title: str, numbers: int = 1, *, rows: bool = False) -> None:
        """With `rows` a whole row is chosen, not a cell."""
        super().__init__()
        self.cells = GridModel(numbers)
        self.cells.setParent(self)
        self._stretch: int | None = None
        self._widths: list[int] = []
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(self.cells)
        self.setItemDelegate(_Drawn(self.cells))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current().px(_ROW))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        if rows:
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the room that is left to the column that takes it."""
        super().resizeEvent(event)
        self._spread()

    def fit(self, *, stretch: int | None = 0) -> None:
        """Gives each column the width of its words, and what is left to one of them."""
        self._stretch, self._widths = stretch, []
        usual, bold = QFontMetrics(font("body")), QFontMetrics(font("strong"))
        for column, name in enumerate(self.cells.headings):
            # Measured here: Qt would style every cell to ask for its size.
            wide = bold.horizontalAdvance(name)
            for row in self.cells.cells:
                metrics = bold if row[column].tone in _STRONG else usual
                wide = max(wide, metrics.horizontalAdvance(row[column].text))
            self._widths.append(min(wide + current().px(_AIR), current().px(_WIDEST)))
            self.setColumnWidth(column, self._widths[column])
        self._spread()

    def _spread(self) -> None:
        if self._stretch is not None and self._widths:
            left = self.viewport().width() - sum(self._widths)
            self.setColumnWidth(self._stretch, self._widths[self._stretch] + max(0, left))

    def fitted_height(self) -> int:
        """How high it is with all its rows."""
        return current().px(_ROW) * (self.cells.rowCount() + 1) + current().px(2)
