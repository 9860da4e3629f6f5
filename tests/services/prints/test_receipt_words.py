"""A receipt in words: who, what, and when it is to come back."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.settings import Profile
from station.models.database import Database
from station.models.queries import handouts as queries
from station.services.handing_out.values import PATIENT, Borrower
from station.services.prints.receipt_words import ReceiptTold, gathered, receipt, return_receipt
from tests.handing import HandingOffice, handing_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


@pytest.fixture
def told(desk: HandingOffice) -> ReceiptTold:
    """One oximeter that went out to a patient."""
    elg = desk.person(birth_date="1948-03-14")
    out = desk.out(elg, desk.device(label=""))
    with desk.record.read() as reader:
        return gathered(
            reader,
            Borrower(PATIENT, elg),
            queries.lines_of(reader, out.id),
            queries.one(reader, out.id),
            desk.clock.now(),
        )


def test_what_is_not_known_is_a_dash(told: ReceiptTold) -> None:
    (row,) = receipt(told).halves[0].rows
    assert row == ("Pulse oximeter: Nonin 3230, O-1", "502910001", "–", "–", "as agreed")
    assert told.out == ("Pulse oximeter: Nonin 3230, O-1",)


def test_an_office_without_a_telephone_says_when_somebody_is_there(told: ReceiptTold) -> None:
    bare = replace(told, profile=Profile("Fjellsund kommune"))
    for half in receipt(bare).halves:
        assert half.contact == "Questions about the equipment? We are here weekdays 09–15."
    assert "68 05 01 00" in receipt(told).halves[1].contact


def test_both_halves_say_the_same_but_whose_they_are(told: ReceiptTold) -> None:
    for made in (receipt(told), return_receipt(told)):
        one, other = made.halves
        assert replace(one, whose="") == replace(other, whose="")
        assert one.whose != other.whose
        assert (made.identity.person, made.identity.code) == ("Rask Elg", "KV-00001-3")


def test_who_has_no_birth_date_has_none_on_paper(told: ReceiptTold) -> None:
    assert told.patient is not None
    assert receipt(told).identity.birth_date == "14 Mar 1948"
    unknown = replace(told, patient=replace(told.patient, birth_date=None))
    assert receipt(unknown).identity.birth_date == ""


def test_what_never_came_back_has_no_day(told: ReceiptTold) -> None:
    (row,) = return_receipt(told).halves[0].rows
    assert row[-1] == "–"


def test_without_a_hand_out_nothing_went_out(told: ReceiptTold) -> None:
    with pytest.raises(ValueError, match="hand-out"):
        receipt(replace(told, handout=None))
    assert return_receipt(replace(told, handout=None)).identity.code == ""
