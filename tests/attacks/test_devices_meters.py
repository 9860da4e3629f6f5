"""Lent meters attacked: clocks that lie, hurried handing over, hostile bytes, the PC's clock."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_start
from station.models.database import Database
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import ContactFacts, DeviceFacts, RawPacket
from tests.lent import (
    CUFF,
    DAY,
    HOUR,
    MINUTE,
    SPOT,
    LendingOffice,
    glucose,
    lending_office,
    shown_at,
    spot,
    weight,
)

YEARS = 5 * 365 * DAY


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """The services of lending and measuring."""
    return lending_office(database, clock)


def owners(desk: LendingOffice) -> list[tuple[object, ...]]:
    """Patient and value of every stored reading."""
    return desk.rows("SELECT patient_id, value FROM readings ORDER BY taken_at, value")


def held(desk: LendingOffice) -> list[str]:
    """Why what is held is held."""
    return [str(row[0]) for row in desk.rows("SELECT reason_code FROM quarantine ORDER BY rowid")]


def handed_over(desk: LendingOffice, kind: str, after_ms: int = 0) -> tuple[str, str]:
    """A device that one person gave back `after_ms` before another got it: (device, the other)."""
    first, second = desk.person(), desk.person("Brygge")
    device = desk.lent(first, kind)
    desk.clock.advance(HOUR)
    (loan,) = [each.id for each in desk.lending.loans_of(desk.session, first)]
    desk.back(loan)
    desk.clock.advance(after_ms)
    desk.lending.lend(desk.session, device, second)
    return device, second


@pytest.mark.parametrize("ahead", [HOUR, HOUR + 10 * MINUTE])
def test_a_meter_on_summer_time_does_not_carry_the_first_ones_record_into_the_next_loan(
    desk: LendingOffice, ahead: int
) -> None:
    """Its clock cannot be read: an hour ahead, a record seems to be from after the loan began."""
    device, _ = handed_over(desk, "glucose_meter")
    lent_at = desk.clock.now()
    measured = lent_at - 20 * MINUTE
    desk.clock.advance(3 * HOUR)
    told = desk.take(device, glucose(desk.clock.now(), 7, shown_at(measured + ahead)))
    assert (told.stored, owners(desk)) == (0, [])
    assert held(desk) == ["before_loan"]


def test_a_loan_begun_after_the_pc_s_clock_was_years_ahead_takes_its_readings(
    desk: LendingOffice,
) -> None:
    right = desk.clock.now()
    desk.clock.set(right + YEARS)
    desk.person("Hylle")
    desk.clock.set(right + MINUTE)
    patient = desk.person()
    device = desk.lent(patient)
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    assert desk.take(device, spot(now, shown=shown_at(now)), offset_ms=0).stored == 2
    (loan,) = desk.lending.loans_of(desk.session, patient)
    desk.back(loan.id)
    desk.clock.advance(HOUR)
    other = desk.person("Brygge")
    desk.lending.lend(desk.session, device, other)
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    assert desk.take(device, spot(now, 92, 71, shown_at(now)), offset_ms=0).stored == 2
    assert {row[0] for row in owners(desk)} == {patient, other}


@pytest.mark.parametrize("back", [3 * HOUR, YEARS])
def test_a_loan_begun_while_the_pc_s_clock_is_behind_gives_nobody_the_one_before_s_records(
    desk: LendingOffice, back: int
) -> None:
    first, second = desk.person(), desk.person("Brygge")
    device = desk.lent(first)
    desk.clock.advance(HOUR)
    measured = desk.clock.now()
    desk.clock.advance(HOUR)
    right = desk.clock.now()
    (loan,) = desk.lending.loans_of(desk.session, first)
    desk.back(loan.id)
    desk.clock.set(right - back)
    desk.lending.lend(desk.session, device, second)
    desk.clock.set(right + HOUR)
    desk.take(device, spot(desk.clock.now(), shown=shown_at(measured)), offset_ms=0)
    assert owners(desk) == []
    assert set(held(desk)) == {"before_loan"}


def test_packets_that_wait_while_a_meter_changes_hands_are_not_the_next_one_s(
    desk: LendingOffice,
) -> None:
    """Fetched before, stored after: without a time, with one, and pushed from its memory."""
    first, second = desk.person(), desk.person("Brygge")
    device = desk.lent(first, "scale")
    desk.clock.advance(HOUR)
    came = desk.clock.now()
    waiting = (weight(came), weight(came + 1, 70_000, shown_at(came)), weight(came + 2, 71_000))
    (loan,) = desk.lending.loans_of(desk.session, first)
    desk.clock.advance(MINUTE)
    desk.back(loan.id)
    desk.lending.lend(desk.session, device, second)
    desk.take(device, *waiting, offset_ms=0)
    assert [row for row in owners(desk) if row[0] == second] == []


def test_the_first_one_s_record_sent_again_in_the_next_loan_is_nobody_s_news(
    desk: LendingOffice,
) -> None:
    first, second = desk.person(), desk.person("Brygge")
    device = desk.lent(first, "glucose_meter")
    desk.clock.advance(HOUR)
    # Its clock is five hours ahead when it is read, and set right afterwards.
    record = glucose(desk.clock.now(), 7, shown_at(desk.clock.now() + 5 * HOUR))
    assert desk.take(device, record, offset_ms=5 * HOUR).stored == 1
    (loan,) = desk.lending.loans_of(desk.session, first)
    desk.back(loan.id)
    desk.lending.lend(desk.session, device, second)
    desk.clock.advance(8 * HOUR)
    again = replace(record, arrived_at=desk.clock.now())
    told = desk.take(device, again, offset_ms=0)
    assert (told.stored, told.duplicates) == (0, 1)
    assert [row[0] for row in owners(desk)] == [first]


def test_sequences_wrap_repeat_and_lie(desk: LendingOffice) -> None:
    patient = desk.person()
    device = desk.lent(patient, "glucose_meter")
    desk.clock.advance(2 * HOUR)
    now = desk.clock.now()
    shown = shown_at(now - 10 * MINUTE)
    wrap = [glucose(now, number, shown, 60 + number % 7) for number in (65_534, 65_535, 0, 1)]
    told = desk.take(device, *wrap, *wrap, offset_ms=0)
    assert (told.stored, told.duplicates) == (4, 4)
    # The same number and time, another value: neither overwritten nor lost.
    other = desk.take(device, glucose(now, 0, shown, 99), offset_ms=0)
    assert (other.stored, other.held) == (0, 1)
    # Both in one delivery.
    two = (glucose(now, 9, shown, 55), glucose(now, 9, shown, 56))
    told = desk.take(device, *two, offset_ms=0)
    assert (told.stored, told.held) == (1, 1)
    assert len(owners(desk)) == 5


@pytest.mark.parametrize("offset", [None, 0, HOUR, -HOUR, YEARS, -YEARS, 10**15, -(10**15), 2**62])
@pytest.mark.parametrize("pc", [0, 3 * HOUR, -3 * HOUR, YEARS, -YEARS])
def test_no_offset_and_no_clock_of_the_pc_makes_it_crash_or_lose(
    desk: LendingOffice, offset: int | None, pc: int
) -> None:
    patient = desk.person()
    device = desk.lent(patient)
    desk.clock.advance(2 * HOUR)
    now = desk.clock.now()
    desk.clock.set(now + pc)
    packets = (
        spot(desk.clock.now(), shown=shown_at(now)),
        spot(desk.clock.now() + 1, 91, 70),
        RawPacket(SPOT, bytes.fromhex("015d004e000000000000"), desk.clock.now()),
    )
    told = desk.take(device, *packets, offset_ms=offset)
    assert told.stored + told.held + told.failed + told.duplicates >= 4
    desk.clock.set(now)
    assert desk.lending.device(desk.session, device).row.id == device


@pytest.mark.parametrize("night", ["2026-10-25", "2027-03-28"])
def test_the_nights_of_summer_time_move_nothing_into_another_loan(
    desk: LendingOffice, night: str
) -> None:
    midnight = day_start(date.fromisoformat(night))
    desk.clock.set(midnight)
    first, second = desk.person(), desk.person("Brygge")
    device = desk.lent(first, "glucose_meter")
    desk.clock.set(midnight + 2 * HOUR + 30 * MINUTE)
    (loan,) = desk.lending.loans_of(desk.session, first)
    desk.back(loan.id)
    desk.lending.lend(desk.session, device, second)
    lent_at = desk.clock.now()
    desk.clock.set(midnight + 6 * HOUR)
    start = datetime.fromisoformat(f"{night}T00:00:00")
    records = [
        glucose(desk.clock.now(), step, start + timedelta(minutes=10 * step), 40 + step)
        for step in range(1, 24)
    ]
    told = desk.take(device, *records, offset_ms=0)
    assert told.stored + told.held == len(records)
    assert all(row[0] == second for row in owners(desk))
    moments = desk.rows("SELECT taken_at FROM readings")
    assert all(int(str(row[0])) >= lent_at for row in moments)


def test_a_flood_of_garbage_is_bounded_by_its_bytes(desk: LendingOffice) -> None:
    patient = desk.person()
    device = desk.lent(patient)
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    rubbish = [RawPacket(SPOT, bytes((0xFF, number % 250)), now) for number in range(1_000)]
    told = desk.take(device, *rubbish)
    assert (told.stored, told.held) == (0, 250)
    big = RawPacket(CUFF, b"\xff" * 100_000, now)
    assert desk.take(device, big).stored == 0
    strange = RawPacket(0x2A00, b"Rask Elg", now)
    desk.take(device, strange)
    assert owners(desk) == []


def test_the_log_of_changes_says_nothing_of_what_a_meter_calls_itself(
    desk: LendingOffice,
) -> None:
    patient = desk.person()
    device = desk.lent(patient)
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    facts = DeviceFacts(serial="KANARI-1", firmware="KANARI-2", manufacturer="KANARI-3")
    desk.measuring.paired(desk.session, device, "F0:00:00:CA:FE:01", facts)
    desk.take(device, spot(now, 87, 133, shown_at(now)), offset_ms=0)
    desk.measuring.contact(desk.session, ContactFacts(device, "fetch", now, "lost", 3))
    log = "\n".join(str(row) for row in desk.rows("SELECT action, details FROM audit"))
    for canary in ("KANARI", "CA:FE", "Elg", r"\b87\b", r"\b133\b"):
        assert not re.search(canary, log), canary


def test_two_of_one_address_are_refused_however_it_is_written(desk: LendingOffice) -> None:
    desk.lending.register(
        desk.session, NewDevice("oximeter", name="A", address="f0:00:00:00:00:01")
    )
    for written in ("F0:00:00:00:00:01", " f0:00:00:00:00:01 ", "F0:00:00:00:00:01\n"):
        with pytest.raises(Trouble):
            desk.lending.register(desk.session, NewDevice("oximeter", name="B", address=written))
