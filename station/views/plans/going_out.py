"""A finished print goes out: the place where it is saved is asked for, or the printer."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.views.context import Context
from station.views.plans.raster import put_on_paper


def ask_place(owner: QWidget, name: str, chosen: Callable[[str], object]) -> QDialog:
    """Asks where a PDF is saved, proposing `name`; gives the open dialog."""
    dialog = QFileDialog(owner, tr("Save the print"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    return _opened(dialog)


def ask_printer(owner: QWidget, chosen: Callable[[QPrinter], object]) -> QDialog:
    """Asks which printer; gives the open dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, owner)
    dialog.accepted.connect(lambda: chosen(printer))
    return _opened(dialog)


def send(
    context: Context,
    owner: QWidget,
    printing: tuple[bytes, QPrinter],
    note: Callable[[], object],
    failed: Callable[[Trouble], None],
) -> None:
    """Sends the pages of a PDF to a printer, then notes it in the log with `note`."""

    def job() -> int:
        count = put_on_paper(*printing)
        note()
        return count

    def done(count: int) -> None:
        context.toast(
            ntr("{n} page is sent to the printer", "{n} pages are sent to the printer", count)
        )

    context.bridge.ask(owner, job, done, failed)


def _opened(dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # By the base class: the print dialog has an open() of its own with other arguments.
    QDialog.open(dialog)
    return dialog
