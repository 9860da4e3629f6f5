"""What became of a file: numbers that add up, every row with its fate, and a report to keep."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import clock_time, day
from station.core.i18n import ntr, tr
from station.services.readings.import_words import kind_words
from station.services.readings.importing import FATE_WORDS, Fate, ImportReport, ReportRow
from station.views.inbox.people import before_words
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import thousands
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    button,
    choice,
    current,
    heading,
    label,
    text_input,
)


class ReportPanel(QWidget):
    """`saved` carries the Path for the report, `kept` the label of a profile of one's own.

    `done` says that another file may come, `quarantine_wanted` that the held ones are to be seen.
    """

    saved = Signal(object)
    kept = Signal(str)
    done = Signal()
    quarantine_wanted = Signal()

    def __init__(self, name: str, report: ImportReport) -> None:
        super().__init__()
        self._name, self._report = name, report
        self._shown: tuple[ReportRow, ...] = report.rows
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        numbers, rows = Card(), Card()
        column.addWidget(numbers)
        column.addWidget(rows, 1)
        self.parts: tuple[Callable[[], object], ...] = (
            partial(self._add_numbers, numbers),
            lambda: numbers.body.addWidget(self._actions()),
            partial(self._add_table, rows),
            self._show_rows,
        )
        """What it is built of, each in a turn of its own before it is shown."""

    def begin(self) -> None:
        """Puts the cursor on the verb."""
        self._next.setFocus()

    def say(self, words: str, tone: str) -> None:
        """Shows one sentence over the numbers."""
        self._news.show_text(words, tone)
        self._news.show()

    def _add_table(self, card: Card) -> None:
        card.body.addLayout(self._filters())
        self._model = Rows(self)
        self._table = table(tr("Rows of the file"), self._model)
        self._table.setObjectName("report_rows")
        card.body.addWidget(self._table, 1)

    def _add_numbers(self, card: Card) -> None:
        theme = current()
        card.body.addWidget(heading(tr("«{name}» is read", name=self._name)))
        self._news = Banner("")
        self._news.hide()
        card.body.addWidget(self._news)
        holder = QWidget()
        holder.setObjectName("report_numbers")
        flow = FlowLayout(holder, gap=theme.px(3))
        tally = self._report.tally
        for number, words, sign in (
            (tally.incoming, tr("in"), "="),
            (tally.stored, tr(FATE_WORDS[Fate.STORED]), "+"),
            (tally.quarantined, tr(FATE_WORDS[Fate.QUARANTINED]), "+"),
            (tally.duplicates, tr(FATE_WORDS[Fate.DUPLICATE]), "+"),
            (tally.ignored, tr(FATE_WORDS[Fate.IGNORED]), ""),
        ):
            flow.addWidget(_number(thousands(number), words))
            if sign:
                flow.addWidget(label(sign, "display"))
        card.body.addWidget(holder)
        said = " · ".join(self._more())
        if said:
            card.body.addWidget(label(said, "body", wrap=True))
        if self._report.before is not None:
            card.body.addWidget(Banner(before_words(self._report.before), "info"))

    def _more(self) -> list[str]:
        found = []
        if self._report.unconfirmed:
            found.append(
                ntr(
                    "{n} unusual value is stored as unconfirmed",
                    "{n} unusual values are stored as unconfirmed",
                    self._report.unconfirmed,
                )
            )
        if self._report.reached:
            found.append(
                ntr(
                    "{n} limit was passed: see Today",
                    "{n} limits were passed: see Today",
                    self._report.reached,
                )
            )
        return found

    def _actions(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        self._next = button(tr("Read another file"), primary=True)
        self._next.setObjectName("report_next")
        self._next.clicked.connect(lambda _checked=False: self.done.emit())
        flow.addWidget(self._next)
        if self._report.tally.quarantined:
            held = button(tr("To the quarantine"))
            held.setObjectName("report_quarantine")
            held.clicked.connect(lambda _checked=False: self.quarantine_wanted.emit())
            flow.addWidget(held)
        save = button(tr("Save the report …"), icon="save")
        save.setObjectName("report_save")
        save.clicked.connect(lambda _checked=False: self._browse())
        flow.addWidget(save)
        self._keep_name = text_input(tr("Name, for instance: Diary of the ward"), longest=60)
        self._keep_name.setObjectName("profile_name")
        self._keep_name.setAccessibleName(tr("Name for these choices"))
        self._keep_name.setFixedWidth(current().px(64))
        self._keep_name.returnPressed.connect(self._keep)
        flow.addWidget(self._keep_name)
        keep = button(tr("Keep these choices"))
        keep.setObjectName("profile_keep")
        keep.clicked.connect(lambda _checked=False: self._keep())
        flow.addWidget(keep)
        return holder

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Row by row"), "subheading"))
        row.addStretch(1)
        self._filter = choice((tr("All rows"), None))
        for fate, words in FATE_WORDS.items():
            self._filter.addItem(tr(words), fate)
        self._filter.setObjectName("report_filter")
        self._filter.setAccessibleName(tr("Show rows"))
        self._filter.currentIndexChanged.connect(lambda _at: self._show_rows())
        row.addWidget(self._filter)
        return row

    def _show_rows(self) -> None:
        fate = self._filter.currentData()
        self._shown = tuple(row for row in self._report.rows if fate is None or row.fate == fate)
        names = (
            tr("Row"),
            tr("Outcome"),
            tr("Kind"),
            tr("Time"),
            tr("Value"),
            tr("Reason"),
        )
        shown = self._shown
        self._model.show_rows(
            names,
            len(shown),
            lambda row, at: _text(shown[row], at),
            lambda row: shown[row].fate is Fate.QUARANTINED,
        )
        fit(self._table, self._model)

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{Path(self._name).stem}-{tr('report')}.csv")
        dialog.fileSelected.connect(lambda name: self.saved.emit(Path(name)))
        dialog.open()

    def _keep(self) -> None:
        self.kept.emit(self._keep_name.text())


def _number(number: str, words: str) -> QWidget:
    holder = QWidget()
    holder.setAccessibleName(f"{number} {words}")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(heading(number, "display"))
    column.addWidget(label(words, "muted"))
    return holder


def _text(row: ReportRow, at: int) -> str:
    if at == 0:
        return str(row.row_number)
    if at == 1:
        return tr(FATE_WORDS[row.fate])
    if at == 2:
        return kind_words(row.kind)
    if at == 3:
        taken_at = row.taken_at
        return "" if taken_at is None else f"{day(taken_at)} {clock_time(taken_at)}"
    return f"{row.original} {tr(row.unit)}".strip() if at == 4 else row.why()
