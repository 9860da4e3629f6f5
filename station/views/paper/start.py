"""Where a paper from the GP begins: the scanner's code, or the file of the scanned sheet."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import (
    Banner,
    Card,
    button,
    current,
    field,
    label,
    text_input,
)
from station.views.style.drop import DropFrame

_LONGEST = 2000
"""Room for ten codes after each other."""


class StartPanel(QWidget):
    """`coded` carries what was scanned or written, `chosen` the Path of a file."""

    coded = Signal(str)
    chosen = Signal(object)

    def __init__(self, whose: str) -> None:
        super().__init__()
        self.setObjectName("paper_start")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self.banner = Banner("", "warning")
        self.banner.setObjectName("paper_banner")
        self.banner.hide()
        column.addWidget(self.banner)
        if whose:
            column.addWidget(label(tr("{name} is open.", name=whose), "muted"))
        card = Card()
        card.setMaximumWidth(theme.px(240))
        self.code = text_input(
            tr("Scan here, or write for instance 3F2A-9C01-v4"), longest=_LONGEST
        )
        self.code.setObjectName("paper_code")
        self.code.returnPressed.connect(self._coded)
        help_text = tr(
            "Point the scanner at the square at the top right of the sheet. Without a scanner: "
            "write the code at the foot of the page, and press Enter."
        )
        card.body.addWidget(field(tr("The sheet's code"), self.code, help_text))
        column.addWidget(card)
        self.drop = _drop()
        self.drop.setMaximumWidth(theme.px(240))
        self.drop.dropped.connect(self.chosen)
        self.drop.browse.clicked.connect(lambda _checked=False: self._browse())
        column.addWidget(self.drop)
        self._below = QVBoxLayout()
        column.addLayout(self._below)
        column.addStretch(1)

    def add_below(self, widget: QWidget) -> None:
        """Puts more under the two ways to begin."""
        self._below.addWidget(widget)

    def begin(self) -> None:
        """Puts the cursor where the scanner types."""
        self.code.setFocus()
        self.code.selectAll()

    def show_words(self, words: str) -> None:
        """Says what a code or a file led to; an empty text takes it away."""
        self.banner.setVisible(bool(words))
        if words:
            self.banner.show_text(words, "warning")

    def _coded(self) -> None:
        if text := self.code.text().strip():
            self.coded.emit(text)

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose the scanned sheet"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"
        dialog.setNameFilters([f"{tr('Scanned sheets')} ({kinds})", tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()


def _drop() -> DropFrame:
    browse = button(tr("Choose a file …"), "Ctrl+O")
    browse.setObjectName("paper_browse")
    text = tr("PDF, JPEG, PNG or TIFF from the office scanner. It is kept with the plan.")
    return DropFrame("paper_drop", tr("Drop the scanned sheet here"), text, browse)
