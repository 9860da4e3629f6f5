"""Where an import begins: drop a file, choose one, or write its path; and what was read before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.services.readings.importing import BatchRow
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import thousands
from station.views.style import (
    Card,
    IconMark,
    button,
    current,
    field,
    heading,
    label,
    restyle,
    text_input,
)


class StartPanel(QWidget):
    """`chosen` carries the Path of a file."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self.drop = DropFrame()
        self.drop.dropped.connect(self.chosen)
        self.drop.browse.clicked.connect(lambda _checked=False: self._browse())
        self._path = text_input(tr("Or write where the file is, and press Enter"), longest=1000)
        self._path.setObjectName("import_path")
        self._path.returnPressed.connect(self._typed)
        self._path_field = field(tr("File"), self._path)
        card = Card()
        card.body.addWidget(self.drop)
        card.body.addWidget(self._path_field)
        column.addWidget(card)
        before = Card()
        before.body.addWidget(heading(tr("Files read before"), "subheading"))
        self._none = label(tr("No file has been read yet."), "muted")
        before.body.addWidget(self._none)
        self._rows = Rows(self)
        self._table: QTableView | None = None
        self._before = before.body
        column.addWidget(before, 1)
        self.parts: tuple[Callable[[], object], ...] = (self._add_table,)
        """What it is built of, each in a turn of its own before it is shown."""

    def _add_table(self) -> None:
        self._table = table(tr("Files read before"), self._rows)
        self._table.setObjectName("import_batches")
        self._table.hide()
        self._before.addWidget(self._table, 100)
        self._before.addStretch(1)

    def show_batches(self, batches: tuple[BatchRow, ...], now: int) -> None:
        """Shows what was read before, the newest first."""
        if self._table is None:
            return
        lines = [_batch_texts(batch, now) for batch in batches]
        names = (
            tr("Read"),
            tr("File"),
            tr("In"),
            tr("Stored"),
            tr("Quarantine"),
            tr("There already"),
            tr("By"),
        )
        self._rows.show_rows(names, len(lines), lambda row, at: lines[row][at])
        fit(self._table, self._rows)
        self._table.setVisible(bool(lines))
        self._none.setVisible(not lines)

    def show_wrong(self, sentence: str) -> None:
        """Says why a file could not be looked at; an empty text takes it away."""
        self._path_field.set_wrong(sentence)

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self.drop.browse.setFocus()

    def _typed(self) -> None:
        text = self._path.text().strip().strip('"')
        if text:
            self.chosen.emit(Path(text).expanduser())

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose a file with readings"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Tables (*.csv *.txt *.tsv *.xlsx)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()


class DropFrame(QFrame):
    """Takes one file that is dropped on it; `dropped` carries its Path."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_drop")
        self.setProperty("surface", "banner")
        self.setProperty("tone", "info")
        self.setAcceptDrops(True)
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(5)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(theme.px(4))
        row.addWidget(IconMark("inbox", 9, "accent"))
        words = QVBoxLayout()
        words.addWidget(heading(tr("Drop a file with readings here"), "subheading"))
        text = tr("CSV or XLSX. It is shown first; nothing is stored before you say so.")
        words.addWidget(label(text, "muted", wrap=True))
        row.addLayout(words, 1)
        self.browse = button(tr("Choose file …"), "Ctrl+O", primary=True)
        self.browse.setObjectName("import_browse")
        row.addWidget(self.browse)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files only."""
        if _file_of(event):
            event.acceptProposedAction()
            self._glow(glowing=True)

    def dragLeaveEvent(self, event: object) -> None:
        """The file went elsewhere."""
        self._glow(glowing=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the first file."""
        self._glow(glowing=False)
        if path := _file_of(event):
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _glow(self, *, glowing: bool) -> None:
        self.setProperty("tone", "good" if glowing else "info")
        restyle(self)


def _file_of(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    found = urls[0].toLocalFile() if urls else ""
    return Path(found) if found else None


def _batch_texts(batch: BatchRow, now: int) -> tuple[str, ...]:
    counts = (batch.rows_in, batch.stored, batch.quarantined, batch.duplicates)
    return (
        when(batch.imported_at, now),
        batch.file_name,
        *map(thousands, counts),
        batch.imported_by,
    )
