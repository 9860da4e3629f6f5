"""Lent meters near the PC, reached by bleak as it is shipped: seen, read, doubted, told."""

import time
from datetime import timedelta

import pytest

from simulator.meters.oximeter import Oximeter
from simulator.payloads import Odd
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import lend, listens, shown_now
from tests.journeys.work import GREEN, RED, line_of, open_card, stands

WELL = "Blid Trapp"
LENT, NEIGHBOURS = "F0:00:00:00:00:71", "F0:00:00:00:00:72"

PROMISED_S = 2.0


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse, day_clock: FixedClock) -> Nurse:
    """Signed in on the training day, with an oximeter lent to a patient in the morning."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    lend(training, WELL, LENT, "generic_oximeter", "oximeter", "Oksymeter 71")
    day_clock.advance(60_000)
    listens(training, private_bus)
    return training


def meter(nurse: Nurse, address: str, wrong: timedelta = timedelta()) -> Oximeter:
    """An oximeter whose clock is as wrong as that."""
    return Oximeter(address, now=lambda: shown_now(nurse), clock_error=wrong)


def stored(nurse: Nurse) -> list[tuple[object, ...]]:
    """The SpO2 readings that came from a device, with what is known of where and when."""

    def read() -> list[tuple[object, ...]]:
        sql = (
            "SELECT p.given_name || ' ' || p.family_name, r.value, r.device_time, r.time_reason "
            "FROM readings r JOIN patients p ON p.id = r.patient_id "
            "WHERE r.kind = 'spo2' AND r.device_id IS NOT NULL AND r.device_id IN "
            "(SELECT id FROM devices WHERE address IN (?, ?))"
        )
        with nurse.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, (LENT, NEIGHBOURS))]

    return nurse.ask(read)


def test_s10_a_reading_is_on_the_list_within_two_seconds_and_once(
    at_work: Nurse, private_bus: PrivateRadio
) -> None:
    lent, neighbours = meter(at_work, LENT), meter(at_work, NEIGHBOURS)
    neighbours.take({"spo2": 81, "pulse": 120})
    private_bus.add(lent, neighbours)
    at_work.until(lambda: lent.listening(lent.measurement), "the connection")
    open_card(at_work, WELL)
    begun = time.monotonic()
    private_bus.run(lent.measure({"spo2": 93, "pulse": 78}))
    at_work.until(
        lambda: "siste 93\u00a0% i dag 08:59" in at_work.words(), "the reading on the card"
    )
    assert time.monotonic() - begun < PROMISED_S
    shown = shown_now(at_work).replace(microsecond=0).isoformat()
    assert stored(at_work) == [(WELL, 93.0, shown, "")]
    private_bus.run(lent.measure({"spo2": 93, "pulse": 78}))
    at_work.until(lambda: not lent.stored, "the same reading once more")
    at_work.settle()
    assert len(stored(at_work)) == 1
    assert neighbours.connections == 0
    at_work.press("new_reading")
    at_work.until(lambda: "Oksymeter 71" in at_work.words(), "the device among the readings")


def test_s10_a_red_reading_from_the_air_is_on_top_of_the_list_within_two_seconds(
    at_work: Nurse, private_bus: PrivateRadio
) -> None:
    lent = meter(at_work, LENT)
    private_bus.add(lent)
    at_work.until(lambda: lent.listening(lent.measurement), "the connection")
    begun = time.monotonic()
    private_bus.run(lent.measure({"spo2": 84, "pulse": 99}))
    at_work.until(lambda: line_of(at_work, WELL).startswith(RED), "the red one")
    assert time.monotonic() - begun < PROMISED_S
    assert "84" in line_of(at_work, WELL)


def test_s11_a_failed_measurement_is_told_and_is_no_number(
    at_work: Nurse, private_bus: PrivateRadio
) -> None:
    lent = meter(at_work, LENT)
    private_bus.add(lent)
    at_work.until(lambda: lent.listening(lent.measurement), "the connection")
    private_bus.run(lent.measure({"spo2": Odd.RESERVED, "pulse": Odd.RESERVED}))
    open_card(at_work, WELL)
    at_work.until(
        lambda: "målefeil fra apparat" in at_work.words("timeline").lower(), "the failed reading"
    )
    assert stored(at_work) == []


def test_s12_a_clock_three_hours_wrong_is_told_and_the_original_kept(
    at_work: Nurse, private_bus: PrivateRadio
) -> None:
    lent = meter(at_work, LENT, timedelta(hours=3))
    private_bus.add(lent)
    at_work.until(lambda: lent.listening(lent.measurement), "the connection")
    wrong = lent.time()
    assert wrong is not None
    private_bus.run(lent.measure({"spo2": 92, "pulse": 78}))
    at_work.until(lambda: stored(at_work), "the reading")
    assert stored(at_work) == [(WELL, 92.0, wrong.isoformat(), "clock_wrong")]
    open_card(at_work, WELL)
    at_work.press("new_reading")
    at_work.until(lambda: "Klokken i apparatet gikk feil" in at_work.words(), "why this time")
