"""S24: a service that ended with equipment out waits for it, and for the steps 5.2 and 5.3."""

import pytest

from station.core.clock import FixedClock
from tests.journeys.driver import Nurse
from tests.journeys.store import (
    at_the_store,
    came_in,
    hand_out_to,
    open_device,
    read,
    shelf,
    to_the_store,
)
from tests.journeys.work import later

WHO, THING = "Glad Holme", "Blodtrykksmåler 1"
WAITS, OVER = "Avsluttet, utstyr ute", "Avsluttet"


@pytest.fixture
def office(training: Nurse) -> Nurse:
    """Signed in, on the page of equipment."""
    at_the_store(training)
    return training


def open_status(nurse: Nurse) -> str:
    """Opens the status of the patient in the register, and gives its heading line."""
    nurse.go("patients")
    nurse.write("patient_search", WHO)
    nurse.settle()
    nurse.pick("patient_list", WHO)
    nurse.press("facts_status")
    nurse.until(lambda: nurse.has("status_form"), "the status")
    nurse.settle()
    return read(nurse, "status_form")


def ended(nurse: Nurse) -> None:
    """The service ends: without a reason it does not; with one it waits for the equipment."""
    open_status(nurse)
    nurse.choose("status_after", OVER)
    nurse.press("set_status")
    assert nurse.has("status_form")
    nurse.write("status_reason", "Flytter til datteren i byen.")
    nurse.press("set_status")
    nurse.until(lambda: WAITS in read(nurse), "that it waits")
    assert "5.1" in read(nurse)


def ticked(nurse: Nurse, step: str) -> None:
    """Ticks one of the steps that a person ticks."""
    nurse.press(f"ending_{step}")
    nurse.until(lambda: nurse.words(f"ending_{step}").startswith("Angre"), f"{step} ticked")


def taken_in(nurse: Nurse) -> None:
    """The cuff comes back."""
    open_device(nurse, THING)
    nurse.press("device_take_back")
    nurse.until(lambda: nurse.has("taking_in"), "what came in")
    assert WHO in read(nurse, "taking_in")
    came_in(nurse, THING)
    nurse.press("take_in")
    nurse.until(lambda: nurse.has("inspecting"), "the looking over")


def test_s24_ended_with_equipment_out_until_5_1_5_2_and_5_3_are_done(
    office: Nurse, day_clock: FixedClock
) -> None:
    nurse = office
    ended(nurse)
    words = open_status(nurse)
    assert WAITS in words
    assert f"Fortsatt ute: {THING}" in words or THING in read(nurse, "ending_card")
    assert "○ 5.1" in read(nurse, "ending_card")
    ticked(nurse, "5.2")
    later(nurse, day_clock, 4)
    nurse.restart()
    at_the_store(nurse)
    assert WAITS in open_status(nurse)
    assert "✓ 5.2" in read(nurse, "ending_card")
    assert "○ 5.3" in read(nurse, "ending_card")
    ticked(nurse, "5.3")
    # Everything a person ticks is ticked; what is still out keeps it open.
    assert WAITS in open_status(nurse)
    taken_in(nurse)
    assert "Tjenesten er avsluttet" in read(nurse, "toast")
    words = open_status(nurse)
    assert WAITS not in words
    assert "✓ 5.1" in read(nurse, "ending_card")


def test_s24_what_came_in_last_but_5_3_keeps_it_open_until_it_is_ticked(
    office: Nurse,
) -> None:
    nurse = office
    ended(nurse)
    taken_in(nurse)
    assert WAITS in open_status(nurse)
    ticked(nurse, "5.2")
    nurse.press("ending_5.3")
    nurse.until(lambda: WAITS not in read(nurse), "that it is over")
    assert OVER in open_status(nurse)
    to_the_store(nurse)
    assert "sjekkes" in shelf(nurse, THING)


def test_s24_to_somebody_whose_service_is_closing_nothing_more_is_lent(office: Nurse) -> None:
    nurse = office
    ended(nurse)
    open_device(nurse, "Oksymeter 3")
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    nurse.until(lambda: nurse.has("missing_service_closed"), "what is in the way")
    nurse.press("hand_out")
    nurse.until(lambda: nurse.has("handout_said"), "that it cannot")
    assert not nurse.has("handed_out")
