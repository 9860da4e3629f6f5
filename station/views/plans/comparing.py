"""What differs between two contents, in words and shapes: added, changed, removed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from station.core.i18n import tr
from station.rules.comparing import Change, How, Part
from station.views.plans.words import HOWS, part_words, piece_words, shown_day
from station.views.style import font


class ChangeTable(QTableWidget):
    """One row per change: what happened, where, what stood there, what stands there now."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(0, 4)
        self.setObjectName("changes")
        self.setHorizontalHeaderLabels([tr("What"), tr("Where"), before, after])
        self.verticalHeader().hide()
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setProperty("kind", "airy")
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Fills the table."""
        self.setRowCount(len(changes))
        for at, change in enumerate(changes):
            sign, word = HOWS[change.how]
            texts = (
                f"{sign}  {tr(word)}",
                part_words(change.part, change.level, change.heading),
                _words(change, before=True),
                _words(change, before=False),
            )
            for column, text in enumerate(texts):
                self.setItem(at, column, _cell(text, change, column))
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the words anew."""
        super().resizeEvent(event)
        self.resizeRowsToContents()


def summary(changes: Sequence[Change]) -> str:
    """+ 2 lagt til · ± 1 endret · – 0 fjernet."""
    counts = {how: sum(change.how is how for change in changes) for how in How}
    return " · ".join(
        (
            "+ " + tr("{n} added", n=counts[How.ADDED]),
            "± " + tr("{n} changed", n=counts[How.CHANGED]),
            "– " + tr("{n} removed", n=counts[How.REMOVED]),
        )
    )


def change_table(changes: Sequence[Change], before: str, after: str) -> QWidget:
    """The table, filled."""
    made = ChangeTable(before, after)
    made.show_changes(changes)
    return made


def _words(change: Change, *, before: bool) -> str:
    piece = change.before if before else change.after
    if change.part is Part.REVIEW and isinstance(piece, str):
        return shown_day(piece)
    return piece_words(piece)


def _cell(text: str, change: Change, column: int) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    if column == 0:
        made.setFont(font("strong"))
    if column == 2 and change.how is not How.ADDED:
        struck = QFont(font("body"))
        struck.setStrikeOut(True)
        made.setFont(struck)
    return made
