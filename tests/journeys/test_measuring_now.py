"""«Mål nå» at the office, and what a meter measured before it was lent."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from simulator.meters.oximeter import Oximeter
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.hands import strike
from tests.journeys.radio import from_device, held_back, lend, listens, shown_now
from tests.journeys.work import GREEN, later, open_card, stands

WELL = "Blid Trapp"
ADDRESS = "F0:00:00:00:00:51"


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse) -> Nurse:
    """Signed in on the training day, with an oximeter lent to a patient two minutes ago."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    lend(training, WELL, ADDRESS, "generic_oximeter", "oximeter", "Oksymeter 51")
    listens(training, private_bus)
    return training


def test_what_it_measured_before_the_loan_is_held_back(
    at_work: Nurse, private_bus: PrivateRadio, day_clock: FixedClock
) -> None:
    nurse = at_work
    later(nurse, day_clock, 5)
    meter = Oximeter(ADDRESS, now=lambda: shown_now(nurse))
    meter.take({"spo2": 79, "pulse": 111}, at=shown_now(nurse) - timedelta(hours=20))
    meter.take({"spo2": 93, "pulse": 77})
    private_bus.add(meter)
    nurse.until(lambda: from_device(nurse, ADDRESS, "spo2"), "the reading of today")
    assert from_device(nurse, ADDRESS, "spo2") == [(WELL, 93.0)]
    nurse.until(lambda: len(held_back(nurse)) == 2, "what is held back")
    assert {reason for reason, _ in held_back(nurse)} == {"before_loan"}
    open_card(nurse, WELL)
    nurse.until(lambda: "SpO₂: siste 93" in nurse.words(), "today's on the card")
    assert "79" not in nurse.words("timeline")


@pytest.fixture
def meter(
    at_work: Nurse,
    private_bus: PrivateRadio,
    day_clock: FixedClock,
) -> Oximeter:
    """The patient brings it to the office; switched on there, it has nothing to tell yet."""
    later(at_work, day_clock, 2)
    made = Oximeter(ADDRESS, now=lambda: shown_now(at_work))
    private_bus.add(made)
    # The program is listening to it already, for nobody: a person's wish takes its place.
    at_work.until(lambda: made.listening(made.measurement), "a first visit")
    at_work.settle()
    return made


def measured(nurse: Nurse, air: PrivateRadio, meter: Oximeter, spo2: float) -> None:
    """The patient puts her finger in; the value stands large on the screen and is not kept."""
    nurse.until(lambda: meter.listening(meter.measurement), "the connection")
    air.run(meter.measure({"spo2": spo2, "pulse": 76}))
    nurse.until(lambda: nurse.has("measure_save"), "the value")
    assert nurse.find("measure_patient", QWidget).accessibleName() == WELL
    assert f"{spo2:.0f}" in nurse.words("live_spo2")
    nurse.settle()
    assert from_device(nurse, ADDRESS, "spo2") == []


def test_what_is_measured_at_the_office_counts_only_when_somebody_presses_enter(
    at_work: Nurse, private_bus: PrivateRadio, meter: Oximeter
) -> None:
    nurse = at_work
    begun(nurse)
    measured(nurse, private_bus, meter, 92)
    assert "IKKE LAGRET" in nurse.words("measure_panel").upper()
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: from_device(nurse, ADDRESS, "spo2"), "the reading")
    assert from_device(nurse, ADDRESS, "spo2") == [(WELL, 92.0)]
    nurse.press("measure_card")
    nurse.until(lambda: nurse.has("card_name") and "SpO₂: siste 92" in nurse.words(), "the card")


def test_a_test_measurement_goes_to_quarantine_and_counts_nowhere(
    at_work: Nurse, private_bus: PrivateRadio, meter: Oximeter
) -> None:
    nurse = at_work
    begun(nurse)
    measured(nurse, private_bus, meter, 99)
    nurse.press("measure_test")
    nurse.until(lambda: "telles ikke" in nurse.words() or nurse.has("measure_next"), "its end")
    assert from_device(nurse, ADDRESS, "spo2") == []
    assert set(held_back(nurse)) == {("test", "discarded")}


def begun(nurse: Nurse) -> None:
    """From her card to the device in range."""
    open_card(nurse, WELL)
    nurse.press("open_measure")
    nurse.until(lambda: nurse.has("measure_choose"), "with which device")
    nurse.pick("measure_list", "Oksymeter 51")
    nurse.until(lambda: nurse.has("measure_panel"), "the patient named large")
