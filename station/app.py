"""The program with its window: shows the door first, and loads the rest behind it.

Before the first picture only Qt, a little of the core, the look and the sign-in screen are
imported; `station.views.behind` brings the rest.
"""

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from station.views import ownimport  # noqa: F401  (first of all: see there)

# isort: split
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from station.core import i18n
from station.core.look import read_look
from station.core.paths import Home, default_home
from station.views.signin.gate import glance
from station.views.signin.view import SignInView
from station.views.style.theme import apply, guess
from station.views.window import Window

if TYPE_CHECKING:
    from station.core.clock import Clock
    from station.views.behind import Behind
    from station.wiring_groups import Outside

SWITCH_INTERVAL_S = 0.001
"""How long a thread may hold the interpreter while the window waits: gaps of 9 ms, not 25."""

BENCH = "STATION_BENCH"
"""Set to first-paint: print when the window was first seen and how much was imported, and end.

Set to worklist: open the training municipality in STATION_HOME, and tell when its list is seen.
"""


class Program(QObject):
    """One run: the window, and what is built behind it once the first picture is seen.

    `visitor` is a name and a password let in without being asked (the training municipality),
    `outside` what lies beyond the PC where it shall not be the network.
    """

    def __init__(
        self,
        app: QApplication,
        home: Home,
        clock: "Clock | None" = None,
        visitor: tuple[str, str] | None = None,
        outside: "Outside | None" = None,
    ) -> None:
        super().__init__()
        self._app, self.home, self._outside = app, home, outside
        self._clock, self._visitor = clock, visitor
        self.window = Window()
        self.behind: Behind | None = None
        people = glance(home.keys)
        self._door = SignInView(people) if people else None
        self.window.show_screen(self._door or waiting())
        if self._door is not None:
            self._door.start()
        self.window.painted.connect(self._painted)

    def close(self) -> None:
        """Closes the file and the lane; waits for the last job."""
        if self.behind is not None:
            self.behind.close()

    def end(self) -> None:
        """Closes file and window and destroys all of it here, on the thread that made it."""
        self.close()
        self.window.may_close = True
        self.window.close()
        for part in (self.behind and self.behind.keeper, self.behind, self.window):
            if part is not None:
                part.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()

    def _painted(self) -> None:
        if os.environ.get(BENCH) == "first-paint":
            sys.stdout.write(f"first-paint {time.monotonic_ns()} modules {len(sys.modules)}\n")
            sys.stdout.flush()
            self._app.quit()
            return
        from station.views.behind import Behind

        measured = os.environ.get(BENCH) == "worklist" and self._visitor
        visitor = None if measured else self._visitor
        self.behind = Behind(self.window, self.home, self._clock, visitor, outside=self._outside)
        self.behind.begin(self._door)
        if measured:
            from station.views.measured import WorklistWatch

            WorklistWatch(self.behind, measured)


def waiting() -> QWidget:
    """The first picture where nobody can sign in yet."""
    from station.views.style.states import StateView

    return StateView("loading", "", "Station")


def run(arguments: Sequence[str] = ()) -> int:
    """Opens the window and stays until it is closed; gives the exit code."""
    if os.environ.get(BENCH) == "worklist":
        return run_training(default_home())
    return _show(default_home(), arguments)


def run_training(home: Home) -> int:
    """Opens the training municipality's window on its own day, signed in; gives the exit code."""
    # The training room is no part of an ordinary start.
    from station.training import door

    clock = door.clock(home)
    code = _show(home, (), clock, (door.USER, door.PASSWORD))
    door.leave(home, clock.now())
    return code


@contextmanager
def showing(
    home: Home,
    clock: "Clock",
    visitor: tuple[str, str] | None = None,
    outside: "Outside | None" = None,
) -> Iterator[Program]:
    """Runs the program without waiting for a person, for those who drive it: for pictures."""
    look = read_look(home.root)
    i18n.use(look.language)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["station", "-style", "fusion"])
    apply(app, guess(app, look.appearance, look.scale))
    program = Program(app, home, clock, visitor, outside)
    program.window.show()
    while program.behind is None:
        app.processEvents()
    try:
        yield program
    finally:
        program.end()


def _show(
    home: Home,
    arguments: Sequence[str],
    clock: "Clock | None" = None,
    visitor: tuple[str, str] | None = None,
) -> int:
    # From here on rubbish is collected on the GUI thread alone: see station.views.memory.
    gc.disable()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    sys.excepthook = report
    look = read_look(home.root)
    i18n.use(look.language)
    # The drawing style as an argument: setStyle() would hand back the one made, and with it some
    # hundred classes.
    app = QApplication(["station", "-style", "fusion", *arguments])
    app.setApplicationDisplayName("Station")
    apply(app, guess(app, look.appearance, look.scale))
    program = Program(app, home, clock, visitor)
    program.window.show()
    try:
        return app.exec()
    finally:
        program.close()


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Logs a bug without its message: that could name a person."""
    from station.core import log

    log.bug("gui", error)
    if os.environ.get("STATION_DEBUG"):
        sys.__excepthook__(kind, error, trace)
