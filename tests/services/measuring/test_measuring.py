"""From packets to readings of the right patient, events, and what is held back."""

import struct

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.measuring.measuring import TEST, ContactFacts, DeviceFacts, RawPacket
from station.services.measuring.values import ClockFacts
from tests.lent import (
    CONTEXT,
    CUFF,
    DAY,
    HEART,
    HOUR,
    MINUTE,
    RESERVED,
    SPOT,
    WEIGHT,
    LendingOffice,
    glucose,
    lending_office,
    shown_at,
    spot,
    weight,
)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends meters."""
    return lending_office(database, clock)


@pytest.fixture
def lent(desk: LendingOffice) -> tuple[str, str]:
    """A patient with an oximeter lent an hour ago, as (patient, device)."""
    patient_id = desk.person()
    device_id = desk.lent(patient_id)
    desk.clock.advance(HOUR)
    return patient_id, device_id


def test_a_measurement_is_stored_once_with_device_times_and_bytes(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    packet = spot(now, shown=shown_at(now - MINUTE))
    came = desk.take(device_id, packet)
    assert (came.stored, came.duplicates, came.held, came.failed) == (2, 0, 0, 0)
    assert came.texts[0] == "SpO₂ 93 %"
    rows = desk.rows(
        "SELECT patient_id, kind, value, device_id, device_time, taken_at, arrived_at, raw, "
        "source, time_reason FROM readings ORDER BY kind DESC"
    )
    shown = shown_at(now - MINUTE).isoformat()
    at = (now - MINUTE) // 1000 * 1000
    common = (device_id, shown, at, now, packet.raw, "device", "")
    assert rows == [(patient_id, "spo2", 93.0, *common), (patient_id, "pulse", 78.0, *common)]
    again = desk.take(device_id, packet, packet)
    assert (again.stored, again.duplicates) == (0, 4)
    assert len(desk.rows("SELECT 1 FROM readings")) == 2


def test_a_reserved_value_is_an_event_and_never_a_number(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    packet = spot(now, RESERVED, RESERVED, shown_at(now))
    came = desk.take(device_id, packet, packet)
    assert (came.stored, came.held, came.failed) == (0, 0, 1)
    assert came.events == ("Failed measurement from a device: Apparat 1",)
    assert desk.take(device_id, packet).failed == 0
    assert desk.rows("SELECT patient_id, code, kind, raw FROM device_events") == [
        (patient_id, "measurement_failed", "spo2", packet.raw)
    ]
    assert desk.rows("SELECT 1 FROM readings") == []


def test_a_clock_three_hours_wrong_is_corrected_flagged_and_kept(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    _, device_id = lent
    now = desk.clock.now()
    shown = shown_at(now + 3 * HOUR)
    desk.take(device_id, spot(now, shown=shown), offset_ms=3 * HOUR)
    rows = desk.rows("SELECT taken_at, time_reason, device_time, quality FROM readings")
    assert set(rows) == {(now, "clock_wrong", shown.isoformat(), "clock_offset")}
    assert desk.rows("SELECT clock_offset_ms FROM devices") == [(3 * HOUR,)]


def test_what_is_older_than_the_loan_is_held_and_names_nobody(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    _, device_id = lent
    now = desk.clock.now()
    old = spot(now, shown=shown_at(now - 2 * HOUR))
    came = desk.take(device_id, old, offset_ms=0)
    assert (came.stored, came.held, dict(came.reasons)) == (0, 2, {"before_loan": 2})
    assert set(desk.rows("SELECT patient_id, reason_code FROM quarantine")) == {
        (None, "before_loan")
    }
    assert desk.take(device_id, old, offset_ms=0).duplicates == 2


def test_a_clock_a_little_ahead_does_not_carry_a_reading_over_into_the_loan(
    desk: LendingOffice,
) -> None:
    desk.clock.advance(MINUTE)
    device_id = desk.lent(desk.person())
    now = desk.clock.now()
    desk.clock.advance(10 * MINUTE)
    came = desk.take(
        device_id,
        spot(desk.clock.now(), shown=shown_at(now + 5 * MINUTE)),
        offset_ms=12 * MINUTE,
    )
    assert dict(came.reasons) == {"before_loan": 2}


def test_what_nobody_has_on_loan_is_held_and_nothing_is_guessed(desk: LendingOffice) -> None:
    device_id = desk.device()
    came = desk.take(device_id, spot(desk.clock.now()))
    assert dict(came.reasons) == {"unknown_device": 2}
    assert set(desk.rows("SELECT patient_id, source FROM quarantine")) == {(None, "device")}
    with pytest.raises(Trouble, match="device_unknown"):
        desk.take("0" * 32, spot(desk.clock.now()))


def test_garbage_is_held_with_its_bytes_once(desk: LendingOffice, lent: tuple[str, str]) -> None:
    _, device_id = lent
    packet = RawPacket(SPOT, b"\xff\xff\xff", desk.clock.now())
    came = desk.take(device_id, packet, packet)
    assert (came.held, came.duplicates, dict(came.reasons)) == (1, 1, {"malformed_packet": 1})
    assert desk.rows("SELECT raw, patient_id FROM quarantine") == [("2a5e:ffffff", None)]
    assert desk.take(device_id, packet).held == 0


def test_the_same_record_with_another_value_is_a_conflict(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    first = glucose(now, 5, shown_at(now - MINUTE), 61)
    other = glucose(now, 5, shown_at(now - MINUTE), 161)
    assert desk.take(device_id, first).stored == 1
    came = desk.take(device_id, other)
    assert dict(came.reasons) == {"conflict": 1}
    assert desk.rows("SELECT patient_id FROM quarantine") == [(patient_id,)]
    again = desk.take(device_id, first, other)
    assert (again.stored, again.held, again.duplicates) == (0, 0, 2)


def test_a_test_is_held_as_one(desk: LendingOffice, lent: tuple[str, str]) -> None:
    _, device_id = lent
    came = desk.take(device_id, spot(desk.clock.now()), purpose=TEST)
    assert dict(came.reasons) == {"test": 2}


def test_without_a_time_two_within_a_minute_are_one_and_two_days_are_two(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    _, device_id = lent
    now = desk.clock.now()
    assert desk.take(device_id, weight(now), weight(now + 400)).stored == 1
    assert desk.take(device_id, weight(now + 900)).stored == 0
    desk.clock.advance(DAY)
    assert desk.take(device_id, weight(desk.clock.now())).stored == 1
    assert set(desk.rows("SELECT time_reason FROM readings")) == {("time_unknown",)}


def test_without_a_time_two_of_one_millisecond_are_two(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    now = desk.clock.now()
    came = desk.take(lent[1], spot(now, 93), spot(now, 88))
    assert (came.stored, came.duplicates) == (4, 0)
    assert desk.rows("SELECT value FROM readings WHERE kind = 'spo2' ORDER BY value") == [
        (88.0,),
        (93.0,),
    ]


def test_a_belt_is_thinned_out_to_one_a_minute(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person(), "heart_rate")
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    beats = [RawPacket(HEART, bytes((0x06, 70 + at % 5)), now + at * 1000) for at in range(90)]
    came = desk.take(device_id, *beats)
    assert (came.stored, came.duplicates) == (2, 88)


def test_beyond_what_the_cuff_measures_is_held(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person(), "cuff")
    desk.clock.advance(HOUR)
    packet = RawPacket(CUFF, bytes.fromhex("00fe0750005a00"), desk.clock.now())
    assert dict(desk.take(device_id, packet).reasons) == {"meter_range": 1}


def test_several_without_a_time_from_a_memory_are_not_taken_for_new(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person(), "scale")
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    came = desk.take(device_id, weight(now), weight(now + 5, 82_400))
    assert dict(came.reasons) == {"time_unknown_stored": 2}
    assert set(desk.rows("SELECT patient_id FROM quarantine")) == {(None,)}


def test_circumstances_stand_with_their_reading(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person(), "glucose_meter")
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    meal = RawPacket(CONTEXT, bytes((0x02, 7, 0, 2)), now)
    late = RawPacket(CONTEXT, bytes((0x02, 8, 0, 2)), now)
    desk.take(device_id, glucose(now, 7, shown_at(now)), meal, late)
    assert desk.rows("SELECT note FROM readings") == [("after a meal",)]
    assert desk.rows("SELECT code, raw FROM device_events") == [("measurement_context", late.raw)]
    assert desk.measuring.take(desk.session, device_id, [late]).duplicates == 1


def test_the_second_borrower_never_gets_what_the_first_measured(desk: LendingOffice) -> None:
    first, second = desk.person(), desk.person("Bjørk")
    device_id = desk.lent(first)
    desk.clock.advance(HOUR)
    stored = spot(desk.clock.now(), shown=shown_at(desk.clock.now()))
    desk.take(device_id, stored)
    desk.clock.advance(HOUR)
    left = spot(desk.clock.now(), 88, 90, shown_at(desk.clock.now()))
    desk.clock.advance(HOUR)
    (loan,) = desk.lending.loans_of(desk.session, first)
    desk.back(loan.id)
    desk.clock.advance(DAY)
    desk.lending.lend(desk.session, device_id, second)
    desk.clock.advance(HOUR)
    came = desk.take(device_id, stored, left, offset_ms=0)
    assert (came.stored, came.duplicates, dict(came.reasons)) == (0, 2, {"before_loan": 2})
    assert set(desk.rows("SELECT patient_id FROM readings")) == {(first,)}


def test_nothing_is_read_of_somebody_who_withdrew(desk: LendingOffice) -> None:
    patient_id = desk.person()
    device_id = desk.lent(patient_id)
    desk.clock.advance(HOUR)
    database = desk.record.database
    assert database is not None
    with database.write(desk.session.actor) as writer:
        writer.execute("UPDATE consents SET withdrawn_on = '2026-11-20'")
        writer.audit("withdrawn_for_test", "patient", patient_id, patient_id)
    assert desk.measuring.targets(desk.session) == ()
    assert dict(desk.take(device_id, spot(desk.clock.now())).reasons) == {"no_consent": 2}


def test_targets_have_an_address_and_go_on_after_the_last_number(desk: LendingOffice) -> None:
    patient_id = desk.person()
    device_id = desk.lent(patient_id, "glucose_meter")
    assert desk.measuring.targets(desk.session) == ()
    desk.measuring.paired(
        desk.session, device_id, "f0:00:00:00:00:01", DeviceFacts(90, serial="A1", firmware="2.0")
    )
    (target,) = desk.measuring.targets(desk.session)
    assert (target.address, target.patient_id) == ("F0:00:00:00:00:01", patient_id)
    assert (target.model, target.from_sequence, target.bonded) == (
        "generic_glucose_meter",
        None,
        True,
    )
    desk.measuring.contact(
        desk.session, ContactFacts(device_id, "fetch", 1, "incomplete", last_sequence=9)
    )
    assert desk.measuring.targets(desk.session)[0].from_sequence is None
    desk.measuring.contact(
        desk.session, ContactFacts(device_id, "fetch", 2, "complete", last_sequence=9, battery=15)
    )
    assert desk.measuring.targets(desk.session)[0].from_sequence == 10
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    desk.take(device_id, glucose(now, 10, shown_at(now)), glucose(now, 12, shown_at(now - MINUTE)))
    assert desk.measuring.targets(desk.session)[0].from_sequence == 11
    desk.measuring.facts(
        desk.session, device_id, DeviceFacts(80, clock=ClockFacts("2026-11-20T10:00:00", 5))
    )
    card = desk.lending.device(desk.session, device_id)
    assert (card.row.battery, card.row.serial, card.row.firmware) == (80, "A1", "2.0")
    assert [each.outcome for each in card.contacts] == ["complete", "incomplete"]
    desk.measuring.facts(desk.session, device_id, DeviceFacts())


def test_at_the_office_nothing_is_kept_until_it_is_confirmed(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    packet = spot(now, shown=shown_at(now))
    value = desk.measuring.live(desk.session, device_id, patient_id, [packet])
    assert (value.patient, value.saveable, value.failed, value.refused) == (
        "Rask Elg",
        True,
        "",
        "",
    )
    assert value.readings[0].text == "SpO₂ 93 %"
    assert desk.rows("SELECT 1 FROM readings") == []
    kept = desk.measuring.confirm(desk.session, device_id, patient_id, [packet])
    assert (kept.stored, kept.patient_id) == (2, patient_id)


def test_a_discarded_measurement_never_comes_back(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    packet = spot(now, shown=shown_at(now))
    gone = desk.measuring.discard(desk.session, device_id, patient_id, [packet])
    assert dict(gone.reasons) == {"test": 2}
    assert set(desk.rows("SELECT state, reason_code, patient_id FROM quarantine")) == {
        ("discarded", "test", patient_id)
    }
    assert desk.take(device_id, packet).duplicates == 2
    assert desk.rows("SELECT 1 FROM readings") == []


def test_at_the_office_what_lay_in_the_memory_goes_by_the_loan(desk: LendingOffice) -> None:
    patient_id = desk.person()
    device_id = desk.device()
    now = desk.clock.now()
    old, new = spot(now, 90, 70, shown_at(now - HOUR)), spot(now, shown=shown_at(now))
    packets, clock = [old, new], ClockFacts("", 0)
    kept = desk.measuring.confirm(desk.session, device_id, patient_id, packets, clock)
    assert (kept.stored, dict(kept.reasons)) == (2, {"unknown_device": 2})


def test_a_meter_lent_to_another_measures_nobody_else(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    _, device_id = lent
    other = desk.person("Bjørk")
    for ask in (desk.measuring.live, desk.measuring.confirm, desk.measuring.discard):
        with pytest.raises(Trouble, match="lent_to_other"):
            ask(desk.session, device_id, other, [spot(desk.clock.now())])
    spare = desk.device()
    desk.lending.retire(desk.session, spare)
    with pytest.raises(Trouble, match="device_retired"):
        desk.measuring.live(desk.session, spare, other, [])


def of_user(desk: LendingOffice, user: int | None, grams: int) -> RawPacket:
    """A weight that a scale says is of one of its users; None: it does not say whose."""
    if user is None:
        return weight(desk.clock.now(), grams)
    body = struct.pack("<BHBHH", 0x0C, grams // 5, user, 0, 0)
    return RawPacket(WEIGHT, body, desk.clock.now())


def test_of_a_scale_of_several_people_only_the_borrowers_weight_is_taken(
    desk: LendingOffice,
) -> None:
    patient_id = desk.person()
    scale = desk.device("scale", "beurer_bf720", "Vekt 2")
    loan_id = desk.lending.lend(desk.session, scale, patient_id)
    desk.clock.advance(HOUR)
    assert desk.take(scale, of_user(desk, 2, 70_000)).reasons == {"other_user": 1}
    desk.lending.set_scale_user(desk.session, loan_id, 2, 4711)
    desk.clock.advance(HOUR)
    for user, grams in ((1, 91_000), (2, 82_000), (None, 60_000)):
        desk.clock.advance(2 * MINUTE)
        delivered = desk.take(scale, of_user(desk, user, grams))
        assert (delivered.stored, delivered.held) == ((1, 0) if user == 2 else (0, 1))
    assert desk.rows("SELECT patient_id, value FROM readings") == [(patient_id, 82.0)]
    held = desk.rows("SELECT patient_id, reason_code FROM quarantine")
    assert held == [(None, "other_user")] * 3
    live = desk.measuring.live(desk.session, scale, patient_id, [of_user(desk, 1, 91_000)])
    assert live.refused
    assert desk.rows("SELECT count(*) FROM readings") == [(1,)]


def test_what_a_killed_program_had_kept_is_taken_in_by_the_next(
    desk: LendingOffice, lent: tuple[str, str]
) -> None:
    patient_id, device_id = lent
    now = desk.clock.now()
    packets = [spot(now, shown=shown_at(now)), spot(now + 1, 90, 80, shown_at(now))]
    desk.measuring.keep(desk.session, device_id, packets)
    assert desk.rows("SELECT 1 FROM readings") == []
    assert desk.measuring.take_kept(desk.session) == 2
    assert desk.rows("SELECT DISTINCT patient_id FROM readings") == [(patient_id,)]
    assert desk.rows("SELECT 1 FROM device_inbox") == []
    assert desk.measuring.take_kept(desk.session) == 0


def test_what_is_taken_in_is_kept_no_longer(desk: LendingOffice, lent: tuple[str, str]) -> None:
    _, device_id = lent
    packet = spot(desk.clock.now(), shown=shown_at(desk.clock.now()))
    desk.measuring.keep(desk.session, device_id, [packet])
    assert desk.take(device_id, packet).stored == 2
    assert desk.rows("SELECT 1 FROM device_inbox") == []
