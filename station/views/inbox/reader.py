"""Reading a file on the lane for files: how far it has come, and the way to stop it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject

from station.core.trouble import Trouble
from station.services.readings.importing import ImportProfile, Parsed, Preview
from station.views.bridge import Bridge
from station.views.context import Context

T = TypeVar("T")


class Progress:
    """How far a reading has come (0 to 1), told on one thread and looked at on another."""

    def __init__(self) -> None:
        self.share = 0.0
        self._stopped = Event()

    def stop(self) -> None:
        """Lets the reading end at its next look."""
        self._stopped.set()

    def watch(self, share: float) -> bool:
        """Notes the share done, on the lane; False when it is to end."""
        self.share = max(self.share, share)
        return not self._stopped.is_set()


class FileReader(QObject):
    """Looks at files and reads them, never on the record lane."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._importing = context.station.importing
        self.bridge = Bridge(context.station.files)
        self.bridge.setParent(self)
        self.bridge.broken.connect(context.bridge.broken)
        self.bridge.troubled.connect(context.bridge.troubled)
        self._running: list[Progress] = []
        # However the page ends, nobody waits for a file any more.
        parent.destroyed.connect(partial(_stop_all, self._running))

    def look(
        self,
        path: Path,
        profile: ImportProfile | None,
        then: Callable[[Preview], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Looks at the first rows, with a profile or with the likeliest."""
        self.bridge.ask(self, lambda: self._importing.look(path, profile), then, failed)

    def read(
        self,
        path: Path,
        profile: ImportProfile,
        then: Callable[[Parsed], None],
        failed: Callable[[Trouble], None],
    ) -> Progress:
        """Reads the whole file and gives the progress to look at and to stop."""
        progress = Progress()
        self._running[:] = [progress]
        self.bridge.ask(
            self, lambda: self._importing.read(path, profile, progress.watch), then, failed
        )
        return progress

    def ask(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Does something else that waits for the disk."""
        self.bridge.ask(self, job, then)


def _stop_all(running: list[Progress], _page: object = None) -> None:
    for progress in running:
        progress.stop()
