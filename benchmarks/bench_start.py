"""Start: from the process to the sign-in window painted, against a bare Qt window.

STATION_BENCH=first-paint tells the program to say so and quit once its first window is painted.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import Ratio, Row, Verdict, judged, limited, paired
from installer.build import PROGRAM
from station.core.clock import SystemClock
from station.core.paths import Home
from station.core.settings import Profile
from station.services.office.firststart import NewPerson, create
from station.training.fill import fill

BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        print("first-paint", flush=True)
        QApplication.instance().quit()

application = QApplication([])
window = Window()
layout = QVBoxLayout(window)
layout.addWidget(QLineEdit())
layout.addWidget(QLineEdit())
window.show()
application.exec()
"""
COUNTING = """
import atexit, os, runpy, sys
def told():
    pages = int(open("/proc/self/statm").read().split()[1]) if os.path.exists("/proc") else 0
    print("modules", len(sys.modules), pages * 4 // 1024, flush=True)
atexit.register(told)
"""
BARE = (sys.executable, "-c", BARE_WINDOW)
OURS = (sys.executable, "-m", "station")
PASSWORD = "rolig-morgen-2026"  # noqa: S105 - opens an empty installation in a temporary folder


def run(rounds: int) -> list[Row]:
    """The rows about starting: time, modules, files and memory at the first paint."""
    with tempfile.TemporaryDirectory(prefix="station-bench-") as folder:
        home = Home(Path(folder, "home"))
        create(home, Profile("Benk"), NewPerson("Rask Elg", "RE"), PASSWORD, clock=SystemClock())
        environment = {
            **os.environ,
            "STATION_HOME": str(home.root),
            "STATION_BENCH": "first-paint",
            # An installed program is compiled already: so are both after their warm-up round.
            "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled")),
            "PYTHONDONTWRITEBYTECODE": "",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "*.warning=false",  # the offscreen platform has no window manager
        }
        return [
            judged(
                "process start to the sign-in window painted",
                1.5,
                lambda: ratio(OURS, BARE, environment, rounds),
            ),
            *counted(environment),
            *worklist(Home(Path(folder, "training")), environment, rounds),
            *frozen(environment, rounds),
        ]


def ratio(
    ours: tuple[str, ...], bare: tuple[str, ...], environment: dict[str, str], rounds: int
) -> Ratio:
    """How much longer one command takes to its first paint than another."""
    return paired(first_paint(ours, environment), first_paint(bare, environment), rounds)


def first_paint(command: tuple[str, ...], environment: dict[str, str]) -> Callable[[], float]:
    """A measurement: the seconds until the command says that its window is painted."""

    def measure() -> float:
        begun = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            said = process.stdout.readline() if process.stdout else b""
            took = time.perf_counter() - begun
        if not said.startswith(b"first-paint"):
            message = f"{' '.join(command)[:60]} said {said!r} instead of first-paint"
            raise RuntimeError(message)
        return took

    return measure


def counted(environment: dict[str, str]) -> list[Row]:
    """What was loaded and opened before the first paint, and the memory then."""
    ours = (sys.executable, "-c", COUNTING + "runpy.run_module('station', run_name='__main__')")
    modules, megabytes = loaded(ours, environment)
    bare_modules, bare_megabytes = loaded(
        (sys.executable, "-c", COUNTING + BARE_WINDOW), environment
    )
    return [
        limited("modules before the first paint", modules, 250),
        Row("  (bare window)", str(bare_modules)),
        *opened(environment),
        limited("memory at the first paint", round(megabytes / bare_megabytes, 2), 1.5, "x"),
        Row("  (bare window)", f"{bare_megabytes} MB"),
    ]


def loaded(command: tuple[str, ...], environment: dict[str, str]) -> tuple[int, int]:
    """The modules that a command had loaded at its end, and its megabytes."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    words = next(line for line in done.stdout.splitlines() if line.startswith("modules")).split()
    return int(words[1]), int(words[2])


def opened(environment: dict[str, str]) -> list[Row]:
    """The files that the system opened before the first paint, counted by strace."""
    if not shutil.which("strace"):
        return [Row("files opened before the first paint", "strace is not installed")]
    return [
        limited("files opened before the first paint", files_opened(OURS, environment), 450),
        Row("  (bare window)", str(files_opened(BARE, environment)), "", Verdict.INFO),
    ]


def files_opened(command: tuple[str, ...], environment: dict[str, str]) -> int:
    """How many files a command opened; those that were not there do not count."""
    with tempfile.NamedTemporaryFile("r") as trace:
        traced = ["strace", "-f", "-e", "trace=open,openat", "-o", trace.name, *command]
        subprocess.run(traced, env=environment, check=True, capture_output=True)
        lines = trace.read().splitlines()
    return sum("open" in line and "ENOENT" not in line for line in lines)


def worklist(home: Home, environment: dict[str, str], rounds: int) -> list[Row]:
    """From the password accepted to the worklist painted, and the memory then."""
    fill(home)
    environment = {**environment, "STATION_HOME": str(home.root), "STATION_BENCH": "worklist"}
    seen: list[int] = []

    def measure() -> float:
        done = subprocess.run(OURS, env=environment, capture_output=True, text=True, check=True)
        accepted, painted, megabytes = map(int, done.stdout.split()[1:])
        seen.append(megabytes)
        return (painted - accepted) / 1e9

    time_row = judged(
        "password accepted to the worklist of 25 patients painted",
        0.6,
        lambda: paired(measure, first_paint(BARE, environment), rounds),
    )
    bare = loaded((sys.executable, "-c", COUNTING + BARE_WINDOW), environment)[1]
    most = max(seen)
    return [
        time_row,
        limited("memory at the worklist", most, 220, " MB"),
        Row("  (against the bare window)", f"{most / bare:.2f}x"),
    ]


def frozen(environment: dict[str, str], rounds: int) -> list[Row]:
    """How the installed program starts against the same program from its sources, if built."""
    metric = "start of the installed program against its sources"
    if not PROGRAM.exists():
        return [Row(metric, "not built", "<= 1.3x")]
    return [judged(metric, 1.3, lambda: ratio((str(PROGRAM),), OURS, environment, rounds))]
