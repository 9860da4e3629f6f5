"""What is done in the store of equipment: open a card, go over the steps, hand out, take in."""

from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QWidget

from station.training import door
from station.views.prints.viewer import Viewer
from tests.journeys.driver import Nurse, lines_of, visible

READY, LENT = "Klar til utlån", "Lånt ut"


def at_the_store(nurse: Nurse) -> None:
    """Signs in on the training day and goes to the page of equipment."""
    nurse.sign_in(door.USER, door.PASSWORD)
    nurse.until(lambda: nurse.has("worklist"), "the worklist")
    to_the_store(nurse)


def to_the_store(nurse: Nurse) -> None:
    """Goes to the page of equipment, with everything in the list."""
    nurse.go("equipment")
    nurse.until(lambda: nurse.has("equipment_search"), "the search")
    nurse.write("equipment_search", "")
    nurse.settle()


def read(nurse: Nurse, within: str = "") -> str:
    """What can be read there, with plain blanks."""
    return nurse.words(within).replace("\N{NO-BREAK SPACE}", " ")


def shelf(nurse: Nurse, name: str) -> str:
    """What the list of equipment says of a device."""
    view = nurse.find("equipment_list", QAbstractItemView)
    return next((line for line in lines_of(view) if name in line), "")


def open_device(nurse: Nurse, name: str) -> str:
    """Opens a device's card from the list, and gives what stands on it."""
    to_the_store(nurse)
    nurse.write("equipment_search", name)
    nurse.settle()
    nurse.pick("equipment_list", name)
    nurse.until(lambda: nurse.has("device_title") and nurse.words("device_title") == name, name)
    nurse.settle()
    return nurse.words("device_panel")


def scan(nurse: Nurse, code: str) -> None:
    """A label scanner types a code where the keyboard stands, without a pause, and Enter."""
    for letter in code:
        QTest.keyClicks(nurse.window.focusWidget(), letter)
    QTest.keyClick(nurse.window.focusWidget(), Qt.Key.Key_Return)
    nurse.settle()


def step_names(nurse: Nurse, checklist: str) -> list[str]:
    """The codes of the steps that stand in a checklist."""
    top: QWidget = nurse.find(checklist)
    return [
        each.objectName().removeprefix("step_")
        for each in visible(top)
        if each.objectName().startswith("step_") and each.objectName() not in _NO_STEPS
    ]


_NO_STEPS = frozenset({"step_why", "step_note", "step_say", "step_leave"})


def tick_step(nurse: Nurse, step: str, how: str = "") -> None:
    """Says yes to a step; where it asks how it was done, says that."""
    nurse.press(f"yes_{step}")
    if nurse.has("step_note"):
        assert how, f"{step} asks how: {nurse.words('step_why')}"
        nurse.write("step_note", how)
        nurse.press("step_say")
    nurse.settle()


def refuse_step(nurse: Nurse, step: str, why: str) -> None:
    """Says what is wrong with a step."""
    nurse.press(f"no_{step}")
    nurse.write("step_note", why)
    nurse.press("step_say")


def make_ready(nurse: Nurse, name: str) -> None:
    """Ticks every preparing step on a device's card, until it is ready."""
    open_device(nurse, name)
    nurse.press("device_prepare")
    nurse.until(lambda: nurse.has("prepare_steps"), "the steps")
    for step in step_names(nurse, "prepare_steps"):
        tick_step(nurse, step, "Nytt fra esken, ingenting er lagret.")
    nurse.press("device_ready")
    nurse.until(lambda: nurse.has("device_hand_out"), f"{name} ready")


def hand_out_to(nurse: Nurse, patient: str) -> None:
    """Chooses the patient who borrows, on the page of handing out."""
    nurse.until(lambda: nurse.has("pick_patient") or nurse.has("who_name"), "who borrows")
    nurse.write("pick_patient", patient)
    nurse.until(lambda: nurse.has("pick_hit"), patient)
    nurse.press("pick_hit")
    nurse.until(lambda: nurse.words("who_name") == patient, patient)
    nurse.settle()


def goes_out(nurse: Nurse) -> str:
    """Hands out what stands there, and gives the words beside the receipt."""
    nurse.press("hand_out")
    nurse.until(lambda: nurse.has("handed_out"), "that it is handed out")
    nurse.settle()
    return nurse.words("handout_done")


def came_in(nurse: Nurse, name: str, *, on: bool = True) -> None:
    """Ticks what came in, by its name."""
    top: QWidget = nurse.find("taking_in")
    box = next(
        each
        for each in visible(top)
        if isinstance(each, QCheckBox)
        and name in each.text()
        and each.objectName().startswith("came_")
    )
    if box.isChecked() != on:
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
    nurse.settle()


def saved_print(nurse: Nurse, within: str, path: Path) -> bytes:
    """The print that is shown, as it lies in the file that it was saved in."""
    viewer: object = nurse.find(within).findChild(Viewer)
    assert isinstance(viewer, Viewer)
    nurse.until(lambda: viewer.made is not None, "the print")
    viewer.save_at(str(path))
    nurse.settle()
    return path.read_bytes()


def page_text(pdf: bytes) -> str:
    """The words of all pages, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[at].get_textpage().get_text_bounded() for at in range(len(document)))
    document.close()
    return " ".join(text.split())


def page_codes(pdf: bytes) -> list[str]:
    """The codes on the first page, read off its picture."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = np.ascontiguousarray(document[0].render(scale=3, grayscale=True).to_numpy().squeeze())
    document.close()
    return [found.text for found in zxingcpp.read_barcodes(drawn)]


def chosen_device(nurse: Nurse, name: str, scanned: str = "") -> None:
    """Puts a device among those that go out: found by name, or by what a scanner reads."""
    nurse.write("handout_scan", scanned or name)
    nurse.settle()
    if scanned:
        QTest.keyClick(nurse.find("handout_scan"), Qt.Key.Key_Return)
    else:
        nurse.press("handout_hit")
    nurse.settle()
    assert name in nurse.words("handout_device") or name in nurse.words("handout_devices")


def broken_too(nurse: Nurse, name: str) -> None:
    """Says of a tablet that came in that it is broken and cannot be emptied."""
    line = next(
        each
        for each in visible(nurse.find("taking_in"))
        if each.objectName().startswith("loan_") and name in nurse.words(each.objectName())
    )
    box = next(each for each in visible(line) if each.objectName().startswith("broken_"))
    nurse.tick(box.objectName())
