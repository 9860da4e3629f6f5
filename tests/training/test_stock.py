"""The training municipality's store has a device in every state, with a whole chain of moves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.rules.equipment import DeviceState, Standing
from station.services.session import Session
from station.training import door
from station.training.day import morning
from station.training.door import PASSWORD
from station.training.stock import STOCK
from station.wiring import Station, build
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def opened(municipality: Path, tmp_path: Path) -> Iterator[tuple[Station, Session]]:
    """A copy of the training municipality on its day, in English."""
    station = build(copy_home(municipality, tmp_path / "home"), FixedClock(morning()), CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == door.USER)
    yield station, replace(station.door.sign_in(slot, PASSWORD), language="en")
    station.close()


def test_there_is_a_device_in_every_state(opened: tuple[Station, Session]) -> None:
    station, session = opened
    rows = station.equipment.rows(session)
    assert {row.standing for row in rows} == set(Standing)
    assert {each.name for each in STOCK} <= {row.name for row in rows}
    assert len({row.label for row in rows if row.label}) == len(rows)
    lost = next(row for row in rows if row.state is DeviceState.LOST)
    assert "bussen" in station.equipment.moves(session, lost.id)[0].reason
    (kit,) = station.equipment.kits(session)
    assert len(kit.devices) == 3


def test_each_chain_begins_with_the_registration_and_ends_where_the_device_is(
    opened: tuple[Station, Session],
) -> None:
    station, session = opened
    with station.record.read() as reader:
        ends = reader.raw(
            "SELECT d.state, m.to_state FROM devices d JOIN device_moves m ON m.device_id = d.id "
            "WHERE m.n = (SELECT max(n) FROM device_moves WHERE device_id = d.id)"
        )
    assert len(ends) == len(station.equipment.rows(session))
    assert all(state == to for state, to in ends)
