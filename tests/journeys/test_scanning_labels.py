"""A label scanner at the store: from anywhere on the page, unknown labels, and two at once."""

import pytest
from PySide6.QtWidgets import QLineEdit

from station.core.clock import FixedClock
from station.rules.labelcode import label_of
from tests.journeys.driver import Nurse
from tests.journeys.store import at_the_store, open_device, read, scan, shelf, to_the_store
from tests.journeys.work import later

FIRST, SECOND, THIRD = "Oksymeter 3", "Oksymeter 4", "Kamera 1"
UNKNOWN = label_of(777)
NEW = "Oksymeter 77"


@pytest.fixture
def store(training: Nurse) -> Nurse:
    """Signed in, on the page of equipment."""
    at_the_store(training)
    return training


def label_on(nurse: Nurse, name: str) -> str:
    """What stands on a device's label, as its card shows it."""
    words = open_device(nurse, name).split("\n")
    return next(word for line in words for word in line.split() if word.startswith("ST-"))


def stands_open(nurse: Nurse, name: str) -> None:
    """Waits until this device's card is open."""
    nurse.until(lambda: nurse.has("device_title") and read(nurse, "device_title") == name, name)


def test_a_scan_opens_the_device_wherever_the_keyboard_stands(
    store: Nurse, day_clock: FixedClock
) -> None:
    nurse = store
    labels = {name: label_on(nurse, name) for name in (FIRST, SECOND, THIRD)}
    for name, where in (
        (FIRST, "equipment_search"),
        (SECOND, "equipment_list"),
        (THIRD, "device_prepare"),
    ):
        nurse.find(where).setFocus()
        later(nurse, day_clock, 1)
        scan(nurse, labels[name])
        stands_open(nurse, name)
    assert not nurse.has("scan_unknown")


def test_two_scans_at_once_both_lead_to_their_device(store: Nurse, day_clock: FixedClock) -> None:
    nurse = store
    first, second = label_on(nurse, FIRST), label_on(nurse, SECOND)
    open_device(nurse, THIRD)
    nurse.find("equipment_list").setFocus()
    later(nurse, day_clock, 1)
    scan(nurse, first + second)
    stands_open(nurse, SECOND)
    assert FIRST in read(nurse, "scans")
    nurse.press(FIRST, "scans")
    stands_open(nurse, FIRST)


def test_an_unknown_label_says_so_and_becomes_a_device(store: Nurse, day_clock: FixedClock) -> None:
    nurse = store
    known = label_on(nurse, FIRST)
    nurse.find("equipment_list").setFocus()
    later(nurse, day_clock, 1)
    scan(nurse, UNKNOWN)
    nurse.until(lambda: nurse.has("scan_unknown"), "that it is unknown")
    assert UNKNOWN in read(nurse, "scan_unknown")
    # Another scan meanwhile leads to its device, and the question about the first one stays.
    later(nurse, day_clock, 1)
    scan(nurse, known)
    stands_open(nurse, FIRST)
    assert UNKNOWN in read(nurse, "scan_unknown")
    nurse.press("scan_register")
    nurse.until(lambda: nurse.has("device_form"), "the form")
    nurse.settle()
    assert nurse.find("device_label", QLineEdit).text() == UNKNOWN
    nurse.write("device_name", NEW)
    nurse.press("save_small", "device_form")
    stands_open(nurse, NEW)
    assert not nurse.has("scan_unknown")
    to_the_store(nurse)
    assert NEW in shelf(nurse, NEW)
    open_device(nurse, THIRD)
    later(nurse, day_clock, 1)
    scan(nurse, UNKNOWN)
    stands_open(nurse, NEW)
