"""The same readings as a table: one row for every time, the newest first.

A sensor that measures every few minutes would bury the rest: over more than two days its readings
are gathered, the lowest and highest of each hour, and of each day over more than eight.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from station.core.formats import near_day, number, when
from station.core.i18n import tr
from station.core.zone import day_of
from station.views.charts.cursor import CursorValue
from station.views.charts.data import (
    DAY_MS,
    HOUR_MS,
    Mark,
    PanelData,
    Series,
    Times,
    TrendData,
    Values,
    first_after,
    first_from,
)
from station.views.charts.geometry import Window
from station.views.charts.stretches import day_starts, hour_starts
from station.views.charts.words import figure

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_OFTEN_MS: Final = HOUR_MS // 2
_SHORT_MS: Final = 2.5 * DAY_MS
_MIDDLE_MS: Final = 8.5 * DAY_MS


@dataclass(frozen=True, slots=True)
class Column:
    """One panel in the table; `gathered` says whether a cell holds a whole stretch of it."""

    panel: PanelData
    gathered: bool

    @property
    def heading(self) -> str:
        """Title and unit."""
        return f"{self.panel.title} ({self.panel.unit})" if self.panel.unit else self.panel.title


class TrendTable(QAbstractTableModel):
    """Rows of times, a column for every series, and one for what is special about the row."""

    def __init__(self) -> None:
        super().__init__()
        self._data = TrendData((), (), 0, 0)
        self._times: Times = np.empty(0, dtype=np.int64)
        self._columns: list[Column] = []
        self._marks: dict[int, list[Mark]] = {}
        self._starts: Times = np.empty(0, dtype=np.int64)
        self._by_day = False
        self._words: dict[tuple[int, int], str] = {}

    def show_window(self, data: TrendData, window: Window) -> None:
        """Takes the readings and marks of a window in time."""
        self.beginResetModel()
        self._words.clear()
        self._data = data
        self._columns = [
            Column(panel, panel.interval_ms <= _OFTEN_MS and window.span > _SHORT_MS)
            for panel in data.panels
        ]
        self._by_day = window.span > _MIDDLE_MS
        self._starts = (day_starts if self._by_day else hour_starts)(window.from_ms, window.to_ms)
        self._marks = {}
        for mark in data.marks:
            if window.from_ms <= mark.at <= window.to_ms:
                self._marks.setdefault(mark.at, []).append(mark)
        parts = [
            self._rows_of(c, series, window) for c in self._columns for series in c.panel.series
        ]
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
    ) -> object:
        """The names of the columns with their units."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(0 < section <= len(self._columns))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return tr("Time")
        if section <= len(self._columns):
            return self._columns[section - 1].heading
        return tr("Remark")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; numbers stand to the right."""
        column = index.column()
        figures = 0 < column <= len(self._columns)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(figures)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        # Kept: a screen reader asks for every cell again and again.
        cell = (index.row(), column)
        if cell not in self._words:
            self._words[cell] = self._written(self.time_of(index.row()), column)
        return self._words[cell]

    def _written(self, at: int, column: int) -> str:
        if column == 0:
            return self._time(at)
        if column <= len(self._columns):
            return self._figure(self._columns[column - 1], at)
        return self._remark(at)

    def _time(self, at: int) -> str:
        now = self._data.now_ms
        if self._by_day and self._begins(at) and any(c.gathered for c in self._columns):
            return near_day(day_of(at), day_of(now))
        return when(at, now)

    def _begins(self, at: int) -> bool:
        """Whether a stretch begins at this time."""
        place = first_from(self._starts, at)
        return place < self._starts.size and int(self._starts[place]) == at

    def _figure(self, column: Column, at: int) -> str:
        """What a panel measured at a time: 142/81; «–» stands for one of a pair that is missing."""
        cells = [
            self._gathered(column, series, at)
            if column.gathered
            else " · ".join(figure(value, column.panel.decimals) for value in _values(series, at))
            for series in column.panel.series
        ]
        if any(cells):
            return "/".join(cell or "–" for cell in cells)
        unsaid = any(at in series.gaps for series in column.panel.series)
        return tr("Cannot say") if unsaid else ""

    def _gathered(self, column: Column, series: Series, at: int) -> str:
        """The lowest and highest counted reading of the stretch that begins at `at`."""
        if not self._begins(at):
            return ""
        after = first_after(self._starts, at)
        end = int(self._starts[after]) if after < self._starts.size else self._data.now_ms + 1
        start, stop = first_from(series.times, at), first_from(series.times, end)
        counted = ~series.excluded[start:stop]
        values, sides = series.values[start:stop][counted], series.beyond[start:stop][counted]
        ends = [number(value, column.panel.decimals) for value in _ends(values[sides == 0])]
        low = [tr("LO")] if (sides < 0).any() else ends[:1]
        high = [tr("HI")] if (sides > 0).any() else ends[1:]
        return "–".join(dict.fromkeys(low + high))

    def _remark(self, at: int) -> str:
        notes = []
        found = [
            value
            for column in self._columns
            if not column.gathered
            for series in column.panel.series
            for value in _values(series, at)
        ]
        if any(value.excluded for value in found):
            notes.append(tr("does not count"))
        if any(value.unconfirmed for value in found):
            notes.append(tr("unconfirmed"))
        notes += [mark.text for mark in self._marks.get(at, ()) if mark.text]
        return " · ".join(notes)

    def _rows_of(self, column: Column, series: Series, window: Window) -> Times:
        """The times of a column's cells: of its readings, or of the stretches that hold some."""
        start = first_from(series.times, window.from_ms)
        shown = series.times[start : first_after(series.times, window.to_ms)]
        if not column.gathered or not shown.size:
            asked = first_from(series.gaps, window.from_ms)
            return np.union1d(shown, series.gaps[asked : first_after(series.gaps, window.to_ms)])
        places = np.searchsorted(self._starts, shown, side="right") - 1
        return self._starts[np.unique(places)]


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _ends(values: Values) -> tuple[float, ...]:
    return (float(values.min()), float(values.max())) if values.size else ()


def _values(series: Series, at: int) -> list[CursorValue]:
    """All readings of a series at exactly this time."""
    start, stop = first_from(series.times, at), first_after(series.times, at)
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
