"""What tests of services share: a cohort in an own copy of the small office."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.wiring import build
from tests.cohort import Cohort
from tests.exchange_office import stations  # noqa: F401  (a fixture by name)
from tests.municipality import CHEAP, FIRST, PASSWORD, Office, copy_home
from tests.paper_desk import desk, record  # noqa: F401  (fixtures by name)
from tests.services.two_stations import both, north, server, south  # noqa: F401  (by name)
from tests.tablet_office import tablet_office  # noqa: F401  (a fixture by name)
from tests.visiting import drivers  # noqa: F401  (a fixture by name)


@pytest.fixture
def cohort(office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Cohort]:
    """An empty cohort with the nurse Rask Elg signed in; she reads English."""
    station = build(copy_home(office.root, tmp_path / "office"), clock, CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == FIRST)
    session = replace(station.door.sign_in(slot, PASSWORD), language="en")
    yield Cohort(station, session, clock)
    station.close()
