"""Where a file is to be saved: written, or chosen in a dialog of the system."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import button, current, field, text_input


class SaveTo(QWidget):
    """A path in the documents folder to begin with; `suffix` such as "pdf"."""

    def __init__(self, name: str, words: str, file_name: str, suffix: str, help_text: str) -> None:
        super().__init__()
        self._suffix = suffix
        self.editor = text_input(longest=1000)
        self.editor.setObjectName(name)
        self.propose(file_name)
        self.field = field(words, self.editor, help_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(self.field)
        browse = button(tr("Choose a place …"))
        browse.clicked.connect(lambda _checked=False: self._browse())
        row = QHBoxLayout()
        row.addWidget(browse)
        row.addStretch(1)
        column.addLayout(row)

    def propose(self, file_name: str) -> None:
        """Puts this name in the documents folder into the field."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self.editor.setText(str(Path(QStandardPaths.writableLocation(documents)) / file_name))

    def path(self) -> Path | None:
        """The path that stands there, or None, which the field then says."""
        text = self.editor.text().strip().strip('"')
        self.field.set_wrong("" if text else tr("Choose where to save it."))
        return Path(text).expanduser() if text else None

    def _browse(self) -> None:
        pattern = f"{self._suffix.upper()} (*.{self._suffix})"
        dialog = QFileDialog(self, self.editor.accessibleName(), self.editor.text(), pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self._suffix)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.editor.setText)
        dialog.open()
