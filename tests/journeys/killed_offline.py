"""A nurse in a program of its own, without a network, who is killed while a reading is saved.

`python -m tests.journeys.killed_offline <home> <moment> <patient>` says when it may be killed.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.paths import Home
from tests.journeys.driver import Nurse
from tests.journeys.killed import NOW, Calm, Waiter
from tests.journeys.work import open_card
from tests.municipality import FIRST, PASSWORD
from tests.qt import Pulse

VALUE = "94"


def kill_in_a_save(home: Home, moment: int, patient: str) -> None:
    """Let it come as far as the save of a reading, and kill it in the middle of that."""
    words = [sys.executable, "-m", "tests.journeys.killed_offline"]
    words += [str(home.root), str(moment), patient]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        said = ""
        while said != NOW and (line := process.stdout.readline()):
            said = line.strip()
        process.send_signal(signal.SIGKILL)
        _, wrong = process.communicate()
    assert said == NOW, wrong


def main(root: str, moment: str, patient: str) -> None:
    """Press the button that saves, say so, and go on until it is killed."""
    app = QApplication([])
    clock = FixedClock(int(moment))
    nurse = Nurse(cast("QtBot", Waiter()), Home(Path(root)), clock, cast("Pulse", Calm()))
    nurse.start()
    nurse.sign_in(FIRST, PASSWORD)
    nurse.until(lambda: nurse.has("worklist"), "the worklist")
    open_card(nurse, patient)
    nurse.press("new_reading")
    nurse.press("kind_spo2")
    nurse.write("reading_value1", VALUE)
    verb = nurse.find("save_reading", QAbstractButton)
    QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    sys.stdout.write(f"{NOW}\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:4])
