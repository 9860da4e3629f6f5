"""A meter becomes a patient's: found near the PC, its digits typed, lent, and read."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from simulator.meters.glucose import AccuChek
from simulator.meters.oximeter import Oximeter
from simulator.peripheral import Security
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse, line_with
from tests.journeys.hands import pull, reach, strike, type_in
from tests.journeys.radio import from_device, listens, shown_now
from tests.journeys.store import goes_out, hand_out_to, make_ready, open_device
from tests.journeys.work import GREEN, later, stands

SWEET, BREATH = "Ærlig Urd", "Klar Nordavind"
ADDRESS = "F0:00:00:00:00:61"


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse) -> Nurse:
    """Signed in on the training day, on the page of equipment; the PC listens."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, SWEET, GREEN)
    listens(training, private_bus)
    training.go("equipment")
    return training


def chosen_for(nurse: Nurse, patient: str, title: str, called: str) -> None:
    """The assistant until it pairs, by keyboard: for whom, which one, and what it is called."""
    nurse.key("Ctrl+B")
    nurse.until(lambda: nurse.has("pair_choose"), "the assistant")
    reach(nurse, "pick_patient")
    type_in(nurse, patient)
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("pick_hit"), patient)
    pull(nurse, "pick_hit")
    nurse.until(lambda: nurse.has("who_name"), "her name")
    view = nurse.find("pair_list", QAbstractItemView)
    nurse.until(lambda: line_with(view, title) is not None, title)
    reach(nurse, "pair_list")
    while title not in str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)):
        before = view.currentIndex().row()
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert view.currentIndex().row() > before
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("pair_ready"), "what it is called")
    assert patient in nurse.words("pair_ready")
    reach(nurse, "pair_name")
    type_in(nurse, called)
    strike(nurse, Qt.Key.Key_Return)


def answered(nurse: Nurse, digits: str) -> None:
    """Types the six digits where the keyboard stands, and waits for how it ended."""
    nurse.until(lambda: nurse.has("pair_digits"), "the question for digits")
    nurse.until(lambda: nurse.find("pair_digits", QWidget).hasFocus(), "the keyboard there")
    type_in(nurse, digits)
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("pair_done"), "how it ended")
    nurse.settle()


def paired_not_lent(nurse: Nurse, name: str) -> None:
    """A new meter is paired, and the screen says what is left before it is lent."""
    nurse.until(lambda: f"{name} er paret" in nurse.words("pair_done"), f"{name} paired")
    assert "ikke lånt ut" in nurse.words("pair_outcome")
    pull(nurse, "pair_card")
    nurse.until(lambda: nurse.has("device_panel"), "the device's card")


def lent_to(nurse: Nurse, name: str, patient: str) -> None:
    """Makes it ready and hands it out, as any other device."""
    make_ready(nurse, name)
    nurse.press("device_hand_out")
    hand_out_to(nurse, patient)
    goes_out(nurse)
    assert f"Lånt ut til {patient}" in open_device(nurse, name)


def test_a_meter_is_paired_by_keyboard_with_wrong_digits_first_made_ready_and_lent(
    at_work: Nurse, private_bus: PrivateRadio
) -> None:
    nurse = at_work
    meter = AccuChek(ADDRESS, now=lambda: shown_now(nurse))
    # It pairs when it has measured once; that is from before the loan, and nobody's.
    meter.take({"glucose": 15.1}, at=shown_now(nurse) - timedelta(hours=9))
    shown = f"{meter.passkey:06}"
    wrong = f"{(meter.passkey + 1) % 1_000_000:06}"
    private_bus.add(meter)
    chosen_for(nurse, SWEET, meter.name, "B-61")
    answered(nurse, wrong)
    assert "Koden stemte ikke" in nurse.words("pair_outcome")
    pull(nurse, "pair_again")
    answered(nurse, shown)
    paired_not_lent(nurse, "B-61")
    lent_to(nurse, "B-61", SWEET)
    assert from_device(nurse, ADDRESS, "glucose") == []


def test_a_meter_that_does_not_encrypt_is_read_only_when_somebody_agrees(
    at_work: Nurse, private_bus: PrivateRadio, day_clock: FixedClock
) -> None:
    nurse = at_work
    meter = Oximeter(ADDRESS, now=lambda: shown_now(nurse))
    meter.security = Security.REFUSES
    meter.take({"spo2": 81, "pulse": 70})
    private_bus.add(meter)
    chosen_for(nurse, BREATH, meter.name, "O-61")
    nurse.until(lambda: nurse.has("pair_clear"), "the warning")
    nurse.settle()
    assert "kryptering" in nurse.words("pair_clear")
    assert not nurse.find("pair_unencrypted", QWidget).isEnabled()
    assert len(meter.stored) == 1
    pull(nurse, "pair_agree")
    pull(nurse, "pair_unencrypted")
    nurse.until(lambda: "er paret" in nurse.words("pair_done"), "that it is paired")
    paired_not_lent(nurse, "O-61")
    lent_to(nurse, "O-61", BREATH)
    later(nurse, day_clock, 2)
    private_bus.run(meter.measure({"spo2": 91, "pulse": 74}))
    nurse.until(lambda: from_device(nurse, ADDRESS, "spo2"), "the reading")
    assert from_device(nurse, ADDRESS, "spo2") == [(BREATH, 91.0)]
    open_device(nurse, "O-61")
    assert "uten kryptering" in nurse.words("device_panel")
