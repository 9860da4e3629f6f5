"""S9: tablet and oximeter leave the store: whole, with a receipt, and only once."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from station.core.clock import FixedClock
from station.core.formats import day
from station.core.zone import day_of
from tests.journeys.driver import Nurse, visible
from tests.journeys.store import (
    at_the_store,
    chosen_device,
    goes_out,
    hand_out_to,
    make_ready,
    open_device,
    page_codes,
    page_text,
    read,
    saved_print,
    shelf,
    to_the_store,
)
from tests.journeys.work import later

WHO, OTHER = "Grønn Bro", "Blid Trapp"
OXIMETER, TABLET = "Oksymeter 4", "Nettbrett 9"
SERIALS = ("OX-1004", "NB-7009")
DAUGHTER = "Lett Bro"


@pytest.fixture
def store(training: Nurse) -> Nurse:
    """Signed in, on the page of equipment."""
    at_the_store(training)
    return training


def registered(nurse: Nurse) -> None:
    """A new tablet is written into the register, with a serial number that was mistyped first."""
    nurse.press("new_device")
    nurse.write("device_name", TABLET)
    nurse.choose("device_kind", "ettbrett")
    nurse.write("device_serial", "NB-7002")
    nurse.key("Ctrl+S")
    taken = "står alt i registeret, som Nettbrett 2"
    nurse.until(lambda: taken in read(nurse, "device_form"), "whose number it is")
    assert nurse.find("device_name", QLineEdit).text() == TABLET
    nurse.write("device_serial", SERIALS[1])
    nurse.key("Ctrl+S")
    nurse.until(lambda: nurse.has("device_tablet"), "the tablet's card")


def trained(nurse: Nurse) -> None:
    """The patient and her daughter were shown how it is used; a name is forgotten first."""
    for _ in range(2):
        nurse.press("add_training")
    boxes = [each for each in visible(nurse.find("teaching")) if each.objectName() == "training"]
    assert len(boxes) == 2
    for name in ("Måle med apparatet", "Lading og batterier"):
        nurse.tick(name)
    nurse.press("hand_out")
    nurse.until(lambda: nurse.has("handout_said"), "what is forgotten")
    assert "opplæring" in nurse.words("handout_said")
    focus = nurse.window.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.objectName() == "training_person"
    focus.setText(DAUGHTER)


def filled_in(nurse: Nurse) -> None:
    """From the oximeter's card: who borrows, the tablet too, the home, and the training."""
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    chosen_device(nurse, TABLET)
    nurse.tick("with_charger")
    # What is asked on this page is missing, too: it does not say that nothing is.
    assert "Ingenting mangler" not in nurse.words("needs")
    assert "nett" in nurse.words("needs")
    nurse.choose("home_wifi", "God")
    nurse.choose("home_mobile", "Svak")
    due = day_of(nurse.clock.now()) + timedelta(days=90)
    nurse.write("handout_due", f"{due:%d.%m.%Y}")
    trained(nurse)


def asserts_lent(nurse: Nurse) -> None:
    """List and cards say who has them, also that nobody else can get them."""
    for name in (OXIMETER, TABLET):
        card = open_device(nurse, name)
        assert WHO in card, card
        assert nurse.has("device_take_back")
        assert not nurse.has("device_hand_out")
        assert WHO in shelf(nurse, name)


def test_s09_tablet_and_oximeter_are_prepared_and_handed_out_with_a_receipt_once(
    store: Nurse, day_clock: FixedClock, tmp_path: Path
) -> None:
    nurse = store
    registered(nurse)
    make_ready(nurse, TABLET)
    make_ready(nurse, OXIMETER)
    filled_in(nurse)
    words = goes_out(nurse)
    assert WHO in words
    pdf = saved_print(nurse, "handout_done", tmp_path / "kvittering.pdf")
    text = page_text(pdf)
    code = next(word for word in text.split() if word.startswith("KV-"))
    assert page_codes(pdf) == [code, code]
    assert code in words
    for said in (*SERIALS, OXIMETER, TABLET, "lader"):
        assert text.count(said) >= 2, f"{said} in both halves: {text}"
    nurse.press("receipt_signed")
    nurse.until(lambda: not nurse.find("receipt_signed").isEnabled(), "that it is noted")
    asserts_lent(nurse)

    later(nurse, day_clock, 3)
    nurse.restart()
    at_the_store(nurse)
    asserts_lent(nurse)


def test_s09_a_lent_device_cannot_be_lent_again_from_another_page(
    store: Nurse, day_clock: FixedClock
) -> None:
    nurse = store
    make_ready(nurse, OXIMETER)
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    goes_out(nurse)
    nurse.press("done_another")
    nurse.until(lambda: nurse.has("pick_patient"), "the page, empty")
    hand_out_to(nurse, OTHER)
    chosen_device(nurse, OXIMETER, scanned=SERIALS[0])
    since = day(day_of(day_clock.now()))
    assert since in nurse.words("missing_already_lent"), nurse.words("needs")
    nurse.press("hand_out")
    nurse.until(lambda: nurse.has("handout_said"), "that it cannot")
    assert since in nurse.words("handout_said")
    assert not nurse.has("handed_out")
    open_device(nurse, OXIMETER)
    assert WHO in nurse.words("device_panel")
    assert OTHER not in nurse.words("device_panel")


def test_r20_r78_the_app_on_the_patients_own_device_is_no_equipment(store: Nurse) -> None:
    nurse = store
    count = nurse.words("equipment_count")
    open_device(nurse, "Oksymeter 3")
    nurse.press("device_hand_out")
    nurse.until(lambda: nurse.has("hand_out"), "the page of handing out")
    hand_out_to(nurse, WHO)
    nurse.press("own_device")
    nurse.until(lambda: nurse.has("own_device_form"), "the form")
    nurse.write("own_name", "Eget nettbrett")
    nurse.choose("home_wifi", "God", "own_device_form")
    nurse.press("add_training", "own_device_form")
    nurse.press("save_small", "own_device_form")
    nurse.until(lambda: nurse.has("handed_out"), "that the app is in place")
    assert WHO in nurse.words("handout_done")
    to_the_store(nurse)
    assert nurse.words("equipment_count") == count
