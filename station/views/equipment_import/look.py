"""A list before it is taken in: counts, every row with what would become of it, and the verb."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.services.stock.importing import FATE_WORDS, Choices, Fate, ImportPlan, PlannedRow
from station.views.equipment_import.columns import ColumnsPanel
from station.views.equipment_import.numbers import Numbers
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import thousands
from station.views.style import (
    Banner,
    Card,
    ElidedLabel,
    Panes,
    button,
    choice,
    current,
    heading,
    label,
    scrolled,
)


class LookPanel(QWidget):
    """`chosen` carries the Choices to read with, `wanted` says that it is to be taken in.

    `left` says that another file is to be chosen.
    """

    chosen = Signal(object)
    wanted = Signal()
    left = Signal()

    def __init__(self, plan: ImportPlan, choices: Choices, said: str = "") -> None:
        super().__init__()
        self.plan = plan
        self._shown: tuple[PlannedRow, ...] = ()
        self.columns = ColumnsPanel(plan, choices)
        self.columns.chosen.connect(self.chosen)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self._head())
        self._said = said
        self._rows = Card()
        self._choices_card = Card()
        self._column = column

    def parts(self) -> Iterator[Callable[[], object]]:
        """What it is built of, each in a turn of its own."""
        yield self._add_panes
        yield self._add_numbers
        yield self._add_table
        yield from self.columns.parts()
        yield self._show

    def begin(self) -> None:
        """Puts the cursor on the verb, or where something must be chosen first."""
        (self._verb if self._verb.isEnabled() else self._other).setFocus()

    def show_plan(self, plan: ImportPlan, choices: Choices) -> None:
        """Takes in what would become of the rows with other choices."""
        self.plan, self._said = plan, ""
        self.columns.show_plan(plan, choices)
        self._show()

    def wait(self) -> None:
        """The list is read again: until then nothing is taken in."""
        self._verb.setEnabled(False)
        self._verb.set_words(tr("Reading …"))

    def say(self, words: str, tone: str = "warning") -> None:
        """Shows a sentence over the rows."""
        self._news.show_text(words, tone)
        self._news.show()

    # ------------------------------------------------------------------------------------ layout

    def _head(self) -> Card:
        card = Card(3)
        row = QHBoxLayout()
        row.setSpacing(current().px(3))
        names = QVBoxLayout()
        names.addWidget(ElidedLabel(self.plan.listed.listing.name, "heading"))
        row.addLayout(names, 1)
        self._other = button(tr("Another file"), "Esc")
        self._other.setObjectName("list_other")
        self._other.clicked.connect(lambda _checked=False: self.left.emit())
        self._verb = button(tr("Take the list in"), "Ctrl+Return", primary=True)
        self._verb.setObjectName("list_take_in")
        self._verb.clicked.connect(lambda _checked=False: self.wanted.emit())
        row.addWidget(self._other)
        row.addWidget(self._verb)
        card.body.addLayout(row)
        return card

    def _add_panes(self) -> None:
        self._choices_card.body.addWidget(scrolled(self.columns))
        self._column.addWidget(Panes(self._choices_card, self._rows, (4, 9)), 1)

    def _add_numbers(self) -> None:
        self._news = Banner("")
        self._news.setObjectName("list_news")
        self._news.hide()
        self._rows.body.addWidget(self._news)
        self._numbers = Numbers()
        self._rows.body.addWidget(self._numbers)

    def _add_table(self) -> None:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Row by row"), "subheading"), 1)
        self._filter = choice((tr("All rows"), None))
        for fate, words in FATE_WORDS.items():
            self._filter.addItem(tr(words), fate.value)
        self._filter.setObjectName("list_filter")
        self._filter.setAccessibleName(tr("Show rows"))
        self._filter.currentIndexChanged.connect(lambda _at: self._show_rows())
        row.addWidget(self._filter)
        self._rows.body.addLayout(row)
        self._model = Rows(self)
        self._table = table(tr("Rows of the list"), self._model)
        self._table.setObjectName("list_rows")
        self._rows.body.addWidget(self._table, 1)
        # A sentence is longer than a column: of the row stood on it is told whole.
        self._whole = label("", "body", wrap=True)
        self._whole.setObjectName("list_whole")
        self._rows.body.addWidget(self._whole)
        self._table.selectionModel().currentRowChanged.connect(lambda now, _old: self._tell(now))

    # ----------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        counts = self.plan.counts
        self._numbers.show_counts(counts)
        stored = counts[Fate.NEW] + counts[Fate.CHANGED]
        self._verb.setEnabled(self.plan.stores)
        words = ntr("Take {n} row in", "Take {n} rows in", stored)
        self._verb.set_words(words if self.plan.stores else tr("Nothing new in the list"))
        said = self._said or told(self.plan)
        self._news.setVisible(bool(said))
        if said:
            self._news.show_text(said, "warning" if self._said else "info")
        self._show_rows()

    def _show_rows(self) -> None:
        fate = self._filter.currentData()
        shown = tuple(row for row in self.plan.rows if fate is None or row.fate.value == fate)
        self._shown = shown
        names = (tr("Row"), tr("Becomes"), tr("Device"), tr("Why"))
        self._model.show_rows(
            names,
            len(shown),
            lambda row, at: _text(shown[row], at),
            lambda row: shown[row].fate is Fate.REFUSED,
        )
        fit(self._table, self._model)
        first = next((at for at, row in enumerate(shown) if row.why), 0)
        if shown:
            self._table.setCurrentIndex(self._model.index(first, 0))
        else:
            self._whole.setText("")

    def _tell(self, index: QModelIndex) -> None:
        at = index.row()
        row = self._shown[at] if 0 <= at < len(self._shown) else None
        said = "" if row is None else row.why or tr(FATE_WORDS[row.fate])
        number = "" if row is None else tr("Row {n}", n=thousands(row.row))
        self._whole.setText(f"{number}: {said}" if row is not None else "")


def told(plan: ImportPlan) -> str:
    """What a person should know before a list is taken in, in a few sentences."""
    listing, said = plan.listed.listing, []
    if plan.known.before is not None:
        on = day(plan.known.before.imported_at)
        said.append(tr("This very file was taken in on {day}.", day=on))
    if plan.lent:
        said.append(
            ntr(
                "{n} device is listed as lent: who has it becomes a note. Lend it anew where it "
                "is known.",
                "{n} devices are listed as lent: who has them becomes a note. Lend them anew "
                "where it is known.",
                plan.lent,
            )
        )
    unread = [column.heading for column in listing.columns if column.field is None]
    named = [heading for heading in unread if heading]
    if named:
        said.append(tr("Not read: {columns}.", columns=", ".join(named)))
    if listing.skipped:
        said.append(
            ntr(
                "{n} empty row or repeated heading is left out.",
                "{n} empty rows or repeated headings are left out.",
                listing.skipped,
            )
        )
    said += [trouble.sentence() for trouble in listing.warnings]
    return " ".join(said)


def _text(row: PlannedRow, at: int) -> str:
    texts = (thousands(row.row), tr(FATE_WORDS[row.fate]), row.what, row.why)
    return texts[at]
