"""The assistant: ready, chosen, paired by keyboard alone, and everything that can go wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from station.devices.models import MODELS, PICTURES
from station.services.equipment.meter_models import known_models
from station.services.radio.listening_news import Done, PairWish, PasskeyAsked, Progress, Standing
from station.views.equipment.pictures import is_drawn, picture_parts
from station.views.pairing.choosing import ready_steps, rest_steps
from tests.equipment_office import BRYGGE, RadioDesk
from tests.radio_double import NEAR, seen

OTHER = "C0:26:DA:00:00:02"


def begun(desk: RadioDesk, subject: str | None = None) -> None:
    """The page comes to the front."""
    desk.page.opened(subject)
    desk.calm()


def running(desk: RadioDesk) -> str:
    """A new device is being paired for Rask Elg, whose id is given."""
    patient = desk.patient()
    desk.near(seen())
    begun(desk, f"patient/{patient}")
    desk.pick("pair_list", "Nonin3230")
    desk.write("pair_name", "O-14")
    desk.press("pair_start")
    return patient


def test_every_picture_that_a_step_asks_for_is_drawn() -> None:
    assert [code for code in sorted(PICTURES) if not is_drawn(code)] == []
    plain = {model.kind.value: picture_parts(model.kind.value, "") for model in MODELS}
    assert len(set(plain.values())) == len(plain)


@pytest.mark.parametrize("model", known_models(), ids=lambda model: model.code)
def test_the_steps_of_a_model_are_told_before_and_after_the_choice(model: object) -> None:
    before, after = ready_steps(model), rest_steps(model)  # type: ignore[arg-type]
    assert before
    assert len(before) + len(after) + 1 == len(model.steps)  # type: ignore[attr-defined]


def test_the_steps_of_what_is_near_stand_there_with_pictures(desk: RadioDesk) -> None:
    desk.near(seen())
    begun(desk)
    assert desk.find(QComboBox, "pair_model").currentData() == "nonin_3230"
    cards = [desk.find(QWidget, f"pair_step_{number}") for number in (1, 2, 3)]
    assert "oximeter" in cards[2].accessibleName()
    assert all(card.findChild(QWidget, "step_picture") for card in cards)


def test_a_model_that_was_chosen_stays(desk: RadioDesk) -> None:
    begun(desk)
    box = desk.find(QComboBox, "pair_model")
    box.setCurrentIndex(box.findData("accu_chek_guide"))
    box.activated.emit(box.currentIndex())
    desk.near(seen())
    assert box.currentData() == "accu_chek_guide"


def test_a_new_device_is_paired_for_a_patient_by_keyboard_alone(desk: RadioDesk) -> None:
    patient = desk.patient()
    desk.near(seen())
    begun(desk, f"patient/{patient}")
    assert "Rask Elg" in desk.words()
    desk.pick("pair_list", "Nonin3230")
    assert desk.find(QWidget, "pair_patient").text() == "Rask Elg"  # type: ignore[attr-defined]
    desk.write("pair_name", "O-14")
    desk.write("pair_serial", "501883022", enter=True)
    wish = PairWish(NEAR.address, "nonin_3230", "", patient, "501883022", "O-14")
    assert desk.radio.asked == [("pair", wish)]
    desk.tell(Progress(NEAR.address, "", "Pairing", 0, 0))
    assert desk.find(QWidget, "device_stage").text() == "Pairing"  # type: ignore[attr-defined]
    desk.tell(Done(NEAR.address, "d1", "pair", "", "The device is paired."))
    assert "O-14 is paired" in desk.words()
    button = desk.find(QPushButton, "pair_measure")
    assert button.hasFocus() or not desk.page.isActiveWindow()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert desk.heard.went == [("measure_now", "device/d1")]


def test_what_is_paired_and_not_ready_leads_to_its_card(desk: RadioDesk) -> None:
    patient = desk.patient()
    desk.near(seen())
    begun(desk, f"patient/{patient}")
    desk.pick("pair_list", "Nonin3230")
    desk.write("pair_name", "O-14", enter=True)
    why = "It was not lent: O-14 is not ready to be lent."
    desk.tell(Done(NEAR.address, "d1", "pair", "device_not_ready", why, paired=True))
    assert {"O-14 is paired", why} <= set(desk.words())
    assert not desk.shows(QPushButton, "pair_again")
    desk.press("pair_card")
    assert desk.heard.went == [("equipment", "d1")]


def test_a_device_needs_a_name(desk: RadioDesk) -> None:
    desk.near(seen())
    begun(desk, f"near/{NEAR.address}")
    desk.press("pair_start")
    assert "as its label says" in desk.find(QLineEdit, "pair_name").accessibleDescription()
    assert desk.radio.asked == []


def test_two_of_one_model_are_told_apart(desk: RadioDesk) -> None:
    patient = desk.patient(BRYGGE)
    device = desk.device(to=patient, serial="501883099", address=OTHER)
    lent = seen(
        address=OTHER,
        device_id=device,
        patient_id=patient,
        patient="Stille Brygge",
        standing=Standing.LENT,
        bars=1,
    )
    desk.near(seen(), lent)
    begun(desk)
    hint = desk.find(QWidget, "pair_twins").accessibleName()
    assert hint.startswith("2 devices of the same model are in range.")
    first, second = desk.lines("pair_list")[1:]
    assert first.startswith("O-12 · 501883099, Lent to Stille Brygge")
    assert "strong signal" in second
    desk.near(seen())
    assert not desk.shows(QWidget, "pair_twins")


def test_what_somebody_else_has_is_not_paired_for_another(desk: RadioDesk) -> None:
    owner, patient = desk.patient(BRYGGE), desk.patient()
    device = desk.device(to=owner, address=OTHER)
    desk.near(
        seen(
            address=OTHER,
            device_id=device,
            patient_id=owner,
            patient="Stille Brygge",
            standing=Standing.LENT,
        )
    )
    begun(desk, f"patient/{patient}")
    desk.pick("pair_list", "O-12")
    said = desk.find(QWidget, "pair_refused").accessibleName()
    assert said == "O-12 is lent to Stille Brygge. Take it back before it is lent again."
    assert not desk.find(QPushButton, "pair_start").isEnabled()
    desk.press("pair_back")
    assert desk.shows(QWidget, "pair_list")


def test_a_lent_device_that_is_paired_again_stays_with_who_has_it(desk: RadioDesk) -> None:
    patient = desk.patient()
    device = desk.device(to=patient, address=OTHER)
    here = seen(address=OTHER, device_id=device, patient_id=patient, patient="Rask Elg")
    desk.near(here, seen(model="and_uc_352ble", name="A&D", address="C0:26:DA:00:00:07"))
    begun(desk, f"device/{device}")
    assert len(desk.lines("pair_list")) == 2
    assert not desk.shows(QPushButton, "who_other")
    desk.pick("pair_list", "O-12")
    desk.press("pair_start")
    wish = PairWish(OTHER, "nonin_3230", device, patient)
    assert desk.radio.asked == [("pair", wish)]


def test_a_registered_device_in_the_store_can_be_chosen(desk: RadioDesk) -> None:
    device = desk.device(name="O-13")
    desk.near(seen())
    begun(desk, f"near/{NEAR.address}")
    box = desk.find(QComboBox, "pair_as")
    box.setCurrentIndex(box.findData(device))
    assert not desk.shows(QLineEdit, "pair_name")
    desk.press("pair_start")
    assert desk.radio.asked == [("pair", PairWish(NEAR.address, "nonin_3230", device))]


@pytest.mark.parametrize("text", ["12345", ""])
def test_too_few_digits_are_asked_for_again(desk: RadioDesk, text: str) -> None:
    running(desk)
    desk.tell(PasskeyAsked(NEAR.address))
    desk.write("pair_digits", text, enter=True)
    assert desk.find(QLineEdit, "pair_digits").accessibleDescription() == "Write all six digits."
    assert len(desk.radio.asked) == 1


def test_the_digits_on_the_device_are_typed_here(desk: RadioDesk) -> None:
    running(desk)
    desk.tell(PasskeyAsked(NEAR.address))
    desk.write("pair_digits", "12x34 56", enter=True)
    assert desk.radio.asked[-1] == ("passkey", NEAR.address, "123456")
    assert not desk.shows(QLineEdit, "pair_digits")


@pytest.mark.parametrize(("name", "answer"), [("pair_same", "yes"), ("pair_other_digits", "")])
def test_digits_on_both_are_compared(desk: RadioDesk, name: str, answer: str) -> None:
    running(desk)
    desk.tell(PasskeyAsked(NEAR.address, "confirm", "012345"))
    assert desk.find(QWidget, "pair_shown").accessibleName() == "012 345"
    desk.press(name)
    assert desk.radio.asked[-1] == ("passkey", NEAR.address, answer)


def test_digits_to_type_on_the_device_are_shown_large(desk: RadioDesk) -> None:
    running(desk)
    desk.tell(PasskeyAsked(NEAR.address, "shown", "987654"))
    assert desk.find(QWidget, "pair_shown").accessibleName() == "987 654"
    assert not desk.shows(QPushButton, "pair_same")


def test_without_encryption_only_after_somebody_has_agreed(desk: RadioDesk) -> None:
    patient = running(desk)
    desk.tell(Done(NEAR.address, "", "pair", "not_encrypted", "It was not encrypted."))
    go = desk.find(QPushButton, "pair_unencrypted")
    assert not go.isEnabled()
    QTest.keyClick(go, Qt.Key.Key_Space)
    assert len(desk.radio.asked) == 1
    QTest.keyClick(desk.find(QCheckBox, "pair_agree"), Qt.Key.Key_Space)
    desk.press("pair_unencrypted")
    wish = PairWish(NEAR.address, "nonin_3230", "", patient, "", "O-14", unencrypted=True)
    assert desk.radio.asked[-1] == ("pair", wish)


def test_a_wrong_pin_is_a_sentence_and_it_can_be_tried_again(desk: RadioDesk) -> None:
    running(desk)
    desk.tell(PasskeyAsked(NEAR.address, "passkey", ""))
    desk.tell(Done(NEAR.address, "", "pair", "pin_wrong", "The code was not right."))
    assert "O-14 is not paired" in desk.words()
    assert desk.find(QWidget, "pair_outcome").accessibleName() == "The code was not right."
    desk.press("pair_again")
    assert desk.radio.asked[0] == desk.radio.asked[1]
    desk.tell(Done(NEAR.address, "", "pair", "lost", "The connection was lost."))
    desk.press("pair_other")
    assert desk.shows(QWidget, "pair_list")


def test_pairing_can_be_stopped_and_left(desk: RadioDesk) -> None:
    running(desk)
    desk.press("device_stop")
    assert desk.radio.busy[0].cancelled
    desk.press("leave_pairing")
    assert desk.heard.went == [("equipment", None)]


def test_news_of_another_device_change_nothing(desk: RadioDesk) -> None:
    running(desk)
    desk.tell(PasskeyAsked(OTHER), Done(OTHER, "", "pair", "", "Paired."))
    assert desk.shows(QWidget, "pair_run")
    assert not desk.shows(QLineEdit, "pair_digits")


def test_what_is_under_way_goes_on_when_one_comes_back(desk: RadioDesk) -> None:
    running(desk)
    begun(desk)
    assert desk.shows(QWidget, "pair_run")


def test_after_one_device_comes_the_next(desk: RadioDesk) -> None:
    running(desk)
    desk.tell(Done(NEAR.address, "d1", "pair", "", "Paired."))
    desk.press("pair_another")
    assert desk.shows(QWidget, "pair_list")
    desk.pick("pair_list", "Nonin3230")
    desk.write("pair_name", "O-15")
    desk.press("pair_start")
    desk.tell(Done(NEAR.address, "d2", "pair", "", "Paired."))
    desk.press("pair_card")
    assert desk.heard.went == [("equipment", "d2")]


def test_a_tablet_is_no_meter_to_pair(desk: RadioDesk) -> None:
    tablet = desk.device("tablet", "T-07", address=OTHER)
    desk.near(seen(address=OTHER, device_id=tablet, model=""), seen())
    begun(desk)
    assert len(desk.lines("pair_list")) == 2
