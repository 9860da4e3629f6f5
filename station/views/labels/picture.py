"""The question for a picture with labels on it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from station.core.i18n import tr

_KINDS = "*.jpg *.jpeg *.png *.tif *.tiff *.pdf"


def ask_picture(owner: QWidget, then: Callable[[Path], None]) -> QFileDialog:
    """Asks for a picture or scanned sheet, and gives its path to `then`."""
    dialog = QFileDialog(owner, tr("Choose a picture of labels"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{tr('Pictures')} ({_KINDS})", tr("All files (*)")])
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog
