"""A plain table over rows of texts that is quick with many thousand rows."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from station.views.style import current, font

Index = QModelIndex | QPersistentModelIndex
_WIDEST, _NARROWEST, _LOOKED_AT = 90, 12, 60
_TEXT: Final = int(Qt.ItemDataRole.DisplayRole)
_INK: Final = int(Qt.ItemDataRole.ForegroundRole)
_ANSWERED: Final = (_TEXT, _INK)
_MEASURED = 6


class Rows(QAbstractTableModel):
    """`count` rows whose texts are made by `text(row, column)` when they are drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._count = 0
        self._text: Callable[[int, int], str] = lambda _row, _column: ""
        self._amber: Callable[[int], bool] = lambda _row: False

    def show_rows(
        self,
        names: Sequence[str],
        count: int,
        text: Callable[[int, int], str],
        amber: Callable[[int], bool] = lambda _row: False,
    ) -> None:
        """Takes other rows in; `amber` tells the rows that want to be looked at."""
        self.beginResetModel()
        self._names, self._count, self._text, self._amber = names, count, text, amber
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """One text, or its ink."""
        if role == _TEXT and index.isValid():
            return self._text(index.row(), index.column())
        if role == _INK and index.isValid() and self._amber(index.row()):
            return QColor(current().palette.zones["yellow"].ink)
        return None

    def multiData(self, index: Index, span: Any) -> None:  # noqa: ANN401
        """All that a cell is painted with, asked once: each asking waits for what reads a file.

        While another thread computes, Python answers each question only when that one lets go.
        """
        for place in range(span.size()):
            given = span[place]
            role = given.role()
            found = self.data(index, role) if role in _ANSWERED else None
            if found is None:
                given.clearData()
            else:
                given.setData(found)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # noqa: ANN401
        """The name of a column."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == int(Qt.ItemDataRole.DisplayRole) and section < len(self._names):
            return self._names[section]
        return None


def table(name: str, model: Rows) -> QTableView:
    """A table of whole rows, without row numbers of its own."""
    made = QTableView()
    made.setAccessibleName(name)
    made.setModel(model)
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    made.setMinimumHeight(current().px(45))
    made.setShowGrid(False)
    made.setAlternatingRowColors(True)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    made.verticalHeader().setDefaultSectionSize(current().px(8))
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    made.horizontalHeader().setHighlightSections(False)
    return made


def fit(view: QTableView, model: Rows) -> None:
    """Makes each column as wide as its name and first texts need, within reason."""
    theme = current()
    metrics, names = QFontMetrics(font("body")), QFontMetrics(font("small-strong"))
    for column in range(model.columnCount()):
        header = model.headerData(column, Qt.Orientation.Horizontal)
        widest = names.horizontalAdvance(str(header or ""))
        texts = {
            str(model.data(model.index(row, column)) or "")[:200]
            for row in range(min(model.rowCount(), _LOOKED_AT))
        }
        # Measuring takes longer than making them: the widest is among those with most letters.
        for text in sorted(texts, key=len)[-_MEASURED:]:
            widest = max(widest, metrics.horizontalAdvance(text))
        wide = min(max(widest + theme.px(6), theme.px(_NARROWEST)), theme.px(_WIDEST))
        view.setColumnWidth(column, wide)
