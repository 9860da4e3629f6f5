"""A print inside the window: pages to look at, to save where one chooses, and to print."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.views.context import Context
from station.views.plans.going_out import ask_place, ask_printer, send
from station.views.plans.preview import Pages
from station.views.plans.raster import page_images
from station.views.style import Banner, FlowLayout, StateView, button, current

_PAGE_WIDTH: Final = 595.3
_AROUND: Final = 14
"""Grid units beside a page: the ground and the scroll bar."""
_LEAST: Final = 0.8
"""Smaller a page could not be read; then one scrolls."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished print: its bytes, the name it is saved under, and what saves and notes it."""

    pdf: bytes
    file_name: str
    save: Callable[[Path], None]
    note: Callable[[], None]


class Viewer(QWidget):
    """Shows what `show_print` asks for; the newest wish wins."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.made: Made | None = None
        self.dialog: QDialog | None = None
        self._asked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addLayout(self._acts())
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        self._wait = StateView("loading", tr("The print is made and read back."))
        column.addWidget(self._wait, 1)
        self.pages = Pages()
        self._area = QScrollArea()
        self._area.setWidget(self.pages)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(tr("The print"))
        self._area.hide()
        column.addWidget(self._area, 1)
        self._may(possible=False)

    def show_print(self, make: Callable[[], Made]) -> None:
        """Makes a print on the record lane and shows it; what was there before stays meanwhile."""
        self._asked += 1
        number, scale = self._asked, self._scale()
        self._may(possible=False)
        if self.made is None:
            self._wait.show()

        def job() -> tuple[Made, list[QImage]]:
            made = make()
            return made, page_images(made.pdf, scale)

        def show(found: tuple[Made, list[QImage]]) -> None:
            if number == self._asked:
                self._show(*found)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self._failed(trouble)

        self._context.bridge.ask(self, job, show, failed)

    def outdate(self) -> None:
        """Lets nothing go out until it is made again: what was asked for is another now."""
        self._asked += 1
        self._may(possible=False)

    def rest(self, words: str) -> None:
        """Shows a sentence and no pages: there is nothing to print yet."""
        self.outdate()
        self.made = None
        self._wait.hide()
        self._area.hide()
        self.banner.show_text(words, "info")
        self.banner.show()

    def print_on(self, printer: QPrinter) -> None:
        """Sends the pages to this printer, then notes it in the log."""
        made = self.made
        if made is None:
            return
        send(self._context, self, (made.pdf, printer), made.note, self._told)

    def save_at(self, path: str) -> None:
        """Saves the PDF there, and notes it in the log."""
        if self.made is None or not path:
            return
        self._context.bridge.ask(
            self,
            partial(self.made.save, Path(path)),
            lambda _none: self._context.toast(tr("The print is saved")),
            self._told,
        )

    # ------------------------------------------------------------------------------- inside

    def _acts(self) -> FlowLayout:
        acts = FlowLayout(gap=current().px(2))
        self._save = button(tr("Save PDF …"), "Ctrl+S", icon="save")
        self._save.setObjectName("save_report")
        self._save.clicked.connect(lambda _checked=False: self._ask_place())
        self._paper = button(tr("Print …"), "Ctrl+P", primary=True, icon="print")
        self._paper.setObjectName("print_report")
        self._paper.clicked.connect(lambda _checked=False: self._ask_printer())
        acts.addWidget(self._paper)
        acts.addWidget(self._save)
        return acts

    def _scale(self) -> float:
        """Pixels to a point: as large as the paper, but never wider than there is room for."""
        room = (self.width() - current().px(_AROUND)) / _PAGE_WIDTH
        return max(_LEAST, min(current().scale * 96 / 72, room)) * self.devicePixelRatio()

    def _ask_place(self) -> None:
        if self.made is None:
            return
        self.dialog = ask_place(self, self.made.file_name, self.save_at)

    def _ask_printer(self) -> None:
        self.dialog = ask_printer(self, self.print_on)

    def _may(self, *, possible: bool) -> None:
        self._save.setEnabled(possible)
        self._paper.setEnabled(possible)

    def _show(self, made: Made, images: list[QImage]) -> None:
        self.made = made
        self._wait.hide()
        self.banner.hide()
        self._area.show()
        self._area.verticalScrollBar().setValue(0)
        self._may(possible=True)
        words = ntr("The print, {n} page", "The print, {n} pages", len(images))
        self.pages.show_images(images, words)

    def _failed(self, trouble: Trouble) -> None:
        # A print of somebody or something else must not stand there as if it were this one.
        self.made = None
        self._wait.hide()
        self._area.hide()
        self._told(trouble)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()
