"""Hand-outs as they are read: names, what is known, what is missing."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.handing_out.shown import (
    borrower_name,
    home_row,
    known_handout,
    prepared_for,
    shown,
)
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower
from tests.handing import HandingOffice, handing_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def test_names_and_homes_are_of_those_who_have_them(desk: HandingOffice) -> None:
    elg, place = Borrower(PATIENT, desk.person()), Borrower(INSTITUTION, desk.institution())
    desk.net(elg.id)
    with desk.record.read() as reader:
        assert borrower_name(reader, elg) == "Rask Elg"
        assert borrower_name(reader, place) == "Fjellsund legekontor"
        assert home_row(reader, place) is None
        home = home_row(reader, elg)
        assert home is not None
        assert home.wifi == "good"
        for kind, code in ((PATIENT, "patient_unknown"), (INSTITUTION, "institution_unknown")):
            with pytest.raises(Trouble, match=code):
                borrower_name(reader, Borrower(kind, "0" * 32))
        with pytest.raises(Trouble, match="handout_unknown"):
            known_handout(reader, "0" * 32)


def test_what_is_known_of_a_borrower_is_prepared(desk: HandingOffice) -> None:
    elg, meter = desk.person(), desk.device()
    out = desk.out(elg, meter)
    with desk.record.read() as reader:
        view = shown(reader, known_handout(reader, out.id))
        ready = prepared_for(reader, view.borrower, (meter, meter), desk.clock.now())
    assert [each.device_id for each in ready.devices] == [meter]
    assert [each.code for each in ready.missing] == ["already_lent"]
    assert (ready.name, ready.home, ready.asks_home) == ("Rask Elg", None, False)
