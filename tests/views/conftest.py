"""An installation made for tests of screens: real files, real services, cheap passwords."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.office.firststart import NewPerson
from station.wiring import Station, build
from tests.opened import opener  # noqa: F401  (a fixture by name)

CHEAP = Cost(8 * 1024, 1, 1)
PASSWORD = "en elg i fjellet"
PROFILE = Profile("Fjellsund kommune", phone="68 05 01 00")


@dataclass(frozen=True, slots=True)
class Installed:
    """A municipality with two nurses; both have PASSWORD."""

    station: Station
    code: str
    first: str
    second: str


@pytest.fixture
def installed(home: Home, clock: FixedClock) -> Iterator[Installed]:
    """A new installation with the nurses Rask Elg and Stille Brygge."""
    made = firststart.create(
        home, PROFILE, NewPerson("Rask Elg", "RE"), PASSWORD, clock=clock, cost=CHEAP
    )
    station = build(home, clock, CHEAP)
    session = station.door.sign_in(made.slot_id, PASSWORD)
    station.staff.add(session, NewPerson("Stille Brygge", "SB"), PASSWORD)
    second = next(p.slot_id for p in station.door.people() if p.name == "Stille Brygge")
    station.door.sign_out()
    yield Installed(station, made.recovery_code, made.slot_id, second)
    station.close()
