"""The office with one person in it, who is signed in; keys are cheap to make here."""

from collections.abc import Iterator

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.security.passwords import Cost
from station.services.office.firststart import NewPerson, create
from station.services.office.signin import SignIn
from station.services.record import Record
from station.services.session import Session

QUICK = Cost(8 * 1024, 1, 1)
PASSWORD, PASSPHRASE = "to brune sko", "reise med bussen"


@pytest.fixture
def role() -> str:
    """What Rask Elg is; a module whose tests need a leader says so."""
    return "nurse"


@pytest.fixture
def door(home: Home, clock: FixedClock, role: str) -> Iterator[SignIn]:
    """The door, through which Rask Elg has come in."""
    profile = Profile("Elvebyen", phone="68 05 01 00")
    person = NewPerson("Rask Elg", "RE", role)
    created = create(home, profile, person, PASSWORD, clock=clock, cost=QUICK)
    made = SignIn(home, Record(Bus(), clock), clock, QUICK)
    made.sign_in(created.slot_id, PASSWORD)
    yield made
    made.close()


@pytest.fixture
def elg(door: SignIn) -> Session:
    """Who is signed in."""
    assert door.session is not None
    return door.session
