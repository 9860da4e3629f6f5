"""What stands on a patient's card about the devices she has on loan."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Database
from station.services.equipment import values as rows
from station.services.equipment.lent import LOW_BATTERY, SILENT_DAYS, LentDevice, lent_to
from station.services.measuring.measuring import DeviceFacts
from tests.lent import DAY, LendingOffice, lending_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    return lending_office(database, clock)


def told(desk: LendingOffice, patient: str) -> tuple[LentDevice, ...]:
    """What the card tells now."""
    with desk.record.read() as reader:
        return lent_to(reader, patient, desk.clock.now())


def test_only_what_she_has_now_is_told(desk: LendingOffice) -> None:
    patient, device = desk.person(), desk.device()
    assert told(desk, patient) == ()
    loan = desk.lending.lend(desk.session, device, patient)
    (row,) = told(desk, patient)
    assert (row.device_id, row.warns) == (device, False)
    desk.lending.take_back(desk.session, loan)
    assert told(desk, patient) == ()


def test_silence_and_a_low_battery_are_told(desk: LendingOffice) -> None:
    patient = desk.person()
    device = desk.lent(patient)
    (calm,) = told(desk, patient)
    desk.measuring.facts(desk.session, device, DeviceFacts(battery=20))
    low = LentDevice(device, f"{calm.words} · battery 20 %", warns=True)
    assert told(desk, patient) == (low,)
    desk.measuring.facts(desk.session, device, DeviceFacts(battery=90))
    assert told(desk, patient) == (calm,)
    desk.clock.advance(3 * DAY)
    silent = LentDevice(device, f"{calm.words} · Not heard from for 3 days", warns=True)
    assert told(desk, patient) == (silent,)


def test_the_card_and_the_list_warn_at_the_same_numbers() -> None:
    assert (SILENT_DAYS, LOW_BATTERY) == (rows.SILENT_DAYS, rows.LOW_BATTERY)
