"""Collects rubbish on the GUI thread only.

Python collects cycles on whichever thread happens to allocate. A widget in such a cycle would be
destroyed by the record lane, and Qt would crash. So the automatic collection is off while the
window lives, and this object does it between events.
"""

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 200
"""Often, so that what an import leaves in a second is walked through in portions."""
YOUNG: Final = 2000
"""How many new objects are worth a small collection."""

QUIET_S: Final = 3.0
FULL_EVERY: Final = 300
"""A full collection after this many looks, once nobody has touched anything for a while."""


class Memory(QObject):
    """Small collections as needed, full ones when nobody is typing or after a lock."""

    def __init__(self, quiet_seconds: Callable[[], float]) -> None:
        super().__init__()
        self._quiet_seconds = quiet_seconds
        self._looks = 0
        gc.disable()
        # What is loaded now stays until the end, so that no collection walks through it.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collects what is due."""
        self._looks += 1
        if self._looks >= FULL_EVERY and self._quiet_seconds() >= QUIET_S:
            self.collect()
        elif gc.get_count()[0] > YOUNG:
            gc.collect(1)

    def collect(self) -> None:
        """Collects everything: after a lock, what was on the screen leaves the memory."""
        self._looks = 0
        gc.collect()

    def keep_loaded(self) -> None:
        """Lets no later collection walk through what is loaded by now: five sixths of it is code.

        Only while nobody is signed in, since what is kept so is never looked at again. What is
        rubbish already, a password that was tried among it, goes first.
        """
        self.collect()
        gc.freeze()

    def stop(self) -> None:
        """Gives the automatic collection back, when no window is left."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
