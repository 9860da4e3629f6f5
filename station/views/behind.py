"""What stands behind the door: the lane, the services and the way to the pages.

Loaded right after the first picture; the services themselves are imported on the lane.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QApplication

from station.core import log
from station.core.clock import Clock, SystemClock
from station.core.lanes import Lane
from station.core.look import read_look
from station.core.paths import Home
from station.core.trouble import Trouble
from station.views import warm
from station.views.bridge import Bridge
from station.views.pages import PAGES, PageEntry
from station.views.signin.gate import Person
from station.views.signin.view import SignInView
from station.views.style.theme import apply, choose, current
from station.views.window import Window

if TYPE_CHECKING:
    from station.views.firststart.setup import Answers
    from station.views.keeper import Keeper
    from station.wiring import Station
    from station.wiring_groups import Outside


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found: the services, whether this is a first start, and who can sign in."""

    station: "Station"
    first_start: bool
    people: tuple[Person, ...]


class Behind(QObject):
    """Loads the services, and shows the door, the first start, or why Station cannot open."""

    def __init__(
        self,
        window: Window,
        home: Home,
        clock: Clock | None = None,
        visitor: tuple[str, str] | None = None,
        pages: Sequence[PageEntry] = PAGES,
        outside: "Outside | None" = None,
    ) -> None:
        super().__init__()
        self._outside = outside
        self._pages = pages
        self.window, self.home = window, home
        self._clock, self._visitor = clock, visitor
        self.lane = Lane("record")
        self.bridge = Bridge(self.lane)
        self.keeper: Keeper | None = None
        self.station: Station | None = None
        self._door: SignInView | None = None
        self._log = log.open_log(home.log) if home.root.is_dir() else None

    def _look_again(self) -> None:
        """Puts another appearance on if the system wants one that the first picture missed."""
        app, look = QApplication.instance(), read_look(self.home.root)
        if isinstance(app, QApplication):
            wanted = choose(app, look.appearance, look.scale)
            if wanted != current():
                apply(app, wanted)

    def begin(self, door: SignInView | None) -> None:
        """Loads; passwords given at `door` meanwhile are tried when it is done."""
        self._look_again()
        for part in warm.parts():
            self.bridge.soon(self, part)
        self._door = door
        if door is not None:
            door.lead_to(self.bridge, _Gate(self))
        # Not before there is room: the lane imports screens.
        self.bridge.soon(self, self._ask_load)

    def close(self) -> None:
        """Closes the file and the lane, and waits for the last job."""
        if self.keeper is not None and self.keeper.watch is not None:
            self.keeper.watch.stop()
        if self.station is not None:
            self.lane.submit(self.station.close).result()
        self.bridge.close()
        self.lane.close()
        if self.keeper is not None:
            self.keeper.memory.stop()
        if self._log is not None:
            log.close_log(self._log)

    def load(self) -> Loaded:
        """On the lane: imports the services and builds them; Trouble if Station cannot open."""
        from station import wiring
        from station.services.office import firststart
        from station.views.keeper import persons

        wiring.examine(self.home)
        first = firststart.needed(self.home)
        if self.station is None:
            self.station = wiring.build(self.home, self._clock, outside=self._outside)
        people = () if first else persons(self.station.door.people())
        return Loaded(self.station, first, people)

    def _ask_load(self) -> None:
        self.bridge.ask(self, self.load, self._loaded, self._refused)

    def _loaded(self, loaded: Loaded) -> None:
        from station.views.keeper import Keeper

        if self.keeper is None:
            self.keeper = Keeper(self.window, self.bridge, loaded.station, pages=self._pages)
            self.keeper.left.connect(self.window.close)
        if loaded.first_start:
            # In turns of their own: what is loaded now, the screen as it is built, as it is shown.
            self.bridge.soon(self, partial(self._first_start, self.keeper))
        elif self._door is not None and self.window.screen_now is self._door:
            self._door.set_people(loaded.people)
            self.keeper.begin(self._door, loaded.people)
        else:
            self.keeper.show_door(loaded.people)
        self._let_in(self.keeper, loaded)
        self._import_pages()

    def _let_in(self, keeper: "Keeper", loaded: Loaded) -> None:
        """Lets the training municipality's nurse in by herself, once."""
        visitor, self._visitor = self._visitor, None
        if visitor is None:
            return
        name, password = visitor
        slots = [person.slot_id for person in loaded.people if person.name == name]
        if slots:
            self.bridge.ask(
                self,
                partial(loaded.station.door.sign_in, slots[0], password),
                lambda session: keeper.enter(session, slots[0]),
            )

    def _import_pages(self) -> None:
        """On the lane, one page at a time: a sign-in in between does not wait for all of them."""
        from station.services.forms import stock as form_stock

        self.bridge.ask(self, form_stock.stock, lambda _: None)
        for entry in self._pages:
            module = entry.target.partition(":")[0]
            self.bridge.ask(self, partial(import_module, module), lambda _: None)
        self.bridge.ask(self, lambda: None, lambda _: self._all_loaded())

    def _all_loaded(self) -> None:
        if self.keeper is not None and self.keeper.session is None:
            self.keeper.memory.keep_loaded()

    def _first_start(self, keeper: "Keeper") -> None:
        from station.views.firststart.view import FirstStartView

        documents = QStandardPaths.StandardLocation.DocumentsLocation
        setup = _Setup(self)
        view = FirstStartView(self.bridge, setup, Path(QStandardPaths.writableLocation(documents)))
        view.finished.connect(lambda session: keeper.enter(session, setup.slot_id))

        def show() -> None:
            self.window.show_screen(view)
            view.start()

        self.bridge.soon(view, show)

    def _refused(self, trouble: Trouble) -> None:
        from station.views.rescue import refuse

        self._door = None
        clock = self._clock or SystemClock()
        refuse(self.window, self.bridge, self.home, clock, trouble, self._ask_load)


class _Gate:
    """The door before the services are known on this side; its jobs come after the loading."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind

    def sign_in(self, slot_id: str, password: str) -> object:
        """Opens with a password."""
        return self._station().door.sign_in(slot_id, password)

    def recover(self, code: str, slot_id: str, new_password: str) -> object:
        """Opens with the recovery code."""
        return self._station().door.recover(code, slot_id, new_password)

    def _station(self) -> "Station":
        return self._behind.station or self._behind.load().station


class _Setup:
    """The first start's work, on the lane; the code is forgotten at the end."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind
        self._answers: Answers | None = None
        self._code = ""
        self.slot_id = ""

    def create(self, answers: "Answers") -> str:
        """Makes the installation and gives the recovery code."""
        from station.services.office import firststart

        clock = self._existing().clock
        person = firststart.NewPerson(
            answers.name, answers.initials, language=answers.profile.language
        )
        made = firststart.create(
            self._behind.home, answers.profile, person, answers.password, clock=clock
        )
        self._answers, self._code, self.slot_id = answers, made.recovery_code, made.slot_id
        return made.recovery_code

    def save_sheet(self, path: Path) -> None:
        """Saves the recovery sheet."""
        from station.services.office import recovery_sheet

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
        if self._behind.station is None:
            raise RuntimeError("the services are not loaded")
        return self._behind.station
