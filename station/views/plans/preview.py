"""The print inside the window: pages to look at, to save where one chooses, and to print."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.channels.gp_sending import Way
from station.services.plans.values import VersionRow
from station.services.prints.plan import Printed
from station.services.prints.plan_shapes import SHAPE_WORDS, Shape
from station.views.context import Context
from station.views.plans.going_out import ask_place, ask_printer, send
from station.views.plans.raster import page_images
from station.views.plans.to_gp import ToGpCard
from station.views.style import (
    Banner,
    ElidedLabel,
    FlowLayout,
    StateView,
    button,
    choice,
    colour,
    current,
    label,
)

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
_START = 3
LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"))


class Pages(QWidget):
    """The pages under each other, on a quiet ground."""

    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []
        self.setObjectName("print_pages")

    def show_images(self, images: list[QImage], words: str) -> None:
        """Shows other pages, read out as `words`."""
        self._images = images
        self.setAccessibleName(words)
        gap = current().px(4)
        ratio = self.devicePixelRatio()
        wide = max((image.width() for image in images), default=0) / ratio
        high = sum(image.height() / ratio + gap for image in images)
        self.setMinimumSize(QSize(round(wide) + 2 * gap, round(high) + gap))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pages in the middle."""
        painter, gap, ratio = QPainter(self), current().px(4), self.devicePixelRatio()
        top = gap
        for image in self._images:
            wide, high = round(image.width() / ratio), round(image.height() / ratio)
            box = QRect((self.width() - wide) // 2, top, wide, high)
            painter.drawImage(box, image)
            painter.setPen(QPen(colour("control_line"), 1))
            painter.drawRect(box)
            top += high + gap


class Preview(QWidget):
    """One version's print. `left` says that she goes back."""

    left = Signal()

    def __init__(self, context: Context, row: VersionRow) -> None:
        super().__init__()
        self.setObjectName("print_preview")
        self._context, self._row = context, row
        self._printed: Printed | None = None
        self._zoom = _START
        self.dialog: QDialog | None = None
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top())
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        self._gp: ToGpCard | None = None
        self._column = column
        self._wait = StateView("loading", tr("The print is made and read back."))
        column.addWidget(self._wait, 1)
        self._pages = Pages()
        self._area = QScrollArea()
        self._area.setWidget(self._pages)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(tr("The print"))
        self._area.hide()
        column.addWidget(self._area, 1)
        self._may(possible=False)
        self.make()
        gp_sending, session = context.station.gp_sending, context.session
        context.bridge.ask(self, partial(gp_sending.way, session), self._show_way)

    @property
    def printed(self) -> Printed | None:
        """The finished print, once it has been read back."""
        return self._printed

    def make(self) -> None:
        """Makes the print in the language chosen."""
        self._may(possible=False)
        prints, session = self._context.station.plan_prints, self._context.session
        version, spoken = self._row.version.id, str(self._language.currentData())
        shape = Shape(str(self._shape.currentData()))
        scale = self._scale()

        def job() -> tuple[Printed, list[QImage]]:
            made = prints.preview(session, version, spoken, shape)
            return made, page_images(made.pdf, scale)

        self._context.bridge.ask(self, job, self._show, self._failed)

    def zoom(self, steps: int) -> None:
        """Shows the pages larger or smaller; 0 is the first size again."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + steps)) if steps else _START
        printed, scale = self._printed, self._scale()
        self._percent.setText(f"{round(ZOOMS[self._zoom] * 100)} %")
        if printed is not None:
            job = partial(page_images, printed.pdf, scale)
            self._context.bridge.ask(self, job, self._put)

    def save(self) -> None:
        """Asks for a place and saves the PDF there; the name proposed tells nothing of anyone."""
        printed = self._printed
        if printed is None:
            return
        name = self._context.station.plan_prints.file_name(printed)
        self.dialog = ask_place(self, name, self._save_at)

    def paper(self) -> None:
        """Asks which printer, and prints there."""
        self.dialog = ask_printer(self, self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Sends the pages to this printer, then notes it in the log."""
        printed = self._printed
        if printed is None:
            return
        prints, session = self._context.station.plan_prints, self._context.session
        send(
            self._context,
            self,
            (printed.pdf, printer),
            partial(prints.note, session, printed),
            self._told,
        )

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        back = button(tr("Back to the plan"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_print")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        number = self._row.version.number
        title = ElidedLabel(tr("Version {number}", number=number), "heading")
        row.addWidget(title, 1)
        others = button(tr("Other prints …"), kind="quiet")
        others.setObjectName("other_prints")
        whose = f"plans/{self._row.version.patient_id}"
        others.clicked.connect(lambda _checked=False: self._context.go("prints", whose))
        acts = FlowLayout(gap=current().px(2))
        self._shape = choice(*((tr(words), code.value) for code, words in SHAPE_WORDS.items()))
        self._shape.setObjectName("print_shape")
        self._shape.setAccessibleName(tr("How the plan is set"))
        self._shape.currentIndexChanged.connect(lambda _at: self.make())
        acts.addWidget(self._shape)
        own = self._row.version.content.language
        self._language = choice(*((word, code) for code, word in LANGUAGES))
        self._language.setCurrentIndex(max(0, self._language.findData(own)))
        self._language.setObjectName("print_language")
        self._language.setAccessibleName(tr("The language of the print"))
        self._language.currentIndexChanged.connect(lambda _at: self.make())
        acts.addWidget(self._language)
        smaller = button("–", "Ctrl+-", kind="quiet")
        larger = button("+", "Ctrl++", kind="quiet")
        smaller.setText("–")
        larger.setText("+")
        smaller.setAccessibleName(tr("Smaller"))
        larger.setAccessibleName(tr("Larger"))
        smaller.clicked.connect(lambda _checked=False: self.zoom(-1))
        larger.clicked.connect(lambda _checked=False: self.zoom(1))
        self._percent = label(f"{round(ZOOMS[self._zoom] * 100)} %", "muted")
        for part in (smaller, self._percent, larger):
            acts.addWidget(part)
        self._save = button(tr("Save PDF …"), "Ctrl+S", icon="save")
        self._save.setObjectName("save_pdf")
        self._save.clicked.connect(lambda _checked=False: self.save())
        self._paper = button(tr("Print …"), "Ctrl+P", primary=True, icon="print")
        self._paper.setObjectName("print_paper")
        self._paper.clicked.connect(lambda _checked=False: self.paper())
        self._to_gp = button(tr("To the GP …"), "Ctrl+G")
        self._to_gp.setObjectName("open_to_gp")
        self._to_gp.hide()
        acts.addWidget(self._save)
        acts.addWidget(self._paper)
        acts.addWidget(self._to_gp)
        acts.addWidget(others)
        row.addLayout(acts)
        return row

    def _show_way(self, way: Way | None) -> None:
        """Offers to send it where a way to GPs is set up."""
        if way is not None:
            self._to_gp.clicked.connect(lambda _checked=False: self.to_gp(way))
            self._to_gp.show()

    def to_gp(self, way: Way) -> None:
        """Shows how the print goes to the GP, and asks for what that needs."""
        if self._printed is None:
            return
        if self._gp is None:
            self._gp = ToGpCard(self._context, self._told)
            self._column.insertWidget(2, self._gp)
        self._gp.open(self._printed, way)

    def _scale(self) -> float:
        """Pixels to a point: 100 % is 96 dots to the inch of the paper, as sharp as the screen."""
        return ZOOMS[self._zoom] * current().scale * 96 / 72 * self.devicePixelRatio()

    def _may(self, *, possible: bool) -> None:
        self._save.setEnabled(possible)
        self._paper.setEnabled(possible)
        self._to_gp.setEnabled(possible)

    def _show(self, made: tuple[Printed, list[QImage]]) -> None:
        self._printed, images = made
        self._wait.hide()
        self.banner.hide()
        self._area.show()
        self._may(possible=True)
        self._put(images)

    def _put(self, images: list[QImage]) -> None:
        words = ntr("The print, {n} page", "The print, {n} pages", len(images))
        self._pages.show_images(images, words)

    def _failed(self, trouble: Trouble) -> None:
        self._wait.hide()
        self._told(trouble)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()

    def _save_at(self, path: str) -> None:
        printed = self._printed
        if printed is None or not path:
            return
        prints, session = self._context.station.plan_prints, self._context.session
        self._context.bridge.ask(
            self,
            partial(prints.save, session, printed, Path(path)),
            lambda _none: self._context.toast(tr("The print is saved")),
            self._told,
        )
