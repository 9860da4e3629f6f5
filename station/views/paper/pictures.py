"""Scanned pages on the screen: made into pictures off the window's thread, then only laid down."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.patients.documents import Picture
from station.views.bridge import Bridge
from station.views.style import button, colour, current, label

WIDTHS = (90, 120, 160, 220, 300)
"""How wide a page may be shown, in units of the grid."""
_START = 1


def image_of(picture: Picture) -> QImage:
    """Make a picture of three bytes a dot into one that Qt can draw; any thread."""
    dots = QImage(
        picture.dots, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
    )
    return dots.convertToFormat(QImage.Format.Format_RGB32)


def fitted(images: Sequence[QImage], width: int) -> list[QImage]:
    """Make pages `width` pixels wide; slow, not on the window's thread."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return [image.scaledToWidth(width, smooth) for image in images]


class SheetPages(QWidget):
    """Pages under each other, drawn as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scanned_pages")
        self._images: Sequence[QImage] = ()
        self._ratio = 1.0

    def show_images(self, images: Sequence[QImage], ratio: float) -> None:
        """Shows other pages; `ratio` is how many of their dots a pixel of the window has."""
        self._images, self._ratio = images, ratio
        gap = current().px(2)
        wide = max((image.width() for image in images), default=0) / ratio
        high = sum(image.height() / ratio + gap for image in images)
        self.setMinimumSize(QSize(round(wide), round(high)))
        self.setAccessibleName(
            ntr("The scanned sheet, {n} page", "The scanned sheet, {n} pages", len(images))
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pages, each with an edge."""
        painter, top, gap = QPainter(self), 0, current().px(2)
        painter.setPen(QPen(colour("control_line"), 1))
        for image in self._images:
            wide = round(image.width() / self._ratio)
            box = QRect(0, top, wide, round(image.height() / self._ratio))
            if box.intersects(event.rect()):
                painter.drawImage(box, image)
                painter.drawRect(box.adjusted(0, 0, -1, -1))
            top += box.height() + gap


class SheetView(QWidget):
    """The scanned sheet with its size beside: larger and smaller are made on the record lane."""

    def __init__(self, bridge: Bridge, images: Sequence[QImage]) -> None:
        super().__init__()
        self._bridge, self._images, self._size = bridge, tuple(images), _START
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        row = QHBoxLayout()
        row.addWidget(label(tr("The scanned sheet"), "small-strong"))
        row.addStretch(1)
        for sign, words, keys, act in (
            ("–", tr("Smaller"), "Ctrl+-", partial(self.zoom, -1)),
            ("+", tr("Larger"), "Ctrl++", partial(self.zoom, 1)),
        ):
            row.addWidget(_sized(sign, words, keys, act))
        column.addLayout(row)
        self._pages = SheetPages()
        area = QScrollArea()
        area.setWidget(self._pages)
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("The scanned sheet"))
        column.addWidget(area, 1)
        self.zoom(0)

    def zoom(self, steps: int) -> None:
        """Shows the pages larger or smaller."""
        self._size = max(0, min(len(WIDTHS) - 1, self._size + steps))
        ratio = self.devicePixelRatio()
        width = round(current().px(WIDTHS[self._size]) * ratio)
        self._bridge.ask(
            self,
            partial(fitted, self._images, width),
            lambda images: self._pages.show_images(images, ratio),
        )


def _sized(sign: str, words: str, keys: str, act: Callable[[], None]) -> QWidget:
    made = button(sign, keys, kind="quiet")
    made.setText(sign)
    made.setAccessibleName(words)
    made.clicked.connect(lambda _checked=False: act())
    return made
