"""Every change of state goes one way, is kept, and takes with it what belonged to the old one."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import store
from station.rules.equipment import DeviceState, Purpose
from station.rules.equipment_steps import Outcome
from station.services.equipment.device_moving import known_device, missing_steps, move, ticked
from station.services.equipment.lending import NewDevice
from tests.lent import LendingOffice, lending_office
from tests.store_room import tick_all

S = DeviceState


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


def test_a_move_by_what_was_read_before_another_is_refused(desk: LendingOffice) -> None:
    device_id = desk.device()
    with desk.record.read() as reader:
        before = known_device(reader, device_id)
    with desk.record.write(desk.session) as writer:
        move(writer, before, S.REPAIR, "x")
    with pytest.raises(Trouble, match="moved_meanwhile"), desk.record.write(desk.session) as writer:
        move(writer, before, S.LOST, "x")
    with desk.record.read() as reader:
        assert known_device(reader, device_id).state == S.REPAIR


def test_neither_a_loan_without_a_move_nor_a_move_without_a_loan(desk: LendingOffice) -> None:
    device_id, loan_of = desk.device(), desk.person()
    with pytest.raises(Trouble, match="move_loan"), desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.LENT)
    desk.lending.lend(desk.session, device_id, loan_of)
    with pytest.raises(Trouble, match="move_loan"), desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.RETURNED)


def test_a_place_is_kept_in_the_house_and_forgotten_outside(desk: LendingOffice) -> None:
    new = NewDevice("scale", name="Vekt 1", place="Skap 2")
    device_id = desk.ready(new)
    assert desk.lending.device(desk.session, device_id).row.place == "Skap 2"
    with desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.IN_STORE, place=" Skap 3 ")
    assert desk.lending.device(desk.session, device_id).row.place == "Skap 3"
    with desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.LOST, "x")
    assert desk.lending.device(desk.session, device_id).row.place == ""


def test_a_round_ends_when_the_device_leaves(desk: LendingOffice) -> None:
    device_id = desk.lending.register(desk.session, NewDevice("charger", name="Lader"))
    check_id = tick_all(desk.record, desk.session, device_id, Purpose.PREPARE)
    with desk.record.read() as reader:
        device = known_device(reader, device_id)
        assert missing_steps(reader, device, Purpose.PREPARE) == ()
        assert missing_steps(reader, device, Purpose.RETURN) == ("complete", "undamaged", "hygiene")
        assert set(ticked(reader, check_id).values()) == {Outcome.OK}
    with desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.REPAIR, "x")
    with desk.record.read() as reader:
        assert store.open_round(reader, device_id) is None
        closed = store.round_of(reader, check_id)
    assert closed is not None
    assert closed.outcome == "repair"


def test_a_move_says_whom_it_is_about(desk: LendingOffice) -> None:
    patient_id, device_id = desk.person(), desk.device()
    with desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.REPAIR, "x", patient_id=patient_id)
    with desk.record.read() as reader:
        newest = store.newest_move(reader, device_id)
        log = reader.raw("SELECT patient_id FROM audit WHERE action = 'device_moved' ORDER BY seq")
    assert newest is not None
    assert newest.patient_id == patient_id
    assert log[-1] == (patient_id,)
