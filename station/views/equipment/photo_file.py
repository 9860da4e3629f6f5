"""A photo from a file: chosen in the system's dialog, made small beside the window, and kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.device_photos import Photo, read_photo
from station.views.bridge import Bridge
from station.views.context import Context

KINDS: Final = "*.jpg *.jpeg *.png"


class PhotoFile(QObject):
    """Keeps photos with a device, or with its going-over."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        # The files lane: a large photo must keep no query waiting.
        self._files = Bridge(context.station.files)
        self._files.setParent(self)
        self._files.broken.connect(context.bridge.broken)

    def ask(
        self,
        device_id: str,
        then: Callable[[], None],
        failed: Callable[[str], None],
        check_id: str | None = None,
    ) -> None:
        """Asks for a file, and keeps it; `failed` is told in a sentence why it was not."""
        dialog = QFileDialog(self._owner, tr("Choose the photo"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{tr('Photos')} ({KINDS})", tr("All files (*)")])
        dialog.fileSelected.connect(
            lambda name: self.keep(Path(name), device_id, then, failed, check_id)
        )
        dialog.open()

    def keep(
        self,
        path: Path,
        device_id: str,
        then: Callable[[], None],
        failed: Callable[[str], None],
        check_id: str | None = None,
    ) -> None:
        """Keeps the photo of a file."""
        photos, session = self._context.station.device_photos, self._context.session

        def refused(trouble: Trouble) -> None:
            failed(trouble.sentence())

        def store(photo: Photo) -> None:
            job = partial(photos.add, session, device_id, photo, check_id=check_id)

            def kept(_id: str) -> None:
                then()

            self._context.bridge.ask(self, job, kept, refused)

        self._files.ask(self, partial(read_photo, path), store, refused)
