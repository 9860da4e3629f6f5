"""A loan's life after the hand-out: one of two comes back, a later day, lost, undone, found."""

from datetime import timedelta

import pytest

from station.core.clock import FixedClock
from station.core.zone import day_of
from tests.journeys.driver import Nurse
from tests.journeys.store import (
    at_the_store,
    came_in,
    chosen_device,
    goes_out,
    hand_out_to,
    open_device,
    read,
    shelf,
    to_the_store,
)
from tests.journeys.work import later

WHO = "Grønn Bro"
METER, TABLET = "Oksymeter 3", "Nettbrett 2"


@pytest.fixture
def lent(training: Nurse) -> Nurse:
    """Signed in; both are lent to the same patient."""
    nurse = training
    at_the_store(nurse)
    nurse.press("to_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    chosen_device(nurse, METER)
    chosen_device(nurse, TABLET)
    nurse.choose("home_wifi", "God")
    goes_out(nurse)
    return nurse


def test_one_of_two_comes_back_and_the_other_stays_lent(lent: Nurse) -> None:
    nurse = lent
    open_device(nurse, METER)
    nurse.press("device_take_back")
    nurse.until(lambda: nurse.has("taking_in") and TABLET in read(nurse, "taking_in"), "both")
    came_in(nurse, METER)
    came_in(nurse, TABLET, on=False)
    nurse.press("take_in")
    nurse.until(lambda: nurse.has("inspecting"), "the looking over")
    to_the_store(nurse)
    assert WHO not in shelf(nurse, METER)
    assert WHO in shelf(nurse, TABLET)


def test_a_later_day_a_loss_that_is_undone_and_one_that_is_found_again(
    lent: Nurse, day_clock: FixedClock
) -> None:
    nurse = lent
    due = day_of(nurse.clock.now()) + timedelta(days=40)
    open_device(nurse, METER)
    nurse.press("open_more")
    nurse.press("device_extend")
    nurse.write("extend_day", f"{due:%d.%m.%Y}")
    nurse.write("extend_reason", "Legen vil se to uker til.")
    nurse.press("save_small")
    nurse.until(lambda: f"tilbake {due:%d.%m.%Y}" in shelf(nurse, METER), "the later day")

    lost(nurse)
    nurse.press("toast_undo")
    nurse.until(lambda: nurse.has("device_take_back"), "that it is lent as before")
    assert WHO in shelf(nurse, METER)
    lost(nurse)
    later(nurse, day_clock, 20)
    nurse.press("device_found")
    nurse.write("move_reason", "Lå i jakkelommen.")
    nurse.press("save_small")
    nurse.until(lambda: nurse.has("device_inspect"), "that it is to be looked over")
    card = open_device(nurse, METER)
    assert "Lå i jakkelommen." in card
    assert "Glemt på bussen." in card


def lost(nurse: Nurse) -> None:
    """It is reported lost on its card, with a reason."""
    nurse.press("open_more")
    nurse.press("device_lost_loan")
    nurse.write("move_reason", "Glemt på bussen.")
    nurse.press("save_small")
    nurse.until(lambda: nurse.has("device_found"), "that it is lost")
