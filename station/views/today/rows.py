"""The worklist's rows on screen: filtered by plain lists, found again by patient."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from station.rules.lookup import words_of
from station.rules.standing import Standing
from station.services.today.worklist import WorkRow
from station.views.today.words import row_words

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_NAME = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


def chosen(rows: Sequence[WorkRow], standing: Standing | None, query: str) -> Sequence[WorkRow]:
    """Give the rows of one standing (None: all) whose folded name has every word of the query."""
    words = words_of(query)
    if standing is None and not words:
        return rows
    if not words:
        return [row for row in rows if row.standing is standing]
    if len(words) == 1:
        (word,) = words
        return [
            row
            for row in rows
            if word in row.search_text and (standing is None or row.standing is standing)
        ]
    return [
        row
        for row in rows
        if all(word in row.search_text for word in words)
        and (standing is None or row.standing is standing)
    ]


class WorkRows(QAbstractListModel):
    """The rows now shown, in the order of the service; `rebuilt` tells that places have moved."""

    rebuilt = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[WorkRow] = ()
        self._shown: Sequence[WorkRow] = ()
        self.standing: Standing | None = None
        self.query = ""
        self.fresh = True

    @property
    def shown(self) -> Sequence[WorkRow]:
        """The rows that pass the filter, in order."""
        return self._shown

    @property
    def everyone(self) -> Sequence[WorkRow]:
        """All rows, filtered or not."""
        return self._all

    def show_rows(self, rows: Sequence[WorkRow]) -> None:
        """Takes a new list in; rows that stand where they stood are only drawn anew."""
        self._all = rows
        self._renew()

    def filter(self, standing: Standing | None, query: str) -> None:
        """Shows the rows of one standing (None: all) that match the query."""
        self.standing, self.query = standing, query
        self._renew()

    def set_fresh(self, fresh: bool) -> None:
        """Says whether the colours can be trusted now."""
        if fresh != self.fresh:
            self.fresh = fresh
            self._changed(0, len(self._shown) - 1)

    def row_of(self, patient_id: str) -> int:
        """The place of a patient among the rows shown, or -1."""
        return next((at for at, row in enumerate(self._shown) if row.patient_id == patient_id), -1)

    def find(self, patient_id: str) -> WorkRow | None:
        """The row of a patient, shown or not."""
        return next((row for row in self._all if row.patient_id == patient_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = _NAME) -> Any:  # noqa: ANN401  (Qt's own shape)
        """The row for the painter, and its words for a screen reader."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == ROW_ROLE:
            return row
        if role == _NAME:
            return row.name
        if role == _SPOKEN:
            return row_words(row, fresh=self.fresh)
        return None

    def _renew(self) -> None:
        before, after = self._shown, chosen(self._all, self.standing, self.query)
        if len(before) == len(after) and all(
            old.patient_id == new.patient_id for old, new in zip(before, after, strict=True)
        ):
            self._shown = after
            for at, (old, new) in enumerate(zip(before, after, strict=True)):
                if old is not new and old != new:
                    self._changed(at, at)
            return
        self.beginResetModel()
        self._shown = after
        self.endResetModel()
        self.rebuilt.emit()

    def _changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last))
