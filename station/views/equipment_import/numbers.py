"""Four numbers that tell what becomes of a list."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.services.stock.importing import Fate
from station.views.inbox.words import thousands
from station.views.style import FlowLayout, current, heading, label

COUNT_WORDS: Mapping[Fate, str] = {
    Fate.NEW: N_("new devices"),
    Fate.CHANGED: N_("changed devices"),
    Fate.SAME: N_("there already"),
    Fate.REFUSED: N_("refused rows"),
}
"""What stands below a number of rows."""


class Numbers(QWidget):
    """New, changed, there already, refused: each large, with its word below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("list_numbers")
        flow = FlowLayout(self, gap=current().px(6))
        self._labels = {}
        self._holders = {}
        for fate, words in COUNT_WORDS.items():
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            number = heading("0", "display")
            number.setObjectName(f"list_{fate.value}")
            column.addWidget(number)
            column.addWidget(label(tr(words), "muted"))
            self._labels[fate], self._holders[fate] = number, holder
            flow.addWidget(holder)

    def show_counts(self, counts: Mapping[Fate, int]) -> None:
        """Shows other numbers."""
        for fate, number in self._labels.items():
            number.setText(thousands(counts[fate]))
            self._holders[fate].setAccessibleName(f"{counts[fate]} {tr(COUNT_WORDS[fate])}")
