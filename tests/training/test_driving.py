"""What was driven and is to be driven in the training municipality."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.services.session import Session
from station.training import door
from station.training.day import DAY, morning
from station.training.door import PASSWORD
from station.training.driving import DRIVEN_DAYS
from station.wiring import Station, build
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def opened(municipality: Path, tmp_path: Path) -> Iterator[tuple[Station, Session]]:
    """A copy of the training municipality on its day, in English."""
    station = build(copy_home(municipality, tmp_path / "home"), FixedClock(morning()), CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == door.USER)
    yield station, replace(station.door.sign_in(slot, PASSWORD), language="en")
    station.close()


def test_a_round_was_driven_last_week_and_one_waits_today(
    opened: tuple[Station, Session],
) -> None:
    station, session = opened
    (driven,) = station.driving.day(session, DAY - timedelta(days=DRIVEN_DAYS))
    assert (driven.metres_driven, driven.planned.metres) == (51_000, 48_000)
    (today,) = station.driving.day(session, DAY)
    assert [each.errand.who for each in today.open_stops] == [
        "Varm Ås",
        "Klar Nordavind",
        "Stille Brygge",
    ]
    assert today.planned.metres is not None
    assert any(each.who == "Rask Elg" for each in station.visits.errands(session))


def test_the_figures_of_last_week_are_shared_among_three(opened: tuple[Station, Session]) -> None:
    station, session = opened
    found = station.driving.figures(session, DAY - timedelta(days=30), DAY)
    assert [each.metres for each in found] == [17_000] * 3
    assert sum(each.minutes_there for each in found) == 75
