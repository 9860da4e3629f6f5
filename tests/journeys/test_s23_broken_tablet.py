"""S23: a tablet comes back cracked and not emptied: not to the store, and another in its place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import listens
from tests.journeys.store import (
    at_the_store,
    broken_too,
    came_in,
    goes_out,
    make_ready,
    open_device,
    read,
    refuse_step,
    shelf,
    step_names,
    tick_step,
)
from tests.journeys.tablet import InHand, handed_out
from tests.journeys.work import GREEN, later, stands

WHO = "Klar Nordavind"
NAME, SPARE = "Nettbrett 9", "Nettbrett 2"


@pytest.fixture
def lent(private_bus: PrivateRadio, training: Nurse, day_clock: FixedClock) -> InHand:
    """A tablet is in the register, was made ready, and is handed out by the screen's code."""
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    nurse.until(lambda: nurse.has("worklist"), "the worklist")
    stands(nurse, WHO, GREEN)
    listens(nurse, private_bus)
    tablet = InHand(private_bus, day_clock)
    nurse.go("equipment")
    nurse.press("new_device")
    nurse.write("device_name", NAME)
    nurse.choose("device_kind", "ettbrett")
    nurse.key("Ctrl+S")
    nurse.until(lambda: nurse.has("device_tablet"), "the tablet's card")
    make_ready(nurse, NAME)
    nurse.press("device_tablet")
    nurse.until(lambda: nurse.has("tablet_state"), "how things stand with it")
    handed_out(nurse, tablet, WHO)
    tablet.goes_home()
    return tablet


def taken_in(nurse: Nurse) -> None:
    """It lies on the desk: refused until somebody says that it cannot be emptied."""
    open_device(nurse, NAME)
    nurse.press("device_take_back")
    nurse.until(lambda: nurse.has("taking_in"), "what came in")
    came_in(nurse, NAME)
    nurse.press("take_in")
    nurse.until(lambda: nurse.has("taking_in_refused"), "why it is not taken in")
    assert "tømt" in read(nurse, "taking_in_refused"), read(nurse, "taking_in_refused")
    broken_too(nurse, NAME)
    nurse.write("take_back_note", "Falt i gulvet hjemme.")
    nurse.press("take_in")
    nurse.until(lambda: nurse.has("inspecting"), "the looking over")


def looked_over(nurse: Nurse, tmp_path: Path) -> None:
    """Back to the store is refused with each step named, whatever else is ticked."""
    steps = step_names(nurse, "return_steps")
    assert {"undamaged", "wiped"} <= set(steps)
    nurse.press("to_in_store")
    nurse.until(lambda: nurse.has("inspect_refused"), "why not")
    left = read(nurse, "inspect_left")
    for words in ("Tømt for målinger", "Uskadd"):
        assert words.lower() in left.lower(), left
    for step in steps:
        if step == "undamaged":
            refuse_step(nurse, step, "Sprekk i glasset")
        elif step == "wiped":
            refuse_step(nurse, step, "Slår seg ikke på")
        else:
            tick_step(nurse, step)
    nurse.press("to_in_store")
    nurse.until(lambda: nurse.has("inspect_refused"), "why not")
    refused = read(nurse, "inspect_refused").lower()
    assert "tømt for målinger" in refused, refused
    assert "uskadd" in refused, refused
    photographed(nurse, tmp_path)
    nurse.write("inspect_cost", "1 250")
    nurse.press("to_repair")
    nurse.until(lambda: nurse.has("sent"), "what comes next")


def photographed(nurse: Nurse, folder: Path) -> None:
    """The crack is photographed; a file that is no photo is refused in a sentence first."""
    torn, photo = folder / "sprekk.png", folder / "sprekk.jpg"
    torn.write_bytes(b"no photo")
    drawn = QImage(640, 480, QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.gray)
    assert drawn.save(str(photo))
    for path in (torn, photo):
        nurse.press("inspect_photo")
        dialog = nurse.window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        dialog.close()
        nurse.settle()
        if path is torn:
            nurse.until(lambda: "bilde" in read(nurse, "inspect_refused"), "that it is no photo")
    nurse.until(lambda: nurse.has("photos"), "the photo")


def replaced(nurse: Nurse) -> None:
    """Another one goes out to the same borrower, with a receipt of its own."""
    nurse.press("sent_replace")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    assert nurse.words("who_name") == WHO
    assert not nurse.has("who_other")
    assert NAME in read(nurse, "handout_fill")
    # What is ready of the same kind is offered.
    nurse.until(lambda: SPARE in read(nurse, "handout_hit"), "the spare one")
    nurse.press("handout_hit")
    assert SPARE in read(nurse, "handout_device")
    nurse.choose("home_mobile", "God")
    words = goes_out(nurse)
    assert WHO in words
    assert SPARE in words.replace("\N{NO-BREAK SPACE}", " ")


def test_s23_a_broken_tablet_goes_to_repair_and_another_takes_its_place(
    training: Nurse,
    lent: InHand,
    private_bus: PrivateRadio,
    day_clock: FixedClock,
    tmp_path: Path,
) -> None:
    nurse = training
    later(nurse, day_clock, 5)
    taken_in(nurse)
    nurse.restart()
    at_the_store(nurse)
    assert "sjekkes" in shelf(nurse, NAME), shelf(nurse, NAME)
    open_device(nurse, NAME)
    nurse.press("device_inspect")
    nurse.until(lambda: nurse.has("inspecting"), "the looking over")
    assert "Falt i gulvet hjemme." in read(nurse, "inspecting")
    looked_over(nurse, tmp_path)
    replaced(nurse)

    assert "reparasjon" in open_device(nurse, NAME)
    assert not nurse.has("device_hand_out")
    assert WHO in read(nurse, "device_loans")
    assert WHO in open_device(nurse, SPARE)
    the_key_is_worth_nothing(nurse, lent, private_bus, day_clock)


def the_key_is_worth_nothing(
    nurse: Nurse, tablet: InHand, bus: PrivateRadio, clock: FixedClock
) -> None:
    """Its page says so, and should it wake up in the office nothing is taken from it."""
    open_device(nurse, NAME)
    nurse.press("device_tablet")
    nurse.until(lambda: nurse.has("tablet_state"), "how things stand with it")
    assert not nurse.has("tablet_lend")
    assert not nurse.has("tablet_fetch")
    listens(nurse, bus)
    tablet.measures("spo2", 81)
    connections = tablet.radio.connections
    tablet.comes_back()
    nurse.until(lambda: nurse.station.listening.in_range().seen, "the tablet in range")
    later(nurse, clock, 2)
    nurse.settle()
    assert len(tablet.disk.entries) == 1
    assert tablet.radio.connections == connections
    assert nurse.find("tablet_state", QWidget).isVisible()
