"""In another's place: the borrower and the last day are those of the loan, over or not."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.handing_out.replacing import Replacing
from station.services.handing_out.values import PATIENT, Borrower
from tests.lent import LendingOffice, lending_office


@pytest.fixture
def office(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends meters."""
    return lending_office(database, clock)


def test_the_borrower_is_known_after_the_broken_one_came_back(office: LendingOffice) -> None:
    patient = office.person()
    device = office.device()
    loan = office.lending.lend(office.session, device, patient)
    replacing = Replacing(office.record)
    before = replacing.of(office.session, loan)
    assert (before.device_id, before.over, before.due_on) == (device, False, None)
    office.lending.take_back(office.session, loan)
    after = replacing.of(office.session, loan)
    assert after.over
    assert after.borrower == Borrower(PATIENT, patient)
    assert after.name == before.name != ""


def test_a_loan_that_never_was_is_told(office: LendingOffice) -> None:
    with pytest.raises(Trouble) as caught:
        Replacing(office.record).of(office.session, "gone")
    assert caught.value.code == "loan_unknown"
