"""Homes that are made once for all tests: a small office, and the training municipality.

Each test works on a copy of its own.
"""

import contextlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.office.firststart import NewPerson
from station.training.fill import fill
from station.wiring import build

CHEAP = Cost(8 * 1024, 1, 1)
FIRST, SECOND = "Rask Elg", "Stille Brygge"
PASSWORD, OTHER_PASSWORD = "en elg i fjellet", "to bekker små"
PATIENCE_S = 45
"""How long one process waits for what another one is filling."""
OPENED = 1_795_161_600_000
"""20 November 2026 09:00 in Oslo: when the small office was set up."""


@dataclass(frozen=True, slots=True)
class Office:
    """A home with two nurses and no patient yet, and the code on its recovery sheet."""

    root: Path
    code: str


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The small office: Rask Elg (leader) and Stille Brygge."""
    root, clock = tmp_path_factory.mktemp("office") / "home", FixedClock(OPENED)
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
    """The training municipality, filled once: by the process of the run that needs it first."""
    among = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        among = among.parent
    place = among / "municipality"
    with contextlib.closing(sqlite3.connect(among / "turn.db", timeout=PATIENCE_S)) as turn:
        # Where the other takes long, one of our own is made beside it.
        with contextlib.suppress(sqlite3.OperationalError):
            turn.execute("BEGIN EXCLUSIVE")
        if place.exists():
            return place
        making = tmp_path_factory.mktemp("municipality") / "home"
        fill(Home(making), cost=CHEAP)
        try:
            return making.rename(place)
        except OSError:
            return making


def copy_home(source: Path, to: Path) -> Home:
    """Give an own copy of a home."""
    shutil.copytree(source, to)
    return Home(to)
