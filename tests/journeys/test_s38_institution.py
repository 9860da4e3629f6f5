"""S38, R73: a camera is lent to a GP office, stands on the list as such, and comes back."""

from datetime import timedelta
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.zone import day_of
from tests.journeys.driver import Nurse
from tests.journeys.store import (
    at_the_store,
    came_in,
    goes_out,
    make_ready,
    open_device,
    page_codes,
    page_text,
    read,
    saved_print,
    shelf,
    step_names,
    tick_step,
    to_the_store,
)
from tests.journeys.work import later

CAMERA, SERIAL, PLACE = "Kamera 9", "KA-9109", "Øvelsesvika legesenter"


@pytest.fixture
def store(training: Nurse) -> Nurse:
    """Signed in, on the page of equipment."""
    at_the_store(training)
    return training


def handed_out(nurse: Nurse) -> str:
    """The camera goes to a place that is written down on the way; what is asked of homes is not."""
    nurse.press("new_device")
    nurse.write("device_name", CAMERA)
    nurse.choose("device_kind", "Kamera")
    nurse.write("device_serial", SERIAL)
    nurse.press("save_small", "device_form")
    nurse.until(lambda: nurse.has("device_prepare"), "the camera's card")
    make_ready(nurse, CAMERA)
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    nurse.choose("borrower_kind", "institusjon")
    nurse.press("new_place")
    nurse.until(lambda: nurse.has("place_form"), "the form of a place")
    nurse.press("save_small", "place_form")
    assert nurse.has("place_form"), "a place without a name"
    nurse.write("place_name", PLACE)
    nurse.write("place_contact", "Kvikk Li")
    nurse.write("place_phone", "68 05 04 00")
    nurse.press("save_small", "place_form")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    nurse.settle()
    # What was chosen before stands there still.
    assert CAMERA in read(nurse, "handout_devices")
    assert PLACE in read(nurse, "borrower")
    assert not nurse.has("home_net")
    assert not nurse.has("own_device")
    due = day_of(nurse.clock.now()) + timedelta(days=5)
    nurse.write("handout_due", f"{due:%d.%m.%Y}")
    nurse.write("handout_received", "Kvikk Li")
    return goes_out(nurse)


def test_s38_a_camera_is_lent_to_a_gp_office_and_taken_back(
    store: Nurse, day_clock: FixedClock, tmp_path: Path
) -> None:
    nurse = store
    assert PLACE in handed_out(nurse)
    pdf = saved_print(nurse, "handout_done", tmp_path / "kvittering.pdf")
    text = page_text(pdf)
    assert text.count(PLACE) >= 2
    assert SERIAL in text
    assert len(set(page_codes(pdf))) == 1
    to_the_store(nurse)
    assert PLACE in shelf(nurse, CAMERA)
    assert "Frist snart" in shelf(nurse, CAMERA)
    on_the_loan_list(nurse)

    later(nurse, day_clock, 10)
    nurse.restart()
    at_the_store(nurse)
    assert PLACE in shelf(nurse, CAMERA)
    came_back(nurse)
    assert PLACE not in shelf(nurse, CAMERA)
    assert "På lager" in shelf(nurse, CAMERA)
    assert PLACE in open_device(nurse, CAMERA)


def on_the_loan_list(nurse: Nurse) -> None:
    """Among what is lent it is found by the name of the place."""
    nurse.press("filter_lent")
    nurse.write("equipment_search", "legesenter")
    nurse.settle()
    assert CAMERA in read(nurse, "equipment_list")
    assert "Oksymeter 1" not in read(nurse, "equipment_list")
    nurse.press("filter_in_use")


def came_back(nurse: Nurse) -> None:
    """Taken in, gone over step by step, and put back."""
    open_device(nurse, CAMERA)
    nurse.press("device_take_back")
    nurse.until(lambda: nurse.has("taking_in"), "what came in")
    assert PLACE in read(nurse, "taking_in")
    came_in(nurse, CAMERA)
    nurse.press("take_in")
    nurse.until(lambda: nurse.has("inspecting"), "the looking over")
    for step in step_names(nurse, "return_steps"):
        tick_step(nurse, step)
    nurse.press("to_in_store")
    nurse.until(lambda: not nurse.has("inspecting"), "that it is put back")
    to_the_store(nurse)
