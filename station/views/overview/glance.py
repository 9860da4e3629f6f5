"""Everything at a glance: what is where by kind and state, and the numbers to look at."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.rules.equipment import DeviceState
from station.services.equipment.money import kroner
from station.services.stock.overview import STATES, Figure, KindPlaces, Overview
from station.views.overview.grid import Cell, Grid
from station.views.overview.lines import Line, LineView
from station.views.steps import Steps
from station.views.style import Panes, StateView, current, heading, label

_SHORT = {
    DeviceState.IN_STORE: N_("In store"),
    DeviceState.RESERVED: N_("Reserved"),
    DeviceState.READY: N_("Ready"),
    DeviceState.LENT: N_("Lent"),
    DeviceState.RETURNED: N_("Returned"),
    DeviceState.CLEANING: N_("Cleaning"),
    DeviceState.REPAIR: N_("Repair"),
    DeviceState.LOST: N_("Lost"),
}
"""The states as headings of narrow columns."""
CASES, LICENCES = "section/cases", "section/licences"
"""Keys of the lines that lead to another section."""


class Glance(QWidget):
    """`opened` carries the Figure whose list is asked for, `turned` the key of a section."""

    opened = Signal(object)
    turned = Signal(str)

    def __init__(self, found: Overview) -> None:
        super().__init__()
        self.setObjectName("overview_glance")
        self.found = found
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.states = tuple(
            state for state in STATES if any(kind.places[state].count for kind in found.kinds)
        )
        (where, self._left), (numbers, self._right) = _column(), _column()
        # With large text they stand under each other.
        column.addWidget(Panes(where, numbers, (8, 5)))
        self._steps = Steps(self, (self._numbers, self._where))

    def begin(self) -> None:
        """Puts the keyboard on the numbers to look at, once they stand there."""
        self._steps.add(self._begin)

    def _begin(self) -> None:
        self.numbers.stand_first()
        self.numbers.setFocus()

    # ------------------------------------------------------------------------------- building

    def _where(self) -> None:
        column = self._left
        column.addWidget(heading(tr("What is where"), "subheading"))
        if not self.found.kinds:
            empty = tr("Register or import devices on the page of equipment.")
            column.addWidget(StateView("empty", empty, tr("Nothing is registered yet.")))
            return
        self.grid = Grid("overview_where", tr("What is where"))
        self.grid.cells.show_cells(self._headings(), list(self._cells()))
        self.grid.fit()
        self.grid.setMinimumHeight(min(self.grid.fitted_height(), current().px(60)))
        self.grid.setMaximumHeight(self.grid.fitted_height())
        for signal in (self.grid.activated, self.grid.clicked):
            signal.connect(self._open_cell)
        column.addWidget(self.grid, 1000)
        words = tr("A number leads to its list. Scrapped devices and patients' own are not in it.")
        column.addWidget(label(words, "small", wrap=True))
        column.addStretch(1)

    def _headings(self) -> tuple[str, ...]:
        return (tr("Kind of device"), *(tr(_SHORT[state]) for state in self.states), tr("In all"))

    def _cells(self) -> Iterable[tuple[Cell, ...]]:
        for kind in self.found.kinds:
            name = kind.kind_words
            yield (
                Cell(name),
                *(self._cell(kind, state) for state in self.states),
                Cell(str(kind.count), "strong", f"{name}, {tr('All')}: {kind.count}"),
            )

    def _cell(self, kind: KindPlaces, state: DeviceState) -> Cell:
        figure = kind.places[state]
        said = f"{kind.kind_words}, {figure.words}: {figure.count}"
        if not figure.count:
            return Cell("–", "muted", said)
        return Cell(str(figure.count), "loud" if state is DeviceState.LOST else "strong", said)

    def _numbers(self) -> None:
        self.numbers = LineView("overview_numbers", tr("Numbers"), self._open_line)
        self.numbers.show_all(tuple(self._lines()))
        self.numbers.setMinimumHeight(current().px(60))
        self._right.addWidget(self.numbers, 1)

    def _lines(self) -> Iterable[Line]:
        found = self.found
        for title, figures in (
            (tr("Due"), found.due),
            (tr("Missing"), found.missing),
            (tr("Value at the price it was bought for"), found.value),
        ):
            yield Line(title, heading=True)
            yield from (
                Line(each.words, side=_side(each), loud=each.loud, key=each.code)
                for each in figures
            )
        yield Line(tr("Cases, licences and own devices"), heading=True)
        yield Line(tr("Open support cases"), side=str(found.open_cases), key=CASES)
        yield Line(tr("Licences in use"), side=str(found.licences_running), key=LICENCES)
        forgotten = found.licences_forgotten
        yield Line(
            tr("Paid though the service has ended"),
            side=str(forgotten),
            loud=bool(forgotten),
            key=LICENCES,
        )
        cost = kroner(found.licence_ore)
        yield Line(tr("Licences this year until today"), side=cost, key=LICENCES)
        yield Line(found.own.words, side=str(found.own.count), key=found.own.code)

    # --------------------------------------------------------------------------------- acting

    def _open_line(self, line: Line) -> None:
        if line.key in (CASES, LICENCES):
            self.turned.emit(line.key.partition("/")[2])
            return
        found = self.found
        figures = (*found.due, *found.missing, *found.value, found.own)
        self.opened.emit(next(each for each in figures if each.code == line.key))

    def _open_cell(self, index: QModelIndex) -> None:
        kind, at = self.found.kinds[index.row()], index.column() - 1
        if 0 <= at < len(self.states):
            figure = kind.places[self.states[at]]
            words = f"{kind.kind_words}: {figure.words}"
            self.opened.emit(Figure(figure.code, words, figure.lines))
            return
        lines = tuple(line for state in STATES for line in kind.places[state].lines)
        self.opened.emit(Figure(kind.kind, kind.kind_words, lines))


def _side(figure: Figure) -> str:
    return str(figure.count) if figure.ore is None else kroner(figure.ore)


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(2))
    return holder, column
