"""What became of a list: the numbers, and the files that keep what was refused."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.stock.importing import FATE_WORDS, Fate, ImportDone
from station.views.equipment_import.numbers import Numbers
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import thousands
from station.views.style import Banner, Card, FlowLayout, button, current, heading, label


class DonePanel(QWidget):
    """`report_wanted` and `refused_wanted` carry the Path of the file to write.

    `again` says that another list may come, `gone` carries the name of the page to go to.
    """

    report_wanted = Signal(object)
    refused_wanted = Signal(object)
    again = Signal()
    gone = Signal(str)

    def __init__(self, done: ImportDone) -> None:
        super().__init__()
        self._done = done
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        card = Card()
        card.body.addWidget(heading(tr("«{name}» is taken in", name=done.file_name), wrap=True))
        self._news = Banner("")
        self._news.setObjectName("list_news")
        self._news.hide()
        card.body.addWidget(self._news)
        numbers = Numbers()
        numbers.show_counts(done.counts)
        card.body.addWidget(numbers)
        card.body.addWidget(label(self._words(), "body", wrap=True))
        card.body.addWidget(self._actions())
        column.addWidget(card)
        self._rows = tuple(row for row in done.rows if row.fate is Fate.REFUSED)
        if self._rows:
            column.addWidget(self._refused(), 1)
        else:
            column.addStretch(1)

    def begin(self) -> None:
        """Puts the cursor on what comes next."""
        self._next.setFocus()

    def say(self, words: str, tone: str) -> None:
        """Shows one sentence over the numbers."""
        self._news.show_text(words, tone)
        self._news.show()

    def _words(self) -> str:
        refused = self._done.counts[Fate.REFUSED]
        if not refused:
            return tr("Every row is in the register.")
        return ntr(
            "{n} row was refused. Save it as a file, mend it there, and take the file in: what is "
            "in the register already stays as it is.",
            "{n} rows were refused. Save them as a file, mend them there, and take the file in: "
            "what is in the register already stays as it is.",
            refused,
        )

    def _actions(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        refused = self._done.counts[Fate.REFUSED]
        save = button(tr("Save the refused rows …"), icon="save", primary=bool(refused))
        save.setObjectName("save_refused")
        save.clicked.connect(lambda _checked=False: self._browse(refused=True))
        report = button(tr("Save the report …"), icon="save")
        report.setObjectName("save_list_report")
        report.clicked.connect(lambda _checked=False: self._browse(refused=False))
        to_register = button(tr("To the equipment"), primary=not refused)
        to_register.setObjectName("to_equipment")
        to_register.clicked.connect(lambda _checked=False: self.gone.emit("equipment"))
        labels = button(tr("Print labels"), icon="print")
        labels.setObjectName("to_labels")
        labels.clicked.connect(lambda _checked=False: self.gone.emit("labels"))
        again = button(tr("Take in another list"))
        again.setObjectName("list_again")
        again.clicked.connect(lambda _checked=False: self.again.emit())
        self._next = save if refused else to_register
        for each in ([save] if refused else []) + [to_register, report, labels, again]:
            flow.addWidget(each)
        if not refused:
            save.deleteLater()
        return holder

    def _refused(self) -> Card:
        card = Card()
        card.body.addWidget(heading(tr("What was refused"), "subheading"))
        rows, model = self._rows, Rows(self)
        names = (tr("Row"), tr("Device"), tr("Why"))
        model.show_rows(
            names,
            len(rows),
            lambda row, at: (thousands(rows[row].row), rows[row].what, rows[row].why)[at],
        )
        view = table(tr("What was refused"), model)
        view.setObjectName("refused_rows")
        fit(view, model)
        card.body.addWidget(view, 1)
        return card

    def _browse(self, *, refused: bool) -> None:
        title = tr("Save the refused rows") if refused else tr("Save the report")
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        word = tr(FATE_WORDS[Fate.REFUSED]) if refused else tr("report")
        dialog.selectFile(f"{Path(self._done.file_name).stem}-{word}.csv")
        wanted = self.refused_wanted if refused else self.report_wanted
        dialog.fileSelected.connect(lambda name: wanted.emit(Path(name)))
        dialog.open()
