"""The sheets that were kept about one patient: looked at again, and saved outside Station."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import ntr, tr
from station.services.patients.documents import DocumentRow
from station.views.context import Context
from station.views.paper.pictures import SheetView, image_of
from station.views.style import Card, StateView, button, current, heading, label


class KeptSheets(Card):
    """One line for each sheet, the newest first. `shown` carries a sheet's row."""

    shown = Signal(object)

    def __init__(self, context: Context, rows: Sequence[DocumentRow]) -> None:
        super().__init__()
        self.setObjectName("kept_sheets")
        self.setMaximumWidth(current().px(240))
        self._context = context
        self.body.addWidget(heading(tr("Scanned sheets that are kept"), "subheading"))
        now = context.clock.now()
        for at, row in enumerate(rows):
            self.body.addLayout(self._line(at, row, now))

    def _line(self, at: int, row: DocumentRow, now: int) -> QHBoxLayout:
        pages = ntr("{n} page", "{n} pages", row.pages)
        facts = (when(row.added_at, now), row.file_name, pages, row.added_by)
        words = " · ".join(fact for fact in facts if fact)
        line = QHBoxLayout()
        line.addWidget(label(words, "body", wrap=True), 1)
        for name, text, act in (
            ("show_sheet", tr("Show"), partial(self.shown.emit, row)),
            ("save_sheet", tr("Save a copy …"), partial(self._save, row)),
        ):
            line.addWidget(_act(f"{name}_{at}", text, words, act))
        return line

    def _save(self, row: DocumentRow) -> None:
        dialog = QFileDialog(self, tr("Save the scanned sheet"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(row.file_name)
        dialog.fileSelected.connect(partial(self._save_at, row))
        dialog.open()

    def _save_at(self, row: DocumentRow, path: str) -> None:
        documents, session = self._context.station.documents, self._context.session
        self._context.bridge.ask(
            self,
            partial(documents.save, session, row.id, Path(path)),
            lambda _none: self._context.toast(tr("The sheet is saved")),
        )


class KeptSheet(QWidget):
    """One kept sheet to look at; the look is in the log."""

    def __init__(self, context: Context, row: DocumentRow, back: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("kept_sheet")
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        made = button(tr("Back to the sheets"), "Esc", kind="quiet", icon="back")
        made.setObjectName("leave_sheet")
        made.clicked.connect(lambda _checked=False: back())
        top = QHBoxLayout()
        top.addWidget(made)
        top.addWidget(label(row.file_name, "strong"))
        top.addStretch(1)
        self._column.addLayout(top)
        if row.note:
            self._column.addWidget(label(row.note, "muted", wrap=True))
        self._wait = StateView("loading")
        self._column.addWidget(self._wait, 1)
        documents, session = context.station.documents, context.session

        def job() -> list[QImage]:
            _, scan = documents.open(session, row.id)
            pages = (documents.read_page(session, scan, at) for at in range(scan.pages))
            return [image_of(page.picture) for page in pages]

        context.bridge.ask(self, job, self._show)

    def _show(self, images: list[QImage]) -> None:
        self._wait.hide()
        self._column.addWidget(SheetView(self._context.bridge, images), 1)


def _act(name: str, text: str, words: str, act: Callable[[], object]) -> QWidget:
    made = button(text)
    made.setObjectName(name)
    made.setAccessibleName(f"{text}: {words}")
    made.clicked.connect(lambda _checked=False: act())
    return made
