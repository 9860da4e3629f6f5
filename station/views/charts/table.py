"""The same readings as a table: one row for every time, the newest first."""

from typing import Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from station.core.formats import when
from station.core.i18n import tr
from station.views.charts.cursor import CursorValue
from station.views.charts.data import Mark, Series, Times, TrendData
from station.views.charts.geometry import Window
from station.views.charts.words import figure

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class TrendTable(QAbstractTableModel):
    """Rows of times, a column for every series, and one for what is special about the row."""

    def __init__(self) -> None:
        super().__init__()
        self._data = TrendData((), (), 0, 0)
        self._times: Times = np.empty(0, dtype=np.int64)
        self._columns: list[tuple[str, int, Series]] = []
        self._marks: dict[int, list[Mark]] = {}

    def show_window(self, data: TrendData, window: Window) -> None:
        """Takes the readings and marks of a window in time."""
        self.beginResetModel()
        self._data = data
        self._columns = [
            (
                _heading(panel.title, panel.unit, series.label if len(panel.series) > 1 else ""),
                panel.decimals,
                series,
            )
            for panel in data.panels
            for series in panel.series
        ]
        self._marks = {}
        for mark in data.marks:
            if window.from_ms <= mark.at <= window.to_ms:
                self._marks.setdefault(mark.at, []).append(mark)
        parts = [_within(series, window) for _, _, series in self._columns]
        parts.append(np.fromiter(self._marks, dtype=np.int64))
        self._times = np.unique(np.concatenate(parts))[::-1]
        self.endResetModel()

    def time_of(self, row: int) -> int:
        """The time of a row in UTC milliseconds."""
        return int(self._times[row])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row for every time at which something was measured or happened."""
        return 0 if parent.isValid() else int(self._times.size)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Time, every series, remarks."""
        return 0 if parent.isValid() else len(self._columns) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The names of the columns with their units."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return tr("Time")
        if section <= len(self._columns):
            return self._columns[section - 1][0]
        return tr("Remark")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; numbers stand to the right."""
        column = index.column()
        number = 0 < column <= len(self._columns)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        at = self.time_of(index.row())
        if column == 0:
            return when(at, self._data.now_ms)
        if number:
            return self._figure(column - 1, at)
        return self._remark(at)

    def _figure(self, column: int, at: int) -> str:
        _, decimals, series = self._columns[column]
        return " · ".join(figure(value, decimals) for value in _values(series, at))

    def _remark(self, at: int) -> str:
        notes = []
        found = [value for _, _, series in self._columns for value in _values(series, at)]
        if any(value.excluded for value in found):
            notes.append(tr("does not count"))
        if any(value.unconfirmed for value in found):
            notes.append(tr("unconfirmed"))
        notes += [mark.text for mark in self._marks.get(at, ()) if mark.text]
        return " · ".join(notes)


def _heading(title: str, unit: str, label: str) -> str:
    words = f"{title} {label}".strip()
    return f"{words} ({unit})" if unit else words


def _within(series: Series, window: Window) -> Times:
    start = np.searchsorted(series.times, window.from_ms, side="left")
    return series.times[start : np.searchsorted(series.times, window.to_ms, side="right")]


def _values(series: Series, at: int) -> list[CursorValue]:
    """All readings of a series at exactly this time."""
    start = int(np.searchsorted(series.times, at, side="left"))
    stop = int(np.searchsorted(series.times, at, side="right"))
    return [
        CursorValue(
            panel="",
            label=series.label,
            at=at,
            value=None if series.beyond[n] else float(series.values[n]),
            beyond=int(series.beyond[n]),
            excluded=bool(series.excluded[n]),
            unconfirmed=bool(series.unconfirmed[n]),
        )
        for n in range(start, stop)
    ]
