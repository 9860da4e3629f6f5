"""A nurse in a program of its own, which is killed while she hands equipment out.

`python -m tests.journeys.killed <home> acknowledged|pressed` says on its output when it may die.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.paths import Home
from station.training.day import morning
from tests.journeys.driver import Nurse
from tests.journeys.store import at_the_store, chosen_device, goes_out, hand_out_to, open_device
from tests.qt import Pulse

WHO, FIRST, SECOND = "Grønn Bro", "Oksymeter 3", "Nettbrett 2"
NOW: Final = "now"
"""What is said when it may be killed."""


class Waiter:
    """Lets the program run until something is true, as QtBot does, without a test around it."""

    def waitUntil(self, condition: Callable[[], object], timeout: int) -> None:
        """Wait at most `timeout` ms; RuntimeError when it does not come."""
        late = time.monotonic() + timeout / 1000
        while not condition():
            if time.monotonic() > late:
                raise RuntimeError("it did not come")
            QTest.qWait(5)


class Calm:
    """Counts no stalls: nobody looks at this program for long."""

    def __init__(self) -> None:
        self.stalls: list[object] = []


def at_the_verb(home: Home) -> Nurse:
    """Sign in and fill in a hand-out of two devices, up to its verb."""
    clock = FixedClock(morning())
    nurse = Nurse(cast("QtBot", Waiter()), home, clock, cast("Pulse", Calm()))
    nurse.start()
    at_the_store(nurse)
    open_device(nurse, FIRST)
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    chosen_device(nurse, SECOND)
    nurse.choose("home_wifi", "God")
    return nurse


def main(root: str, when: str) -> None:
    """Hand out, say when it may be killed, and go on working until it is."""
    app = QApplication([])
    nurse = at_the_verb(Home(Path(root)))
    if when == "acknowledged":
        goes_out(nurse)
    else:
        verb = nurse.find("hand_out", QAbstractButton)
        QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    sys.stdout.write(f"{NOW}\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:3])
