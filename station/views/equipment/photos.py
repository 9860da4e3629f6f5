"""Photos of a device as small pictures; one is shown large when it is chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.services.equipment.values import PhotoLine
from station.views.context import Context
from station.views.style import Button, FlowLayout, colour, current, heading, hint

_WIDE, _HIGH, _LARGE = 28, 21, 130
"""Grid units of a small picture, and the greatest side of a large one."""


class Thumb(Button):
    """One small picture; a grey frame while it is being fetched."""

    def __init__(self, photo: PhotoLine, now: int) -> None:
        super().__init__("", kind="count")
        self.setText("")
        self.setCheckable(True)
        self.setObjectName(f"photo_{photo.id}")
        told = " · ".join(each for each in (photo.note, photo.by, when(photo.at, now)) if each)
        self.setAccessibleName(tr("Photo: {told}", told=told))
        hint(self, told)
        self._image: QImage | None = None
        self.setFixedSize(QSize(current().px(_WIDE), current().px(_HIGH)))

    def nextCheckState(self) -> None:
        """The owner says which one is shown large."""

    def show_image(self, image: QImage) -> None:
        """Takes the picture in."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture inside its frame."""
        painter = QPainter(self)
        box = self.rect().adjusted(2, 2, -2, -2)
        painter.fillRect(box, colour("raised"))
        if self._image is not None:
            size = self._image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(QRectF(box).center())
            painter.drawImage(place, self._image)
        loud = self.hasFocus() or self.isChecked()
        painter.setPen(QPen(colour("focus" if loud else "line"), 2 if loud else 1))
        painter.drawRect(box)


class Large(QWidget):
    """One picture as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("photo_large")
        self._image: QImage | None = None
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        """Shows a picture, or nothing."""
        self._image = image
        if image is not None:
            side = current().px(_LARGE)
            size = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
            self.setFixedSize(size)
        self.setVisible(image is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture."""
        if self._image is not None:
            QPainter(self).drawImage(QRectF(self.rect()), self._image)


class PhotoStrip(QWidget):
    """Small pictures in a flow; each is fetched and made small on the lane, not here."""

    def __init__(self, context: Context, photos: Sequence[PhotoLine]) -> None:
        super().__init__()
        self.setObjectName("photos")
        self._context, self._shown = context, ""
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        column.addWidget(heading(tr("Photos"), "subheading"))
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(2))
        self._thumbs: dict[str, Thumb] = {}
        for photo in photos:
            thumb = Thumb(photo, context.clock.now())
            thumb.clicked.connect(lambda _=False, photo=photo: self._choose(photo.id))
            self._thumbs[photo.id] = thumb
            flow.addWidget(thumb)
            self._fetch(photo.id, theme.px(_WIDE) * 2, thumb.show_image)
        column.addWidget(holder)
        self._large = Large()
        column.addWidget(self._large)

    def _fetch(self, photo: str, side: int, then: Callable[[QImage], None]) -> None:
        photos, session = self._context.station.device_photos, self._context.session

        def job() -> QImage:
            return smaller(photos.picture(session, photo), side)

        self._context.bridge.ask(self, job, then)

    def _choose(self, photo: str) -> None:
        again = photo == self._shown
        self._shown = "" if again else photo
        for each, thumb in self._thumbs.items():
            thumb.setChecked(each == self._shown)
        if again:
            self._large.show_image(None)
        else:
            self._fetch(photo, current().px(_LARGE), self._large.show_image)


def smaller(picture: bytes, side: int) -> QImage:
    """A picture with at most `side` pixels each way; may run on any thread."""
    image = QImage.fromData(picture)
    if max(image.width(), image.height()) <= side:
        return image
    return image.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
