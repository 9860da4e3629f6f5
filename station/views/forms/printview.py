"""A form on paper, seen before it is saved or printed: empty, or as it was answered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.prints.form_sheet import PrintedForm
from station.views.context import Context
from station.views.plans.going_out import ask_place, ask_printer, send
from station.views.plans.preview import LANGUAGES, Pages
from station.views.plans.raster import page_images
from station.views.style import (
    Banner,
    ElidedLabel,
    FlowLayout,
    StateView,
    button,
    choice,
    current,
    scrolled,
)

Make = Callable[[str], PrintedForm]
"""Makes the print in a language ("" for the one it was answered in), on the record lane."""


class FormPrintView(QWidget):
    """One print. `left` says that she goes back; `spoken` is the language to begin with."""

    left = Signal()

    def __init__(self, context: Context, title: str, make: Make, spoken: str = "") -> None:
        super().__init__()
        self.setObjectName("form_print")
        self._context, self._make = context, make
        self.printed: PrintedForm | None = None
        self.dialog: QDialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addLayout(self._top(title, spoken))
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        self._wait = scrolled(StateView("loading", tr("The print is made and read back.")))
        column.addWidget(self._wait, 1)
        self.pages = Pages()
        self._area = QScrollArea()
        self._area.setWidget(self.pages)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(tr("The print"))
        self._area.hide()
        column.addWidget(self._area, 1)
        self.make()

    def make(self) -> None:
        """Makes the print in the language chosen."""
        self._may(possible=False)
        spoken = str(self._language.currentData() or "")
        scale = current().scale * 96 / 72 * self.devicePixelRatio()

        def job() -> tuple[PrintedForm, list[QImage]]:
            made = self._make(spoken)
            return made, page_images(made.pdf, scale)

        self._context.bridge.ask(self, job, self._show, self._failed)

    def print_on(self, printer: QPrinter) -> None:
        """Sends the pages to this printer, then notes it in the log."""
        printed = self.printed
        if printed is None:
            return
        prints, session = self._context.station.form_prints, self._context.session
        send(
            self._context,
            self,
            (printed.pdf, printer),
            partial(prints.note, session, printed),
            self._told,
        )

    def save_at(self, path: str) -> None:
        """Saves the PDF there, and notes it in the log."""
        if self.printed is None or not path:
            return
        prints, session = self._context.station.form_prints, self._context.session
        self._context.bridge.ask(
            self,
            partial(prints.save, session, self.printed, Path(path)),
            lambda _none: self._context.toast(tr("The print is saved")),
            self._told,
        )

    # ------------------------------------------------------------------------------- inside

    def _top(self, title: str, spoken: str) -> QHBoxLayout:
        row = QHBoxLayout()
        back = button(tr("Back"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_form_print")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        row.addWidget(ElidedLabel(title, "heading"), 1)
        acts = FlowLayout(gap=current().px(2))
        self._language = choice(*((word, code) for code, word in LANGUAGES), ("English", "en"))
        self._language.setCurrentIndex(max(0, self._language.findData(spoken)))
        self._language.setObjectName("form_print_language")
        self._language.setAccessibleName(tr("The language of the print"))
        self._language.activated.connect(lambda _at: self.make())
        if not spoken:
            self._language.hide()
            self._language.setCurrentIndex(-1)
        self._save = button(tr("Save PDF …"), "Ctrl+S", icon="save")
        self._save.setObjectName("save_form_pdf")
        self._save.clicked.connect(lambda _checked=False: self._ask_place())
        self._paper = button(tr("Print …"), "Ctrl+P", primary=True, icon="print")
        self._paper.setObjectName("print_form_paper")
        self._paper.clicked.connect(lambda _checked=False: self._ask_printer())
        for part in (self._language, self._save, self._paper):
            acts.addWidget(part)
        row.addLayout(acts)
        return row

    def _ask_place(self) -> None:
        if self.printed is None:
            return
        self.dialog = ask_place(self, self.printed.file_name, self.save_at)

    def _ask_printer(self) -> None:
        self.dialog = ask_printer(self, self.print_on)

    def _may(self, *, possible: bool) -> None:
        self._save.setEnabled(possible)
        self._paper.setEnabled(possible)

    def _show(self, made: tuple[PrintedForm, list[QImage]]) -> None:
        self.printed, images = made
        self._wait.hide()
        self.banner.hide()
        self._area.show()
        self._may(possible=True)
        words = ntr("The print, {n} page", "The print, {n} pages", len(images))
        self.pages.show_images(images, words)

    def _failed(self, trouble: Trouble) -> None:
        self._wait.hide()
        self._told(trouble)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()
