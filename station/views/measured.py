"""For the benchmark alone: signs in by itself and tells when the worklist has been painted."""

import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from station.views.behind import Behind
from station.views.keeper import Keeper
from station.views.today.page import TodayPage


class WorklistWatch(QObject):
    """Waits for the services, lets `visitor` in, prints two moments and the memory, and ends.

    The line is: worklist, password accepted (key derived) and list painted in monotonic ns, MB.
    """

    def __init__(self, behind: Behind, visitor: tuple[str, str]) -> None:
        super().__init__(behind)
        self._behind, self._visitor = behind, visitor
        self._accepted = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

    def _look(self) -> None:
        keeper = self._behind.keeper
        if keeper is not None and self._visitor[0]:
            self._enter(keeper)
        page = self._behind.window.findChild(TodayPage)
        if isinstance(page, TodayPage) and page.listing.list.rows.everyone:
            self._behind.window.repaint()
            self._tell()

    def _enter(self, keeper: Keeper) -> None:
        station = self._behind.station
        if station is None:
            return
        (name, password), self._visitor = self._visitor, ("", "")
        door = station.door
        slot = next(owner.slot_id for owner in door.people() if owner.name == name)
        proved = door.store.open

        def opened(slot_id: str, secret: str) -> object:
            found = proved(slot_id, secret)
            self._accepted = time.monotonic_ns()
            return found

        door.store.open = opened  # type: ignore[method-assign,assignment]
        sign_in = partial(door.sign_in, slot, password)
        self._behind.bridge.ask(self, sign_in, lambda session: keeper.enter(session, slot))

    def _tell(self) -> None:
        self._timer.stop()
        memory = Path("/proc/self/statm")
        pages = int(memory.read_text(encoding="ascii").split()[1]) if memory.exists() else 0
        sys.stdout.write(f"worklist {self._accepted} {time.monotonic_ns()} {pages * 4 // 1024}\n")
        sys.stdout.flush()
        self._behind.window.may_close = True
        QApplication.quit()
