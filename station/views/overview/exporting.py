"""Lists for a spreadsheet: which, in what form, where it is saved, and its first rows."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.rights import Right, may
from station.services.stock.exporting import EXPORT_WORDS, Export, ExportLook
from station.views.context import Context
from station.views.overview.grid import Cell, Grid
from station.views.steps import Steps
from station.views.style import (
    Banner,
    StateView,
    button,
    choice,
    current,
    field,
    heading,
    label,
    scrolled,
    text_input,
)

_WORDS_ONLY = 99
"""No column of the list stands in the middle."""
_SUFFIXES = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)"}


class ExportPanel(QWidget):
    """Choose what, look at it, see where it goes, save."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("overview_export")
        self._context = context
        self._exports = context.station.equipment_exports
        self._look: ExportLook | None = None
        self._folder = Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        self._asked = 0
        self.dialog: QDialog | None = None
        self._steps: Steps | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        whole.addWidget(scrolled(holder))
        column.addWidget(heading(tr("Lists for a spreadsheet"), "subheading"))
        if not may(context.session, Right.MANAGE_EQUIPMENT):
            words = tr("Nurses and the leader can take lists out of Station.")
            column.addWidget(StateView("no_right", words))
            return
        self._column = column
        self._steps = Steps(self, (self._choices, self._place, self._rows, self._built))

    def begin(self) -> None:
        """Puts the keyboard on which list, once it stands there."""
        if self._steps is not None:
            self._steps.add(self._to_first)

    def _wanted(self) -> Export:
        # Qt gives the plain text back.
        return Export(str(self._export.currentData()))

    def _to_first(self) -> None:
        self._export.setFocus()

    def look(self) -> None:
        """Asks for what the chosen list holds."""
        self._asked += 1
        number, export = self._asked, self._wanted()
        self._save.setEnabled(False)

        def show(found: ExportLook) -> None:
            if number == self._asked:
                self._show(found)

        job = partial(self._exports.look, self._context.session, export)
        self._context.bridge.ask(self, job, show, self._failed)

    def save(self) -> None:
        """Saves the list where the field says."""
        path = Path(self.path.text().strip()).expanduser()
        export, form = self._wanted(), str(self._format.currentData())
        if not path.is_absolute() or not path.name:
            words = tr("Write the whole path of the file, or choose a place.")
            self.banner.show_text(words, "warning")
            self.banner.show()
            return
        self._save.setEnabled(False)
        job = partial(self._exports.save, self._context.session, export, form, path)
        self._context.bridge.ask(self, job, partial(self._saved, path), self._failed)

    # ------------------------------------------------------------------------------- building

    def _choices(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(4))
        self._export = choice(*((tr(words), export) for export, words in EXPORT_WORDS.items()))
        self._export.setObjectName("export_which")
        self._export.currentIndexChanged.connect(lambda _at: self.look())
        self._format = choice(
            (tr("Excel workbook (XLSX)"), "xlsx"), (tr("Text with semicolons (CSV)"), "csv")
        )
        self._format.setObjectName("export_format")
        self._format.currentIndexChanged.connect(lambda _at: self._name_it())
        # What they lead to is not built yet.
        for drop in (self._export, self._format):
            drop.setEnabled(False)
        row.addWidget(field(tr("Which list"), self._export))
        row.addWidget(field(tr("Kind of file"), self._format))
        row.addStretch(1)
        self._column.addLayout(row)

    def _place(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        self.path = text_input(longest=1000)
        self.path.setObjectName("export_path")
        self.path.returnPressed.connect(self.save)
        self.path.setEnabled(False)
        elsewhere = button(tr("Choose a place …"))
        elsewhere.setObjectName("export_elsewhere")
        elsewhere.clicked.connect(lambda _checked=False: self._ask_place())
        self._save = button(tr("Save the list"), "Ctrl+S", primary=True, icon="save")
        self._save.setObjectName("export_save")
        self._save.clicked.connect(lambda _checked=False: self.save())
        self._save.setEnabled(False)
        help_text = tr("A file that is there already is replaced. No list holds an address.")
        row.addWidget(field(tr("Is saved as"), self.path, help_text), 1)
        acts = QVBoxLayout()
        acts.addSpacing(current().px(6))
        line = QHBoxLayout()
        line.addWidget(elsewhere)
        line.addWidget(self._save)
        acts.addLayout(line)
        acts.addStretch(1)
        row.addLayout(acts)
        self._column.addLayout(row)

    def _built(self) -> None:
        for part in (self._export, self._format, self.path):
            part.setEnabled(True)
        self.look()

    def _rows(self) -> None:
        self.banner = Banner("", "info")
        self.banner.setObjectName("export_news")
        self.banner.hide()
        self._count = label("", "strong", wrap=True)
        self._count.setObjectName("export_count")
        self.grid = Grid("export_rows", tr("The first rows"), numbers=_WORDS_ONLY, rows=True)
        self._column.addWidget(self.banner)
        self._column.addWidget(self._count)
        self.grid.setMinimumHeight(current().px(60))
        self._column.addWidget(self.grid, 1)

    # -------------------------------------------------------------------------------- showing

    def _show(self, found: ExportLook) -> None:
        first, self._look = self._look is None, found
        if not (first and self.path.isModified()):
            self._name_it()
        self._save.setEnabled(True)
        told = ntr("{n} row", "{n} rows", found.count)
        shown = len(found.first_rows)
        if shown < found.count:
            told = tr("{rows}, the first {n} are shown", rows=told, n=shown)
        if found.withheld:
            withheld = ntr(
                "{n} is about somebody with a protected address: the name is left out.",
                "{n} are about somebody with a protected address: the names are left out.",
                found.withheld,
            )
            told = f"{told}. {withheld}"
        self._count.setText(told)
        rows = [[Cell(text) for text in row] for row in found.first_rows]
        self.grid.cells.show_cells(found.headings, rows)
        self.grid.fit(stretch=None)

    def _name_it(self) -> None:
        """Proposes where it is saved: in the folder that was used last, named by the day."""
        if self._look is not None:
            name = f"{self._look.file_stem}.{self._format.currentData()}"
            self.path.setText(str(self._folder / name))

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, tr("Save the list"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        form = str(self._format.currentData())
        dialog.setNameFilter(_SUFFIXES[form])
        dialog.setDefaultSuffix(form)
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(Path(self.path.text()).name)
        dialog.fileSelected.connect(self._placed)
        self.dialog = dialog
        dialog.open()

    def _placed(self, path: str) -> None:
        self._folder = Path(path).parent
        self.path.setText(path)
        self._save.setFocus()

    def _saved(self, path: Path, count: int) -> None:
        self._save.setEnabled(True)
        self._folder = path.parent
        rows = ntr("{n} row", "{n} rows", count)
        words = tr("Saved: {rows} in {path}", rows=rows, path=str(path))
        self.banner.show_text(words, "good")
        self.banner.show()

    def _failed(self, trouble: Trouble) -> None:
        self._save.setEnabled(self._look is not None)
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()
