"""Where a list of equipment comes in: drop it, choose it, or write its path; and earlier ones."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.services.stock.importing import ImportRow
from station.views.equipment_import.numbers import COUNT_WORDS
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import thousands
from station.views.style import (
    Card,
    button,
    current,
    field,
    heading,
    label,
    text_input,
)
from station.views.style.drop import DropFrame


class StartPanel(QWidget):
    """`chosen` carries the Path of a list, `left` says that none is to be taken in."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, wrong: str = "") -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addLayout(self._head())
        self.drop = _drop()
        self.drop.dropped.connect(self.chosen)
        self.drop.browse.clicked.connect(lambda _checked=False: self._browse())
        self._path = text_input(tr("Or write where the file is, and press Enter"), longest=1000)
        self._path.setObjectName("list_path")
        self._path.returnPressed.connect(self._typed)
        self._path_field = field(tr("File"), self._path)
        self._path_field.set_wrong(wrong)
        card = Card()
        card.body.addWidget(self.drop)
        card.body.addWidget(self._path_field)
        column.addWidget(card)
        self._before = Card()
        column.addWidget(self._before, 1)

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self.drop.browse.setFocus()

    def show_before(self, imports: tuple[ImportRow, ...], now: int) -> None:
        """Shows the lists that were taken in before, the newest first."""
        body = self._before.body
        body.addWidget(heading(tr("Lists taken in before"), "subheading"))
        if not imports:
            body.addWidget(label(tr("No list has been taken in yet."), "muted"))
            body.addStretch(1)
            return
        lines = [_texts(each, now) for each in imports]
        counted = [tr(words).capitalize() for words in COUNT_WORDS.values()]
        names = (tr("Taken in"), tr("File"), tr("Rows"), *counted, tr("By"))
        model = Rows(self)
        model.show_rows(names, len(lines), lambda row, at: lines[row][at])
        view = table(tr("Lists taken in before"), model)
        view.setObjectName("lists_before")
        fit(view, model)
        body.addWidget(view, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Take in a list of equipment")), 1)
        back = button(tr("Back"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_list")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        return row

    def _typed(self) -> None:
        text = self._path.text().strip().strip('"')
        if text:
            self.chosen.emit(Path(text).expanduser())

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose the list of equipment"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Tables (*.csv *.txt *.tsv *.xlsx)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()


def _drop() -> DropFrame:
    browse = button(tr("Choose file …"), "Ctrl+O", primary=True)
    browse.setObjectName("list_browse")
    text = tr(
        "CSV or XLSX, as it is. You see what would become of every row before anything is stored."
    )
    return DropFrame("list_drop", tr("Drop the list of equipment here"), text, browse)


def _texts(row: ImportRow, now: int) -> tuple[str, ...]:
    counts = (row.rows_in, row.added, row.changed, row.same, row.refused)
    return (when(row.imported_at, now), row.file_name, *map(thousands, counts), row.imported_by)
