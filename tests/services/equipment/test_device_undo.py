"""The newest move is taken back with a new one, where nothing came of it."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import UNDO_MS, DeviceState, Purpose
from station.services.equipment.lending import NewDevice
from station.services.equipment.loaning import LOST, end_loan
from station.services.equipment.register import PATIENT, Borrower, Equipment
from station.services.measuring.measuring import ContactFacts
from tests.lent import LendingOffice, lending_office
from tests.store_room import tick_all

S = DeviceState


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


@pytest.fixture
def register(desk: LendingOffice) -> Equipment:
    """Its register of equipment."""
    return Equipment(desk.record)


def refused(code: str, job: object) -> None:
    """Something is refused, with a sentence."""
    with pytest.raises(Trouble, match=f"^{code}$") as caught:
        job()  # type: ignore[operator]
    assert caught.value.sentence()


def test_a_loan_begun_by_mistake_is_over_and_the_device_is_ready(
    desk: LendingOffice, register: Equipment
) -> None:
    device_id = desk.lent(desk.person())
    card = register.card(desk.session, device_id)
    assert card.undo is not None
    assert card.undo.words == "Take back: Lent, from Ready to be lent"
    register.undo(desk.session, device_id)
    card = register.card(desk.session, device_id)
    assert (card.row.state, card.row.loan_id, card.undo) == (S.READY, None, None)
    assert desk.rows("SELECT ended_how FROM loans") == [("undone",)]
    newest, undone, *_ = card.moves
    assert (newest.undoes, newest.reason, undone.undone) == (True, "Undone", True)
    refused("undo_nothing", lambda: register.undo(desk.session, device_id))


@pytest.mark.parametrize("lost", [False, True])
def test_a_loan_ended_by_mistake_goes_on(
    desk: LendingOffice, register: Equipment, lost: bool
) -> None:
    patient_id = desk.person()
    device_id = desk.lent(patient_id)
    loan_id = register.card(desk.session, device_id).row.loan_id
    desk.clock.advance(UNDO_MS)
    if lost:
        with desk.record.write(desk.session) as writer:
            end_loan(writer, str(loan_id), LOST, "borte")
    else:
        desk.lending.take_back(desk.session, str(loan_id), "feil pose")
    register.undo(desk.session, device_id)
    row = register.card(desk.session, device_id).row
    assert (row.state, row.loan_id, row.patient_id) == (S.LENT, loan_id, patient_id)
    assert desk.rows("SELECT ended_at, ended_note, ended_how FROM loans") == [(None, "", "")]


def test_a_reservation_and_a_round_come_back_with_the_move(
    desk: LendingOffice, register: Equipment
) -> None:
    patient_id, device_id = desk.person(), desk.device()
    register.reserve(desk.session, device_id, Borrower(PATIENT, patient_id))
    register.move(desk.session, device_id, S.REPAIR, "feil apparat")
    assert register.card(desk.session, device_id).row.reserved_for is None
    register.undo(desk.session, device_id)
    row = register.card(desk.session, device_id).row
    assert (row.state, row.reserved_for) == (S.READY, patient_id)
    desk.clock.advance(1)
    register.move(desk.session, device_id, S.IN_STORE)
    register.undo(desk.session, device_id)
    assert register.card(desk.session, device_id).row.reserved_for == patient_id


def test_ticks_are_not_lost_when_ready_is_taken_back(
    desk: LendingOffice, register: Equipment
) -> None:
    device_id = desk.device()
    register.undo(desk.session, device_id)
    assert register.card(desk.session, device_id).row.state is S.IN_STORE
    register.move(desk.session, device_id, S.READY)
    assert register.card(desk.session, device_id).row.state is S.READY


def test_a_loan_that_made_the_device_ready_leaves_it_ready_with_no_round_open(
    desk: LendingOffice, register: Equipment
) -> None:
    device_id = register.register(desk.session, NewDevice("scale", name="Vekt 1"))
    tick_all(desk.record, desk.session, device_id, Purpose.PREPARE)
    desk.lending.lend(desk.session, device_id, desk.person())
    register.undo(desk.session, device_id)
    assert register.card(desk.session, device_id).row.state is S.READY
    assert desk.rows("SELECT count(*) FROM device_checks WHERE closed_at IS NULL") == [(0,)]


def test_what_is_not_taken_back_says_why(desk: LendingOffice, register: Equipment) -> None:
    device_id = desk.lent(desk.person())
    other = replace(desk.session, user_id="0" * 31 + "7")
    assert register.card(other, device_id).undo is None
    refused("undo_somebody_else", lambda: register.undo(other, device_id))
    facts = ContactFacts(device_id, "fetch", desk.clock.now(), "complete", came=1)
    desk.measuring.contact(desk.session, facts)
    refused("undo_since", lambda: register.undo(desk.session, device_id))
    fresh = register.register(desk.session, NewDevice("scale", name="Vekt 1"))
    refused("undo_nothing", lambda: register.undo(desk.session, fresh))
    desk.clock.advance(1)
    register.move(desk.session, fresh, S.LOST, "x")
    desk.clock.advance(UNDO_MS)
    refused("undo_too_late", lambda: register.undo(desk.session, fresh))
    register.move(desk.session, fresh, S.RETURNED)
    register.move(desk.session, fresh, S.SCRAPPED, "ødelagt")
    refused("undo_scrapped", lambda: register.undo(desk.session, fresh))
    assert register.card(desk.session, fresh).row.state is S.SCRAPPED


def test_a_device_from_before_moves_were_kept_has_nothing_to_take_back(
    desk: LendingOffice, register: Equipment
) -> None:
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO devices (id, kind, name, added_at, added_by) "
            "VALUES ('old', 'scale', 'Vekt', 1, 'x')"
        )
        writer.quiet()
    assert register.card(desk.session, "old").undo is None
    refused("undo_nothing", lambda: register.undo(desk.session, "old"))
    register.move(desk.session, "old", S.LOST, "x")
    register.undo(desk.session, "old")
    assert register.card(desk.session, "old").row.state is S.IN_STORE
