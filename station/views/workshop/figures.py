"""What stands beside the chart: the counts of today's and the new limits, and the statistics."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.rules.workshop import Usual
from station.services.plans.trying import SPANS, Tried
from station.services.plans.workshop import Held
from station.services.prints.limits_box import counted_text, counts_in_short
from station.views.style import Card, Label, current, label
from station.views.workshop.words import excluded_words, held_words, statistics


class CountsCard(Card):
    """Yellow and red days in each span, today's limits above the new ones; both on one set."""

    def __init__(self, held: Held | None, today: Tried | None, further: bool) -> None:
        """Without `held` there is no row of today."""
        super().__init__(margin=3)
        self.setObjectName("counts_card")
        self.body.addWidget(label(tr("What the limits would have given"), "subheading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(4))
        for at, days in enumerate(SPANS, start=1):
            grid.addWidget(label(ntr("{n} day", "{n} days", days), "small-strong"), 0, at)
        grid.addWidget(label(held_words(held), "body", wrap=True), 1, 0)
        self._today = self._row(grid, 1, "counts_today")
        grid.addWidget(label(tr("The new limits"), "strong", wrap=True), 2, 0)
        self._new = self._row(grid, 2, "counts_new", "strong")
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self._counted = label("", "small", wrap=True)
        self._counted.setObjectName("counts_of")
        self.body.addWidget(self._counted)
        if further:
            words = tr("Limits only: the plan's rules over several days come on top of these.")
            self.body.addWidget(label(words, "small", wrap=True))
        _say(self._today, today)

    def show_new(self, tried: Tried) -> None:
        """Says what the limits as they stand now would have given."""
        _say(self._new, tried)
        self._counted.setText(tr("Counted on: {what}.", what=counted_text(tried)))

    def _row(self, grid: QGridLayout, row: int, name: str, role: str = "body") -> list[Label]:
        made = []
        for at, days in enumerate(SPANS, start=1):
            cell = label("–", role)
            cell.setObjectName(f"{name}_{days}")
            grid.addWidget(cell, row, at, Qt.AlignmentFlag.AlignTop)
            made.append(cell)
        return made


class StatisticsCard(Card):
    """The counted readings of the span in numbers, and how many were left out."""

    def __init__(self, component: str, found: Usual, excluded: Mapping[str, int]) -> None:
        super().__init__(margin=3)
        self.setObjectName("statistics_card")
        self.body.addWidget(label(tr("The readings chosen"), "subheading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(4))
        grid.setVerticalSpacing(current().px(0.5))
        for row, (what, much) in enumerate(statistics(component, found)):
            grid.addWidget(label(what, "muted"), row, 0)
            grid.addWidget(label(much, "strong"), row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        left_out = label(excluded_words(excluded), "small", wrap=True)
        left_out.setObjectName("left_out")
        self.body.addWidget(left_out)


def column_of() -> QWidget:
    """A column that parts are placed in, from the top."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, current().px(2), 0)
    column.setSpacing(current().px(2))
    column.addStretch(1)
    return holder


def place(column: QWidget, *parts: QWidget) -> None:
    """Puts parts below those that stand in a column already."""
    layout = column.layout()
    if not isinstance(layout, QVBoxLayout):
        raise TypeError("a column is expected")
    for part in parts:
        layout.insertWidget(layout.count() - 1, part)


def _say(cells: list[Label], tried: Tried | None) -> None:
    if tried is None:
        return
    for cell, found in zip(cells, tried.counts, strict=True):
        words = counts_in_short(found)
        if words != cell.text():
            cell.setText(words)
