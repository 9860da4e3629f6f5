"""What stands in the way of a loan is all said at once; what ends one follows the device."""

from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import DeviceState, Purpose
from station.services.equipment.checks import Checks
from station.services.equipment.lending import NewDevice
from station.services.equipment.loaning import (
    INSTITUTION,
    LOST,
    PATIENT,
    Borrower,
    LoanTerms,
    begin_loan,
    end_loan,
    missing_for,
)
from station.services.equipment.register import Equipment
from tests.lent import DAY, LendingOffice, lending_office
from tests.store_room import make_ready, tick_all

S = DeviceState


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


def missing(desk: LendingOffice, device_id: str, borrower: Borrower) -> list[str]:
    """The codes of all that is missing."""
    with desk.record.read() as reader:
        found = missing_for(reader, device_id, borrower, desk.clock.now())
    assert all(each.sentence for each in found)
    return [each.code for each in found]


def lend(desk: LendingOffice, device_id: str, borrower: Borrower, **terms: object) -> str:
    """Lend one."""
    with desk.record.write(desk.session) as writer:
        return begin_loan(writer, device_id, borrower, LoanTerms(**terms))  # type: ignore[arg-type]


def end(desk: LendingOffice, loan_id: str, how: str = "", reason: str = "", **more: bool) -> None:
    """End a loan."""
    with desk.record.write(desk.session) as writer:
        end_loan(writer, loan_id, how, reason, **more)


def state(desk: LendingOffice, device_id: str) -> DeviceState:
    """Where a device is."""
    return desk.lending.device(desk.session, device_id).row.state


def institution(desk: LendingOffice, *, retired: bool = False) -> Borrower:
    """A GP's office."""
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO institutions (id, kind, name, retired, created_at, created_by) "
            "VALUES ('i', 'gp_office', 'Legekontoret', ?, 1, 'x')",
            (retired,),
        )
        writer.quiet()
    return Borrower(INSTITUTION, "i")


def test_everything_that_is_missing_is_said_at_once(desk: LendingOffice) -> None:
    device_id = desk.lending.register(desk.session, NewDevice("scale", name="Vekt 1"))
    other, without = desk.person("Rev"), desk.person(consent=False)
    Equipment(desk.record).reserve(desk.session, device_id, Borrower(PATIENT, other))
    assert missing(desk, device_id, Borrower(PATIENT, without)) == [
        "lend_needs_consent",
        "device_reserved",
        "device_not_ready",
    ]
    assert missing(desk, device_id, Borrower(PATIENT, other)) == ["device_not_ready"]
    tick_all(desk.record, desk.session, device_id, Purpose.PREPARE)
    assert missing(desk, device_id, Borrower(PATIENT, other)) == []


def test_what_is_ticked_to_the_last_step_becomes_ready_with_the_loan(desk: LendingOffice) -> None:
    device_id = desk.lending.register(desk.session, NewDevice("scale", name="Vekt 1"))
    check_id = tick_all(desk.record, desk.session, device_id, Purpose.PREPARE)
    lend(desk, device_id, Borrower(PATIENT, desk.person()))
    moves = Equipment(desk.record).moves(desk.session, device_id)
    assert [move.to for move in moves] == [S.LENT, S.READY, S.IN_STORE]
    (closed,) = Checks(desk.record).rounds(desk.session, device_id)
    assert (closed.id, closed.outcome) == (check_id, "ready")


def test_an_institution_borrows_and_needs_no_consent(desk: LendingOffice) -> None:
    device_id, office = desk.device(), institution(desk)
    loan = lend(desk, device_id, office, due_on=date(2026, 12, 1), accessories=("bag",))
    row = desk.lending.device(desk.session, device_id).row
    assert (row.to, row.institution_id, row.patient_id) == ("Legekontoret", "i", None)
    assert (row.due_on, row.loan_id) == ("2026-12-01", loan)
    (move, *_) = Equipment(desk.record).moves(desk.session, device_id)
    assert move.text == "Lent to Legekontoret"


def test_an_institution_out_of_use_borrows_nothing(desk: LendingOffice) -> None:
    assert missing(desk, desk.device(), institution(desk, retired=True)) == ["institution_retired"]
    with pytest.raises(Trouble, match="institution_unknown"):
        missing(desk, desk.device(), Borrower(INSTITUTION, "x"))


def test_a_loan_does_not_end_before_it_began(desk: LendingOffice) -> None:
    device_id, patient = desk.device(), Borrower(PATIENT, desk.person())
    with pytest.raises(Trouble, match="due_before"):
        lend(desk, device_id, patient, due_on=date(2026, 11, 19))
    assert state(desk, device_id) is S.READY
    lend(desk, device_id, patient, due_on=date(2026, 11, 20))


@pytest.mark.parametrize(("to", "said"), [(S.REPAIR, "in repair"), (S.LOST, "missing since")])
def test_what_is_not_in_the_house_is_not_lent(
    desk: LendingOffice, to: DeviceState, said: str
) -> None:
    device_id, patient = desk.device(), Borrower(PATIENT, desk.person())
    Equipment(desk.record).move(desk.session, device_id, to, "x")
    desk.clock.advance(DAY)
    with pytest.raises(Trouble, match="device_not_here") as caught:
        lend(desk, device_id, patient)
    assert said in caught.value.sentence().replace("\u00a0", " ")
    assert "yesterday" in caught.value.sentence()


def test_a_device_that_came_back_is_looked_over_before_it_is_lent(desk: LendingOffice) -> None:
    device_id, patient = desk.device(), Borrower(PATIENT, desk.person())
    end(desk, lend(desk, device_id, patient))
    assert state(desk, device_id) is S.RETURNED
    assert missing(desk, device_id, patient) == ["device_not_here"]
    Equipment(desk.record).move(desk.session, device_id, S.CLEANING)
    assert missing(desk, device_id, patient) == ["device_not_here"]


def test_a_loss_is_given_a_reason_and_a_loan_ends_once(desk: LendingOffice) -> None:
    device_id = desk.device()
    loan = lend(desk, device_id, Borrower(PATIENT, desk.person()))
    with pytest.raises(Trouble, match="move_reason"):
        end(desk, loan, LOST)
    assert state(desk, device_id) is S.LENT
    end(desk, loan, LOST, "Glemt på bussen")
    assert state(desk, device_id) is S.LOST
    for again in (loan, "0" * 32):
        with pytest.raises(Trouble, match="loan_over"):
            end(desk, again)


@pytest.mark.parametrize(("how", "broken", "to"), [(LOST, False, S.LOST), ("", True, S.RETURNED)])
def test_the_key_of_a_tablet_that_is_lost_or_broken_is_worth_nothing(
    desk: LendingOffice, how: str, broken: bool, to: DeviceState
) -> None:
    device_id = desk.device("tablet")
    loan = lend(desk, device_id, Borrower(PATIENT, desk.person()))
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO tablet_pairings (id, device_id, loan_id, state, offered_at, offered_by, "
            "expires_at) VALUES ('p', ?, ?, 'paired', 1, 'x', 2)",
            (device_id, loan),
        )
        writer.quiet()
    with pytest.raises(Trouble, match="tablet_not_emptied"):
        end(desk, loan, "replaced", "x")
    end(desk, loan, how, "Skjermen er knust", broken=broken)
    assert state(desk, device_id) is to
    assert desk.rows("SELECT state FROM tablet_pairings") == [("revoked",)]


def test_the_patients_own_device_goes_in_and_out_without_steps(desk: LendingOffice) -> None:
    device_id = desk.lending.register(desk.session, NewDevice("own_device", name="Egen telefon"))
    end(desk, lend(desk, device_id, Borrower(PATIENT, desk.person())))
    assert state(desk, device_id) is S.IN_STORE


def test_two_at_once_lend_a_device_once(desk: LendingOffice) -> None:
    device_id = desk.lending.register(desk.session, NewDevice("scale", name="Vekt 1"))
    make_ready(desk.record, desk.session, device_id)
    first, second = (Borrower(PATIENT, desk.person(name)) for name in ("Elg", "Rev"))
    lend(desk, device_id, first)
    with pytest.raises(Trouble, match="already_lent"):
        lend(desk, device_id, second)
    assert desk.rows("SELECT count(*) FROM loans WHERE ended_at IS NULL") == [(1,)]
