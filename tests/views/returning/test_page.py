"""Equipment that comes in: scanned, taken in whole or in part, looked over, and sent on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget

from station.core.trouble import Trouble
from station.rules.equipment import DeviceState
from station.rules.labelcode import label_of
from station.services.handing_out.homes import HomeDetails
from station.services.handing_out.values import OwnDevice
from station.views.returning.inspecting import Inspecting
from tests.equipment_office import BRYGGE, NURSE, RadioDesk
from tests.store_room import look_over

LABEL, OTHER = label_of(42), label_of(43)


def scan(desk: RadioDesk, text: str) -> None:
    """What a label scanner types while the keyboard stands on the list."""
    desk.opener.clock.advance(1000)
    to = desk.find(QListView, "take_back_list")
    to.setFocus()
    QTest.keyClicks(to, text)
    QTest.keyClick(to, Qt.Key.Key_Return)
    desk.calm()


def lent(desk: RadioDesk, *, patient: str = "") -> tuple[str, str, str]:
    """A scale and a meter that a patient has; gives their ids, and hers."""
    patient = patient or desk.patient()
    scale = desk.device("scale", "V-1", to=patient, label=LABEL)
    cuff = desk.device("cuff", "B-1", to=patient, label=OTHER)
    return scale, cuff, patient


def answer(desk: RadioDesk, code: str, key: Qt.Key) -> None:
    """Press a letter while the keyboard stands on a step."""
    line = desk.find(QWidget, f"step_{code}")
    line.setFocus()
    desk.opener.clock.advance(1000)
    QTest.keyClick(line, key)
    wedge = desk.page.wedge  # type: ignore[attr-defined]
    desk.qtbot.waitUntil(lambda: not wedge.waiting, timeout=3000)
    desk.calm()


def tick_all(desk: RadioDesk) -> None:
    """Yes to every step, by Space."""
    panel = desk.page.front  # type: ignore[attr-defined]
    assert isinstance(panel, Inspecting)
    for step in panel.going_over.steps:
        line = desk.find(QWidget, f"step_{step.step}")
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Space)
        desk.calm()


def state(desk: RadioDesk, device: str) -> DeviceState:
    """Where a device is."""
    return desk.row(device).state


def test_nothing_out_is_said(desk: RadioDesk) -> None:
    desk.page.opened(None)
    desk.calm()
    assert "Nothing is out, and nothing waits to be looked over." in desk.words()


def test_what_waits_to_be_looked_over_stands_before_what_is_out(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.station.lending.take_back(NURSE, desk.row(scale).loan_id or "")
    desk.device("scale", "V-9")
    desk.page.opened(None)
    desk.calm()
    assert [line.split(" ·")[0].split(",")[0] for line in desk.lines("take_back_list")] == [
        "V-1",
        "B-1",
    ]


def test_one_of_two_is_taken_in_looked_over_and_back_in_the_store(desk: RadioDesk) -> None:
    scale, cuff, _patient = lent(desk)
    desk.page.opened(f"loan/{desk.row(scale).loan_id}")
    desk.calm()
    assert desk.find(QCheckBox, f"came_{scale}").isChecked()
    assert not desk.find(QCheckBox, f"came_{cuff}").isChecked()
    desk.press("take_in")
    assert desk.heard.said == ["1 device is taken in"]
    assert (state(desk, scale), state(desk, cuff)) == (DeviceState.RETURNED, DeviceState.LENT)
    tick_all(desk)
    assert "Every step is ticked." in desk.words()
    desk.press("to_in_store")
    assert state(desk, scale) is DeviceState.IN_STORE
    assert desk.heard.said[-1] == "V-1 is in the store"


def test_the_store_is_refused_with_the_missing_steps_named(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    answer(desk, "complete", Qt.Key.Key_Y)
    desk.press("to_in_store")
    said = desk.find(QWidget, "inspect_refused").accessibleName()
    assert "Undamaged" in said
    assert "All parts are there" not in said
    assert state(desk, scale) is DeviceState.RETURNED


def test_letters_answer_the_step_that_the_keyboard_stands_on(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    answer(desk, "complete", Qt.Key.Key_S)
    assert "Not for this device" in desk.find(QWidget, "step_complete").accessibleName()
    answer(desk, "undamaged", Qt.Key.Key_N)
    desk.write("step_note", "Crack in the glass", enter=True)
    told = desk.find(QWidget, "step_undamaged").accessibleName()
    assert "Not in order: Crack in the glass" in told
    assert desk.find(QPushButton, "to_repair").property("kind") == "primary"


def test_what_is_broken_goes_to_repair_and_another_is_handed_out(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    loan = desk.row(scale).loan_id
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    answer(desk, "undamaged", Qt.Key.Key_N)
    desk.write("step_note", "Crack in the glass", enter=True)
    desk.find(QLineEdit, "inspect_cost").setText("1 250")
    desk.press("to_repair")
    assert state(desk, scale) is DeviceState.REPAIR
    (newest, *_) = desk.station.equipment.moves(NURSE, scale)
    assert newest.reason == "Crack in the glass"
    (going_over, *_) = desk.station.checks.rounds(NURSE, scale)
    assert going_over.cost_ore == 125_000
    desk.press("sent_replace")
    assert desk.heard.went == [("hand_out", f"replace/{loan}")]
    desk.press("sent_onwards")
    assert desk.shows(QWidget, "state_empty")


def test_a_repair_without_a_word_and_a_cost_that_is_none_are_asked_about(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    desk.find(QLineEdit, "inspect_cost").setText("much")
    desk.press("to_repair")
    assert any("Write kroner with figures" in each for each in desk.words())
    desk.find(QLineEdit, "inspect_cost").setText("")
    desk.press("to_repair")
    assert "Write in a few words why." in desk.words()
    desk.find(QPlainTextEdit, "inspect_note").setPlainText("Does not switch on")
    desk.press("to_repair")
    assert state(desk, scale) is DeviceState.REPAIR


def test_several_that_are_scanned_are_taken_in_together_and_looked_over_in_turn(
    desk: RadioDesk,
) -> None:
    scale, cuff, _patient = lent(desk)
    desk.page.opened(None)
    desk.calm()
    scan(desk, LABEL)
    scan(desk, OTHER)
    desk.press("take_in")
    assert desk.heard.said == ["2 devices are taken in"]
    assert any("1 more waits after this." in each for each in desk.words())
    first = desk.page.front.card.row.id  # type: ignore[attr-defined]
    tick_all(desk)
    desk.press("to_in_store")
    second = desk.page.front.card.row.id  # type: ignore[attr-defined]
    assert {first, second} == {scale, cuff}
    desk.press("to_cleaning")
    assert state(desk, second) is DeviceState.CLEANING


def test_two_borrowers_can_bring_at_once(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    other = desk.device("thermometer", "T-1", to=desk.patient(BRYGGE), label=label_of(44))
    desk.page.opened(None)
    desk.calm()
    scan(desk, LABEL)
    scan(desk, label_of(44))
    assert {"Rask Elg", "Stille Brygge"} <= set(desk.words())
    desk.press("take_in")
    assert {state(desk, scale), state(desk, other)} == {DeviceState.RETURNED}


def test_taking_in_is_taken_back_for_all_at_once(desk: RadioDesk) -> None:
    scale, cuff, patient = lent(desk)
    desk.opener.clock.advance(1000)
    desk.page.opened(f"patient/{patient}")
    desk.calm()
    for device in (scale, cuff):
        desk.find(QCheckBox, f"came_{device}").setChecked(True)
    desk.press("take_in")
    back = desk.heard.undo[-1]
    back()  # type: ignore[operator]
    desk.calm()
    assert desk.heard.said[-1] == "Taken back: they are lent as before"
    assert {state(desk, scale), state(desk, cuff)} == {DeviceState.LENT}


def test_a_return_without_a_loan_says_so_and_changes_nothing(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1", label=LABEL)
    desk.page.opened(None)
    desk.calm()
    scan(desk, LABEL)
    assert "V-1 is not lent: In the store. Nothing was changed." in desk.words()
    assert state(desk, device) is DeviceState.IN_STORE


def test_a_label_that_is_not_known_is_a_sentence(desk: RadioDesk) -> None:
    desk.page.opened(None)
    desk.calm()
    scan(desk, LABEL)
    assert desk.find(QWidget, "scan_unknown").accessibleName().startswith(f"«{LABEL}»")
    assert not desk.shows(QPushButton, "scan_register")


def test_a_loan_that_somebody_ended_meanwhile_is_said(desk: RadioDesk) -> None:
    scale, cuff, _patient = lent(desk)
    loan = desk.row(scale).loan_id or ""
    desk.page.opened(f"loan/{loan}")
    desk.calm()
    desk.station.lending.take_back(NURSE, loan)
    desk.press("take_in")
    said = desk.find(QWidget, "taking_in_refused").accessibleName()
    assert said == "This loan is over already."
    assert state(desk, cuff) is DeviceState.LENT
    desk.page.opened(f"loan/{loan}")
    desk.calm()
    assert "This loan is over already." in desk.words()


def test_the_patients_own_device_is_not_looked_over(desk: RadioDesk) -> None:
    patient = desk.patient()
    own = OwnDevice("Her tablet")
    home = HomeDetails(wifi="good", mobile="good")
    handed = desk.station.handing_out.own_device(NURSE, patient, own, home=home)
    desk.page.opened(f"loan/{handed.loans[0]}")
    desk.calm()
    desk.press("take_in")
    assert desk.shows(QWidget, "state_empty")


def test_what_hangs_behind_a_tablet_that_is_not_emptied_is_told(desk: RadioDesk) -> None:
    patient = desk.patient()
    tablet = desk.device("tablet", "T-07", to=patient)
    desk.page.opened(f"device/{tablet}")
    desk.calm()
    desk.press(f"empty_{tablet}")
    assert desk.heard.went == [("hand_out_tablet", f"device/{tablet}")]
    desk.find(QCheckBox, f"broken_{tablet}").setChecked(True)
    desk.press("take_in")
    assert state(desk, tablet) is DeviceState.RETURNED


def test_a_tablet_that_was_emptied_otherwise_says_how(
    desk: RadioDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = desk.device("tablet", "T-07", to=desk.patient())
    desk.page.opened(f"device/{tablet}")
    desk.calm()
    desk.press("take_in")
    tick, checks = desk.station.checks.tick, desk.station.checks

    def without_receipt(*given: object) -> object:
        if given[2] == "wiped" and not given[4]:
            raise Trouble("check_wipe", "There is no receipt of the tablet being emptied.")
        return tick(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checks, "tick", without_receipt)
    answer(desk, "wiped", Qt.Key.Key_Y)
    assert "There is no receipt of the tablet being emptied." in desk.words()
    desk.write("step_note", "Emptied at the workshop", enter=True)
    (wiped,) = (s for s in desk.page.front.going_over.steps if s.step == "wiped")  # type: ignore[attr-defined]
    assert (wiped.outcome, wiped.note) == ("ok", "Emptied at the workshop")


def test_a_photo_of_the_damage_is_kept_with_the_going_over(desk: RadioDesk, tmp_path: Path) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#884422"))
    path = tmp_path / "crack.png"
    image.save(str(path))
    page, panel = desk.page, desk.page.front  # type: ignore[attr-defined]
    photos, told = desk.station.device_photos, []
    check = panel.going_over.id
    page._files.keep(path, scale, lambda: told.append("kept"), told.append, check)  # type: ignore[attr-defined]
    desk.calm()
    assert told == ["kept"]
    panel.show_photos(photos.of(NURSE, scale))
    desk.calm()
    (line,) = photos.of(NURSE, scale)
    assert line.check_id == check
    desk.press(f"photo_{line.id}")
    assert desk.shows(QWidget, "photo_large")
    (tmp_path / "no.jpg").write_bytes(b"no photo at all")
    page._files.keep(tmp_path / "no.jpg", scale, lambda: None, told.append, check)  # type: ignore[attr-defined]
    desk.calm()
    assert len(told) == 2
    assert len(photos.of(NURSE, scale)) == 1


def test_another_in_its_place_can_be_asked_for_before_it_is_taken_in(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    loan = desk.row(scale).loan_id
    desk.page.opened(f"loan/{loan}")
    desk.calm()
    desk.press("take_in_replace")
    assert desk.heard.went == [("hand_out", f"replace/{loan}")]


def test_words_narrow_what_can_come_in_and_enter_opens_the_first(desk: RadioDesk) -> None:
    lent(desk)
    desk.page.opened(None)
    desk.calm()
    desk.write("take_back_search", "b-1 elg", enter=True)
    assert len(desk.lines("take_back_list")) == 1
    assert desk.shows(QWidget, "taking_in")


def test_large_text_shows_one_thing_at_a_time(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.resize(700, 600)
    desk.page.opened(None)
    desk.calm()
    assert desk.shows(QListView, "take_back_list")
    desk.page.opened(f"device/{scale}")
    desk.calm()
    assert not desk.shows(QListView, "take_back_list")
    desk.press("back_to_list")
    assert desk.shows(QListView, "take_back_list")


def test_what_was_cleaned_is_looked_over_again(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.station.lending.take_back(NURSE, desk.row(scale).loan_id or "")
    desk.station.equipment.move(NURSE, scale, DeviceState.CLEANING)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    tick_all(desk)
    desk.press("to_in_store")
    assert state(desk, scale) is DeviceState.IN_STORE


def test_a_device_that_was_looked_over_meanwhile_is_said(desk: RadioDesk) -> None:
    scale, _cuff, _patient = lent(desk)
    desk.page.opened(f"device/{scale}")
    desk.calm()
    desk.press("take_in")
    look_over(desk.station.record, NURSE, scale)
    desk.calm()
    desk.press("to_cleaning")
    assert desk.find(QWidget, "inspect_refused").accessibleName()
    assert state(desk, scale) is DeviceState.IN_STORE


def test_somebody_who_is_not_there_is_said(desk: RadioDesk) -> None:
    desk.page.opened(f"patient/{'0' * 32}")
    desk.calm()
    assert desk.shows(QWidget, "state_empty")
