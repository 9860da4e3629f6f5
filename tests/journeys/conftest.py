"""The places where journeys begin: an empty PC, a small office, the training municipality."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.security.passwords import Cost
from station.services import firststart
from station.services.firststart import NewPerson
from station.training.day import morning
from station.training.fill import fill
from station.wiring import build
from tests.conftest import FRIDAY_NINE
from tests.journeys.driver import Nurse, copy_home
from tests.qt import Pulse

CHEAP = Cost(8 * 1024, 1, 1)
FIRST, SECOND = "Rask Elg", "Stille Brygge"
PASSWORD, OTHER_PASSWORD = "en elg i fjellet", "to bekker små"


@dataclass(frozen=True, slots=True)
class Office:
    """A home with two nurses and no patient yet."""

    root: Path
    code: str


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Made once; each test works on a copy."""
    root, clock = tmp_path_factory.mktemp("office") / "home", FixedClock(FRIDAY_NINE)
    profile = Profile("Fjellsund kommune", phone="68050100")
    made = firststart.create(
        Home(root), profile, NewPerson(FIRST, "RE", "leader"), PASSWORD, clock=clock, cost=CHEAP
    )
    station = build(Home(root), clock, CHEAP)
    session = station.door.sign_in(made.slot_id, PASSWORD)
    station.staff.add(session, NewPerson(SECOND, "SB"), OTHER_PASSWORD)
    station.close()
    return Office(root, made.recovery_code)


@pytest.fixture(scope="session")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The training municipality, filled once; each test works on a copy."""
    home = Home(tmp_path_factory.mktemp("municipality") / "home")
    fill(home, cost=CHEAP)
    return home.root


Come = Callable[..., Nurse]


@pytest.fixture
def come(qtbot: QtBot, heartbeat: Pulse) -> Iterator[Come]:
    """Puts a nurse before a PC with this home; her programs are ended after the test."""
    made: list[Nurse] = []

    def act(home: Home, clock: FixedClock) -> Nurse:
        made.append(Nurse(qtbot, home, clock))
        made[-1].start()
        return made[-1]

    yield act
    for nurse in made:
        nurse.stop()


@pytest.fixture
def nurse(come: Come, office: Office, tmp_path: Path, clock: FixedClock) -> Nurse:
    """At the door of the small office, on Friday 20 November 2026 at 09:00."""
    return come(copy_home(office.root, tmp_path / "home"), clock)


@pytest.fixture
def training(come: Come, municipality: Path, tmp_path: Path) -> Nurse:
    """At the door of the training municipality, on its day at 08:58."""
    return come(copy_home(municipality, tmp_path / "home"), FixedClock(morning()))
