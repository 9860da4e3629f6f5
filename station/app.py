"""The program with its window: shows the door first, and loads the rest behind it.

Before the first picture only Qt, the core, the look and the sign-in screen are imported.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QApplication, QWidget

from station.core import i18n, log
from station.core.clock import Clock
from station.core.lanes import Lane
from station.core.look import Look, read_look
from station.core.paths import Home, default_home
from station.core.trouble import Trouble
from station.views.bridge import Bridge
from station.views.signin.gate import Person
from station.views.signin.view import SignInView
from station.views.style.theme import apply, before_app, choose
from station.views.window import Window

if TYPE_CHECKING:
    from station.views.firststart.setup import Answers
    from station.views.keeper import Keeper
    from station.wiring import Station

SWITCH_INTERVAL_S = 0.001
"""How long a thread may hold the interpreter while the window waits: gaps of 9 ms, not 25."""

BENCH = "STATION_BENCH"
"""Set to first-paint: print when the window was first seen and how much was imported, and end."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found behind the door: the services, whether this is a first start, and people."""

    station: "Station"
    first_start: bool
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is let in without being asked: only the training municipality has one."""

    name: str
    password: str


class Program(QObject):
    """One run: the window, the lane, and what is built once the first picture is seen."""

    def __init__(
        self,
        app: QApplication,
        home: Home,
        look: Look,
        clock: Clock | None = None,
        visitor: Visitor | None = None,
    ) -> None:
        super().__init__()
        self._app, self.home, self.look = app, home, look
        self._clock, self._visitor = clock, visitor
        self.lane = Lane("record")
        self.bridge = Bridge(self.lane)
        self.window = Window()
        self.keeper: Keeper | None = None
        self.station: Station | None = None
        self._log = log.open_log(home.log) if home.root.is_dir() else None
        people = glance(home)
        self._door: SignInView | None = None
        if people:
            self._door = SignInView(self.bridge, _Gate(self), people)
            self.window.show_screen(self._door)
            self._door.start()
        else:
            self.window.show_screen(waiting())
        self.window.painted.connect(self._painted)

    def close(self) -> None:
        """Closes the file and the lane; waits for the last job."""
        if self.station is not None:
            self.lane.submit(self.station.close).result()
        self.bridge.close()
        self.lane.close()
        if self._log is not None:
            log.close_log(self._log)

    # ----------------------------------------------------------------------------- behind it

    def load(self) -> Loaded:
        """On the lane: imports the services and builds them; Trouble if Station cannot open."""
        from station import wiring
        from station.services import firststart
        from station.views.keeper import persons

        wiring.examine(self.home)
        first = firststart.needed(self.home)
        if self.station is None:
            self.station = wiring.build(self.home, self._clock)
        people = () if first else persons(self.station.door.people())
        return Loaded(self.station, first, people)

    def _painted(self) -> None:
        if os.environ.get(BENCH) == "first-paint":
            sys.stdout.write(f"first-paint {time.monotonic_ns()} modules {len(sys.modules)}\n")
            sys.stdout.flush()
            self._app.quit()
            return
        self._ask_load()

    def _ask_load(self) -> None:
        self.bridge.ask(self, self.load, self._loaded, self._refused)

    def _loaded(self, loaded: Loaded) -> None:
        from station.views.keeper import Keeper

        self.keeper = Keeper(self.window, self.bridge, loaded.station)
        self.keeper.left.connect(self.window.close)
        if loaded.first_start:
            self._first_start()
        elif self._door is not None and self.window.screen_now is self._door:
            self._door.set_people(loaded.people)
            self.keeper.begin(self._door, loaded.people)
        else:
            self.keeper.show_door(loaded.people)
        if self._visitor is not None:
            self._let_in(self._visitor, loaded)
        self._import_pages()

    def _let_in(self, visitor: Visitor, loaded: Loaded) -> None:
        """Lets the training municipality's nurse in by herself, once."""
        self._visitor = None
        slots = [person.slot_id for person in loaded.people if person.name == visitor.name]
        keeper, door = self.keeper, loaded.station.door
        if keeper is not None and slots:
            self.bridge.ask(
                self,
                partial(door.sign_in, slots[0], visitor.password),
                lambda session: keeper.enter(session, slots[0]),
            )

    def _import_pages(self) -> None:
        """On the lane, one page at a time: a sign-in in between does not wait for all of them."""
        from station.views.pages import PAGES

        for entry in PAGES:
            module = entry.target.partition(":")[0]
            self.bridge.ask(self, partial(import_module, module), lambda _: None)

    def _first_start(self) -> None:
        from station.views.firststart.view import FirstStartView

        places = QStandardPaths.writableLocation
        folder = Path(places(QStandardPaths.StandardLocation.DocumentsLocation))
        setup = _Setup(self)
        view = FirstStartView(self.bridge, setup, folder)
        if self.keeper is not None:
            keeper = self.keeper
            view.finished.connect(lambda session: keeper.enter(session, setup.slot_id))
        self.window.show_screen(view)
        view.start()

    def _refused(self, trouble: Trouble) -> None:
        from station.views.signin.refusal import RefusalView

        self._door = None
        self.window.show_screen(RefusalView(trouble, self._ask_load, self.window.close))


class _Gate:
    """The door before the services are loaded; jobs on the lane come after the loading."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def sign_in(self, slot_id: str, password: str) -> object:
        """Opens with a password."""
        return self._station().door.sign_in(slot_id, password)

    def recover(self, code: str, slot_id: str, new_password: str) -> object:
        """Opens with the recovery code."""
        return self._station().door.recover(code, slot_id, new_password)

    def _station(self) -> "Station":
        return self._program.station or self._program.load().station


class _Setup:
    """The first start's work, on the lane; the code is forgotten at the end."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._answers: Answers | None = None
        self._code = ""
        self.slot_id = ""

    def create(self, answers: "Answers") -> str:
        """Makes the installation and gives the recovery code."""
        from station.services import firststart

        station = self._existing()
        person = firststart.NewPerson(
            answers.name, answers.initials, language=answers.profile.language
        )
        made = firststart.create(
            self._program.home, answers.profile, person, answers.password, clock=station.clock
        )
        self._answers, self._code, self.slot_id = answers, made.recovery_code, made.slot_id
        return made.recovery_code

    def save_sheet(self, path: Path) -> None:
        """Saves the recovery sheet."""
        from station.services import recovery_sheet

        if self._answers is not None:
            recovery_sheet.save(path, self._code, self._answers.profile, self._existing().clock)

    def enter(self) -> object:
        """Signs the first person in, and forgets the code and the password."""
        if self._answers is None:
            raise RuntimeError("nothing was created")
        session = self._existing().door.sign_in(self.slot_id, self._answers.password)
        self._answers, self._code = None, ""
        return session

    def _existing(self) -> "Station":
        if self._program.station is None:
            raise RuntimeError("the services are not loaded")
        return self._program.station


def glance(home: Home) -> tuple[Person, ...]:
    """The people named in the key file, read without any cryptography; () if that is not simple.

    Only for the first picture: the services read the file again, and check it.
    """
    try:
        slots = json.loads(home.keys.read_bytes())["body"]["slots"]
        people = [
            Person(slot["id"], slot["name"], slot["initials"], slot["language"])
            for slot in slots
            if slot["kind"] == "person"
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(sorted(people, key=lambda person: person.name))


def waiting() -> QWidget:
    """The first picture where nobody can sign in yet."""
    from station.views.style.states import StateView

    return StateView("loading", "", "Station")


def run(arguments: Sequence[str] = ()) -> int:
    """Opens the window and stays until it is closed; gives the exit code."""
    return _show(default_home(), arguments)


def run_training(home: Home) -> int:
    """Opens the training municipality's window on its own day, signed in; gives the exit code."""
    # The training room is no part of an ordinary start.
    from station.training import door

    clock = door.clock(home)
    code = _show(home, (), clock, Visitor(door.USER, door.PASSWORD))
    door.leave(home, clock.now())
    return code


def _show(
    home: Home,
    arguments: Sequence[str],
    clock: Clock | None = None,
    visitor: Visitor | None = None,
) -> int:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    sys.excepthook = _report
    look = read_look(home.root)
    i18n.use(look.language)
    before_app()
    app = QApplication(["station", *arguments])
    app.setApplicationDisplayName("Station")
    apply(app, choose(app, look.appearance, look.scale))
    program = Program(app, home, look, clock, visitor)
    program.window.show()
    try:
        return app.exec()
    finally:
        program.close()


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Logs a bug without its message: that could name a person."""
    log.bug("gui", error)
    if os.environ.get("STATION_DEBUG"):
        sys.__excepthook__(kind, error, trace)
