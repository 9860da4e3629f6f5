"""The places where journeys begin: a small office, the training municipality."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.paths import Home
from station.training.day import morning
from tests.journeys.driver import Nurse
from tests.journeys.network import Network
from tests.journeys.sharing import alarms
from tests.municipality import Office, copy_home
from tests.qt import Pulse
from tests.servers.sekmet import sekmet

__all__ = ["alarms"]

LONGEST_S = 600
Come = Callable[[Home, FixedClock], Nurse]


@pytest.fixture
def come(qtbot: QtBot, heartbeat: Pulse) -> Iterator[Come]:
    """Puts a nurse before a PC with this home; her programs are ended after the test."""
    made: list[Nurse] = []

    def act(home: Home, clock: FixedClock) -> Nurse:
        made.append(Nurse(qtbot, home, clock, heartbeat))
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
def day_clock() -> FixedClock:
    """The training day's clock, at 08:58."""
    return FixedClock(morning())


@pytest.fixture
def training(come: Come, municipality: Path, tmp_path: Path, day_clock: FixedClock) -> Nurse:
    """At the door of the training municipality, on its day at 08:58."""
    return come(copy_home(municipality, tmp_path / "home"), day_clock)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all of these as journeys, so that they can be left out of a quick run.

    The longest takes 25 s on a quiet machine and three times that beside others: a slow one must
    not end it.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(LONGEST_S))


@pytest.fixture
def network(tmp_path: Path, clock: FixedClock) -> Iterator[Network]:
    """A central service with nothing in it, and the way to it, which is open."""
    folder = tmp_path / "central"
    folder.mkdir()
    server = sekmet(folder).start()
    made = Network(server, clock)
    made.mend()
    yield made
    made.cut()
    server.stop()
