"""Handing out on screen: what is missing is named with its way, and the receipt stands there."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from station.core.zone import day_of
from station.services.handing_out.homes import HomeDetails
from station.services.handing_out.institutions import InstitutionDetails
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower
from station.views.handout.filling import FillPanel
from station.views.handout.page import HandOutPage
from station.views.style import Banner
from tests.equipment_office import NURSE, RadioDesk
from tests.patient_office import ELG
from tests.store_room import make_ready

GOOD_NET = HomeDetails("good", "good")


def opened(desk: RadioDesk, subject: str = "") -> None:
    desk.page.opened(subject)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.shows(QPushButton, "hand_out"), timeout=5000)
    desk.calm()


def ready(desk: RadioDesk, name: str, kind: str = "oximeter", **more: str) -> str:
    device = desk.device(kind, name, **more)
    make_ready(desk.station.record, NURSE, device)
    desk.calm()
    return device


def choose(desk: RadioDesk, name: str, value: str) -> None:
    box = desk.find(QComboBox, name)
    box.setCurrentIndex(box.findData(value))
    desk.calm()


def said(desk: RadioDesk) -> str:
    return desk.find(Banner, "handout_said").text


def test_two_devices_go_out_with_one_receipt_and_who_was_trained(desk: RadioDesk) -> None:
    patient = desk.patient()
    ready(desk, "O-12", serial="NO-1")
    ready(desk, "O-13")
    opened(desk, f"patient/{patient}")
    desk.write("handout_scan", "o-12", enter=True)
    desk.write("handout_scan", "O-13", enter=True)
    desk.press("add_training")
    assert desk.find(QLineEdit, "training_person").text() == "Rask Elg"
    desk.press("hand_out")
    words = desk.words()
    assert "Handed out to Rask Elg" in words
    assert any(each.startswith("Receipt ") for each in words)
    views = desk.station.handing_out.handouts(NURSE, Borrower(PATIENT, patient))
    assert [line.name for line in views[0].lines] == ["O-12", "O-13"]
    assert [each.person for each in views[0].trainings] == ["Rask Elg"]
    desk.press("receipt_signed")
    view = desk.station.handing_out.handout(NURSE, views[0].id)
    assert view.signed_on == day_of(desk.station.clock.now())
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert desk.station.handing_out.handout(NURSE, views[0].id).signed_on is None


def test_what_is_missing_is_named_with_the_way_to_it(desk: RadioDesk) -> None:
    patient = desk.station.patients.register(NURSE, ELG)
    device = desk.device("oximeter", "O-12")
    opened(desk, f"patient/{patient}")
    desk.write("handout_scan", "O-12", enter=True)
    assert desk.shows(Banner, "missing_lend_needs_consent")
    assert desk.shows(Banner, "missing_device_not_ready")
    desk.press("hand_out")
    assert said(desk)
    assert desk.station.lending.loans_of(NURSE, patient) == ()
    ways = [each for each in desk.page.findChildren(QPushButton, "missing_way") if each.isVisible()]
    for way in ways:
        QTest.keyClick(way, Qt.Key.Key_Space)
    assert {("patients", patient), ("equipment", device)} <= set(desk.heard.went)


def test_what_is_done_elsewhere_meanwhile_is_no_longer_missing(desk: RadioDesk) -> None:
    patient = desk.patient()
    device = desk.device("oximeter", "O-12")
    opened(desk, f"device/{device}")
    choose(desk, "borrower_kind", PATIENT)
    desk.write("pick_patient", "Rask", enter=True)
    desk.press("pick_hit")
    assert desk.shows(Banner, "missing_device_not_ready")
    make_ready(desk.station.record, NURSE, device)
    desk.page.opened("")
    desk.calm()
    assert not desk.shows(Banner, "missing_device_not_ready")
    desk.press("hand_out")
    assert len(desk.station.lending.loans_of(NURSE, patient)) == 1


def test_a_tablet_asks_for_the_networks_at_home_and_remembers_them(desk: RadioDesk) -> None:
    patient = desk.patient()
    ready(desk, "N-1", "tablet")
    opened(desk, f"patient/{patient}")
    assert not desk.shows(QWidget, "home_net")
    desk.write("handout_scan", "N-1", enter=True)
    assert desk.shows(QWidget, "home_net")
    desk.press("hand_out")
    assert said(desk)
    choose(desk, "home_wifi", "none")
    choose(desk, "home_mobile", "none")
    desk.press("hand_out")
    assert desk.shows(QLineEdit, "home_despite")
    desk.write("home_despite", "Readings are fetched at each visit")
    desk.press("hand_out")
    assert "Handed out to Rask Elg" in desk.words()
    home = desk.station.homes.of(NURSE, patient)
    assert home is not None
    assert (home.wifi, home.mobile) == ("none", "none")
    assert desk.shows(QPushButton, "pair_tablet")
    desk.press("pair_tablet")
    assert desk.heard.went[-1][0] == "hand_out_tablet"


def test_a_camera_is_lent_to_a_new_gp_office(desk: RadioDesk) -> None:
    ready(desk, "K-1", "camera")
    opened(desk)
    choose(desk, "borrower_kind", INSTITUTION)
    desk.write("handout_scan", "K-1", enter=True)
    desk.press("new_place")
    desk.write("place_name", "")
    desk.press("save_small")
    assert desk.shows(QLineEdit, "place_name")
    desk.write("place_name", "Fjordbygda legekontor")
    desk.press("save_small")
    assert desk.find(QComboBox, "borrower_place").currentText() == "Fjordbygda legekontor"
    assert [line.row.name for line in desk.page.front.devices.lines] == ["K-1"]  # type: ignore[attr-defined]
    desk.write("handout_received", "Stille Brygge")
    desk.press("hand_out")
    assert "Handed out to Fjordbygda legekontor" in desk.words()


def test_a_device_in_anothers_place_goes_to_the_same_borrower(desk: RadioDesk) -> None:
    patient = desk.patient()
    place = desk.station.institutions.add(NURSE, InstitutionDetails(name="Fjordbygda sykehjem"))
    assert place
    first = ready(desk, "O-12")
    loan = desk.station.lending.lend(NURSE, first, patient)
    desk.station.handing_out.take_back(NURSE, [loan], "The display is broken")
    ready(desk, "O-13")
    opened(desk, f"replace/{loan}")
    assert any("In place of O-12" in each for each in desk.words())
    assert not desk.find(QComboBox, "borrower_kind").isEnabled()
    # What is ready of the same kind is offered.
    assert "O-13" in desk.find(QPushButton, "handout_hit").text()
    desk.press("handout_hit")
    assert not desk.shows(QPushButton, "handout_hit")
    desk.press("hand_out")
    line = desk.station.handing_out.lines(NURSE, Borrower(PATIENT, patient))[0]
    assert (line.name, line.replaces) == ("O-13", "O-12")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("31.03.2027", date(2027, 3, 31)), ("32.13.2027", None), ("01.01.2020", None)],
)
def test_a_last_day_is_a_day_to_come(desk: RadioDesk, typed: str, kept: date | None) -> None:
    patient = desk.patient()
    ready(desk, "O-12")
    opened(desk, f"patient/{patient}")
    desk.write("handout_scan", "O-12", enter=True)
    desk.write("handout_due", typed)
    desk.press("hand_out")
    lines = desk.station.handing_out.lines(NURSE, Borrower(PATIENT, patient))
    assert [line.due_on for line in lines] == ([kept] if kept else [])


def test_an_unknown_label_and_the_same_device_twice_are_told_at_the_box(desk: RadioDesk) -> None:
    patient = desk.patient()
    ready(desk, "O-12", label="7301")
    opened(desk, f"patient/{patient}")
    desk.write("handout_scan", "ST-99999-9", enter=True)
    assert isinstance(desk.page, HandOutPage)
    panel = desk.page.front
    assert isinstance(panel, FillPanel)
    assert panel.devices._field.wrong
    desk.write("handout_scan", "7301", enter=True)
    assert not panel.devices._field.wrong
    desk.write("handout_scan", "7301", enter=True)
    assert "among them already" in panel.devices._field.wrong
    desk.press("handout_remove")
    assert panel.devices.ids == ()
    desk.press("hand_out")
    assert said(desk)


def test_a_loan_that_is_unknown_is_told(desk: RadioDesk) -> None:
    desk.page.opened("replace/gone")
    desk.calm()
    assert any("not in the register" in each for each in desk.words())


def test_the_app_on_the_patients_own_telephone_is_written_down(desk: RadioDesk) -> None:
    patient = desk.patient()
    opened(desk, f"patient/{patient}")
    desk.press("own_device")
    desk.press("save_small")
    assert desk.shows(QLineEdit, "own_name")
    desk.write("own_name", "Own telephone")
    desk.press("save_small")
    assert desk.find(Banner, "own_said").text
    choose(desk, "home_mobile", "good")
    desk.press("add_training")
    desk.press("save_small")
    assert "Handed out to Rask Elg" in desk.words()
    line = desk.station.handing_out.lines(NURSE, Borrower(PATIENT, patient))[0]
    assert (line.name, line.own) == ("Own telephone", True)
