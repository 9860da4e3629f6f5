"""What is lent in the training municipality, and what was heard of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.rules.equipment import Standing
from station.services.equipment.lending import IN_STORE, LENT
from station.services.session import Session
from station.training import door
from station.training.day import morning
from station.training.door import PASSWORD
from station.training.equipment import EQUIPMENT
from station.wiring import Station, build
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def opened(municipality: Path, tmp_path: Path) -> Iterator[tuple[Station, Session]]:
    """A copy of the training municipality on its day, in English."""
    station = build(copy_home(municipality, tmp_path / "home"), FixedClock(morning()), CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == door.USER)
    yield station, replace(station.door.sign_in(slot, PASSWORD), language="en")
    station.close()


def test_six_are_lent_and_two_lie_in_the_store(opened: tuple[Station, Session]) -> None:
    station, session = opened
    names = {each.name for each in EQUIPMENT}
    rows = [row for row in station.lending.devices(session) if row.name in names]
    lent = {row.name: row.to for row in rows if row.state == LENT}
    assert lent == {each.name: each.borrower for each in EQUIPMENT if each.borrower}
    assert [row.name for row in rows if row.state == IN_STORE] == ["Pulsbelte 1", "Termometer 1"]
    assert len({row.address for row in rows}) == len(rows) == 8
    standing = {row.name: row.standing for row in rows}
    assert standing["Oksymeter 2"] is Standing.DUE
    assert standing["Vekt 1"] is Standing.OVERDUE
    assert [row.name for row in rows if row.battery_low] == ["Blodtrykksmåler 1"]
    assert {row.name for row in rows if row.silent} == {
        "Blodtrykksmåler 1",
        "Blodsukkerapparat 1",
        "Nettbrett 1",
        "Vekt 1",
    }
    assert len(station.measuring.targets(session)) == 5


def test_one_measurement_failed_and_nobody_got_a_number_of_it(
    opened: tuple[Station, Session],
) -> None:
    station, session = opened
    row = next(row for row in station.lending.devices(session) if row.name == "Oksymeter 1")
    card = station.lending.device(session, row.id)
    assert [len(card.events), len(card.contacts), len(card.loans)] == [1, 3, 1]
    assert row.patient_id is not None
    lines = [entry.text for entry in station.cards.open(session, row.patient_id).timeline]
    assert "Failed measurement from a device: SpO₂, Oksymeter 1" in lines
    with station.record.read() as reader:
        assert reader.raw("SELECT count(*) FROM readings WHERE source = 'device'") == [(0,)]
