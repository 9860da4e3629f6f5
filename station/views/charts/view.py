"""The trend with its periods, its legend, and the table of the same readings."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import tr
from station.views.charts.data import TrendData
from station.views.charts.geometry import Window
from station.views.charts.table import TrendTable
from station.views.charts.trend import DAYS, Trend
from station.views.style import ElidedLabel, EmptyState, colour, current, font, hint, label

TABLE_KEY: Final = "Ctrl+T"
_LOOKED_AT: Final = 15
"""So many rows decide how wide a column is."""
_LETTERS: Final = {7: "U", 30: "M", 90: "K", 0: "A"}


class TrendView(QWidget):
    """What a patient's card shows: periods above, the trend or its table below."""

    period_chosen = Signal(int)
    """The days the nurse chose, one of trend.DAYS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend-view")
        self.trend = Trend()
        self.model = TrendTable()
        self.table = _table(self.model)
        self.stack = QStackedWidget()
        self._buttons = {days: PeriodButton(_period_words(days), _LETTERS[days]) for days in DAYS}
        self.switch = PeriodButton(tr("table"), TABLE_KEY, key_shown=True)
        self.switch.setObjectName("trend_switch")
        self._lay_out()
        for part in (self.trend, self.table, EmptyState(tr("No readings yet"), "")):
            self.stack.addWidget(part)
        self.trend.period_chosen.connect(self._mark_period)
        self.trend.window_changed.connect(self._fill_table)
        for days, button in self._buttons.items():
            button.setObjectName(f"period_{days}")
            button.clicked.connect(lambda _=False, days=days: self.choose(days))
        self.switch.clicked.connect(self.toggle_table)
        shortcut = QShortcut(QKeySequence(TABLE_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.toggle_table)
        self._mark_period(self.trend.days)

    def set_data(self, data: TrendData) -> None:
        """Shows another patient in the period and the form chosen last."""
        self.trend.set_data(data)
        self.trend.setMinimumHeight(len(data.panels) * current().px(24))
        self._show_part()

    def choose(self, days: int) -> None:
        """Shows the last `days` days, or everything with 0."""
        self.trend.show_days(days)
        self.period_chosen.emit(days)

    def toggle_table(self) -> None:
        """Shows the table instead of the trend, or the trend again, and puts the focus there."""
        self.switch.setChecked(not self.table_shown)
        self._show_part()
        shown = self.table if self.table_shown else self.trend
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def table_shown(self) -> bool:
        """Whether the table stands in the place of the trend."""
        return self.stack.currentWidget() is self.table

    def image(self, scale: float = 2.0) -> QImage:
        """The trend as a picture, also while the table is shown."""
        return self.trend.image(scale)

    def _lay_out(self) -> None:
        px = current().px
        line = QHBoxLayout()
        line.setSpacing(px(1))
        line.addWidget(label(tr("Trend"), "small"))
        for button in self._buttons.values():
            line.addWidget(button)
        legend = tr("○ does not count · ◌ unconfirmed · ◆▲ alert · | contact")
        line.addWidget(_Legend(legend, "small"), 1)
        line.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addLayout(line)
        column.addWidget(self.stack, 1)

    def _show_part(self) -> None:
        empty = not self.trend.data.panels
        place = 2 if empty else int(self.switch.isChecked())
        if place != self.stack.currentIndex():
            self.stack.setCurrentIndex(place)
            self._fill_table(self.trend.window_shown)

    def _fill_table(self, window: Window) -> None:
        if self.table_shown:
            self.model.show_window(self.trend.data, window)
            self.table.resizeColumnsToContents()

    def _mark_period(self, days: int) -> None:
        for own, button in self._buttons.items():
            button.setChecked(own == days)


class _Legend(ElidedLabel):
    """One line at the right that gives way when the view is narrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws as much of the line as there is room for, at the right."""
        painter = QPainter(self)
        line = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(side), line)


class PeriodButton(QPushButton):
    """A word that is chosen or not: bold and underlined when it is."""

    def __init__(self, words: str, key: str, *, key_shown: bool = False) -> None:
        super().__init__()
        self._key = key.replace("+", " ") if key_shown else ""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        hint(self, f"{words} ({key.replace('+', ' ')})")

    def sizeHint(self) -> QSize:
        """As wide as the bold words, whether chosen or not, so that nothing moves."""
        px = current().px
        wide = QFontMetrics(font("small-strong")).horizontalAdvance(self._words())
        return QSize(wide + px(3), px(6))

    def nextCheckState(self) -> None:
        """The owner says what is chosen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words, the underline of the chosen one and the ring of the focus."""
        painter = QPainter(self)
        chosen = self.isChecked()
        painter.setFont(font("small-strong" if chosen else "small"))
        painter.setPen(colour("accent" if chosen or self.underMouse() else "muted"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words())
        if chosen:
            inset = current().px(1.5)
            line = self.rect().adjusted(inset, 0, -inset, -1)
            painter.fillRect(line.left(), line.bottom() - 1, line.width(), 2, colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draws the ring."""
        super().focusInEvent(event)
        self.update()

    def _words(self) -> str:
        words = self.text().replace("&&", "&")
        return f"{words} {self._key}" if self._key else words


def _period_words(days: int) -> str:
    return tr("{days} d", days=days) if days else tr("all time")


def _table(model: TrendTable) -> QTableView:
    """A table to read: no editing, whole rows, rows of one height."""
    table = QTableView()
    table.setObjectName("trend-table")
    table.setAccessibleName(tr("Readings as a table"))
    table.setModel(model)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(current().px(8))
    header = table.horizontalHeader()
    header.setStretchLastSection(True)
    header.setResizeContentsPrecision(_LOOKED_AT)
    return table
