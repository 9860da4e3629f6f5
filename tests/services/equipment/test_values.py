"""How a device is told: in one language, with what is due and what is silent."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.clock import FixedClock
from station.models.database import Database
from station.rules.equipment import DeviceState, Standing
from station.services.equipment.lending import LoanTerms, NewDevice
from station.services.equipment.register import Equipment
from station.services.equipment.values import tells_users_apart
from tests.lent import DAY, LendingOffice, lending_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


def test_a_loan_is_told_as_lent_due_and_overdue(desk: LendingOffice) -> None:
    device_id = desk.device()
    terms = LoanTerms(date(2026, 12, 1))
    desk.lending.lend(desk.session, device_id, desk.person(), terms=terms)
    told = []
    for days in (0, 4, 8):
        desk.clock.advance(days * DAY)
        row = desk.lending.device(desk.session, device_id).row
        told.append((row.standing, row.state_words))
        assert row.state is DeviceState.LENT
        assert not row.in_house
    assert told == [
        (Standing.LENT, "Lent to Rask Elg"),
        (Standing.DUE, "Lent to Rask Elg, due soon"),
        (Standing.OVERDUE, "Lent to Rask Elg, overdue"),
    ]


def test_what_cannot_be_heard_is_never_silent(desk: LendingOffice) -> None:
    patient_id = desk.person()
    for kind in ("charger", "oximeter"):
        desk.lent(patient_id, kind, kind)
    desk.clock.advance(9 * DAY)
    silent = {row.name: row.silent_days for row in desk.lending.devices(desk.session)}
    assert silent == {"charger": 0, "oximeter": 9}


def test_a_row_is_told_in_the_language_of_who_reads_it(desk: LendingOffice) -> None:
    desk.ready(NewDevice("cuff", name="M-1"))
    rows = Equipment(desk.record).rows(replace(desk.session, language="nb"))
    english = Equipment(desk.record).rows(desk.session)
    assert english[0].kind_words == "Blood pressure meter"
    assert rows[0].haystack.startswith("m-1")
    assert english[0].in_house


def test_only_some_models_tell_their_users_apart() -> None:
    assert tells_users_apart("beurer_bf720")
    assert not tells_users_apart("and_uc_352ble")
    assert not tells_users_apart("")
