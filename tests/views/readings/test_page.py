"""Typing readings in: by keyboard, asked about where odd, saved, marked, and never lost."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListView, QPushButton

from station.core.clock import FixedClock
from station.core.zone import local
from station.models.database import Actor, Database
from station.rules.readings import Excluded
from station.services.readings.manual import Reading
from station.views.readings.page import ReadingsPage
from station.views.style import Banner
from tests.inbox_office import Desk
from tests.intaking import NURSE
from tests.patients import registered


def readings(desk: Desk, patient: str) -> tuple[Reading, ...]:
    return desk.station.manual.newest(NURSE, patient)


def news(desk: Desk) -> str:
    return desk.find(Banner, "reading_news").text


def test_the_patient_stands_large_and_the_cursor_in_the_value(desk: Desk) -> None:
    assert desk.find(QLabel, "reading_patient_name").text() == "Rask Elg"
    assert QApplication.focusWidget() is desk.find(QLineEdit, "reading_value1")
    # What the plan asks for stands first.
    assert desk.find(QPushButton, "kind_weight").isChecked()


def test_nothing_can_be_typed_into_the_last_patients_form_while_the_next_one_is_opened(
    desk: Desk, database: Database, actor: Actor
) -> None:
    other = registered(database, actor, given="Stille", family="Brygge")
    box = desk.find(QLineEdit, "reading_value1")
    desk.page.opened(other)
    assert not box.isEnabled()
    desk.calm()
    assert desk.find(QLabel, "reading_patient_name").text() == "Stille Brygge"
    assert desk.find(QLineEdit, "reading_value1").isEnabled()


def test_a_value_and_enter_save_it_and_say_what_it_gave(desk: Desk, patient: str) -> None:
    desk.press("kind_spo2")
    desk.write("reading_value1", "84", enter=True)
    assert news(desk).startswith("Saved: SpO₂ 84 %. Red: SpO₂ 84 % below own limit 86 %")
    (stored,) = readings(desk, patient)
    assert (stored.values, stored.said_by) == ((84.0,), "patient")
    assert desk.find(QLineEdit, "reading_value1").text() == ""
    assert QApplication.focusWidget() is desk.find(QLineEdit, "reading_value1")


def test_a_pair_takes_enter_to_its_second_value(desk: Desk, patient: str) -> None:
    desk.press("kind_bp")
    desk.write("reading_value1", "132", enter=True)
    assert readings(desk, patient) == ()
    assert QApplication.focusWidget() is desk.find(QLineEdit, "reading_value2")
    desk.write("reading_value2", "81", enter=True)
    assert readings(desk, patient)[0].values == (132.0, 81.0)


def test_what_cannot_be_is_refused_with_the_cursor_at_the_place(desk: Desk, patient: str) -> None:
    desk.press("kind_glucose")
    desk.write("reading_value1", "1,180", enter=True)
    box = desk.find(QLineEdit, "reading_value1")
    assert (box.property("wrong"), box.cursorPosition()) == (True, 1)
    desk.write("reading_value1", "118", enter=True)
    assert "11.8" in box.accessibleDescription()
    assert readings(desk, patient) == ()


def test_while_typing_a_sentence_comes_by_itself(desk: Desk) -> None:
    desk.press("kind_glucose")
    QTest.keyClicks(desk.find(QLineEdit, "reading_value1"), "118")
    box = desk.find(QLineEdit, "reading_value1")
    desk.qtbot.waitUntil(lambda: bool(box.property("wrong")), timeout=5000)
    assert "11.8" in box.accessibleDescription()


def test_an_odd_value_is_saved_only_after_an_explicit_yes(desk: Desk, patient: str) -> None:
    desk.press("kind_spo2")
    desk.write("reading_value1", "64", enter=True)
    assert QApplication.focusWidget() is desk.find(QPushButton, "question_no")
    QTest.keyClick(desk.find(QPushButton, "question_no"), Qt.Key.Key_Return)
    desk.calm()
    assert readings(desk, patient) == ()
    assert not desk.shows(QPushButton, "question_yes")
    QTest.keyClick(desk.find(QLineEdit, "reading_value1"), Qt.Key.Key_Return)
    desk.calm()
    desk.press("question_yes")
    assert readings(desk, patient)[0].values == (64.0,)


def test_a_time_of_yesterday_is_kept_and_one_in_the_future_refused(
    desk: Desk, patient: str
) -> None:
    desk.write("reading_time", "23:10")
    desk.write("reading_value1", "80", enter=True)
    assert desk.find(QLineEdit, "reading_time").property("wrong")
    assert readings(desk, patient) == ()
    desk.write("reading_day", "i går")
    QTest.keyClick(desk.find(QLineEdit, "reading_value1"), Qt.Key.Key_Return)
    desk.calm()
    (stored,) = readings(desk, patient)
    assert f"{local(stored.taken_at):%d.%m. %H:%M}" == "19.11. 23:10"


def test_the_hour_that_came_twice_is_asked_about(desk: Desk, patient: str) -> None:
    desk.write("reading_day", "25.10.2026")
    desk.write("reading_time", "02:30")
    desk.write("reading_value1", "80", enter=True)
    fold = desk.find(QComboBox, "reading_fold")
    assert readings(desk, patient) == ()
    fold.setFocus()
    QTest.keyClick(fold, Qt.Key.Key_End)
    fold.activated.emit(fold.currentIndex())
    QTest.keyClick(desk.find(QLineEdit, "reading_value1"), Qt.Key.Key_Return)
    desk.calm()
    assert local(readings(desk, patient)[0].taken_at).fold == 1


def test_marking_and_taking_back(desk: Desk, patient: str) -> None:
    desk.press("kind_spo2")
    desk.write("reading_value1", "84", enter=True)
    QTest.keyClick(desk.find(QListView, "recent_list"), Qt.Key.Key_Down)
    desk.write("mark_reason", "etter trapp")
    desk.press("mark_activity")
    assert readings(desk, patient)[0].excluded is Excluded.ACTIVITY
    desk.qtbot.waitUntil(lambda: desk.shows(QPushButton, "mark_back"), timeout=5000)
    desk.press("mark_back")
    assert readings(desk, patient)[0].excluded is Excluded.NO
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert readings(desk, patient)[0].excluded is Excluded.ACTIVITY


def test_a_test_without_its_reason_is_refused_in_place(desk: Desk, patient: str) -> None:
    desk.write("reading_value1", "80", enter=True)
    QTest.keyClick(desk.find(QListView, "recent_list"), Qt.Key.Key_Down)
    desk.press("mark_test")
    assert desk.find(QLineEdit, "mark_reason").property("wrong")
    assert readings(desk, patient)[0].excluded is Excluded.NO


def test_a_new_try_is_linked_to_the_one_it_checks(desk: Desk, patient: str) -> None:
    desk.press("kind_spo2")
    desk.write("reading_value1", "84", enter=True)
    QTest.keyClick(desk.find(QListView, "recent_list"), Qt.Key.Key_Down)
    desk.press("measure_again")
    desk.write("reading_value1", "89", enter=True)
    desk.press("question_yes")
    both = readings(desk, patient)
    again = next(each for each in both if each.values == (89.0,))
    first = next(each for each in both if each.values == (84.0,))
    assert again.remeasures_id == first.id


def test_words_that_were_not_saved_come_back(
    desk: Desk, make_desk: Callable[[str | None], Desk], patient: str
) -> None:
    desk.press("kind_glucose")
    desk.write("reading_value1", "7,2")
    desk.write("reading_note", "fastende")
    draft = desk.page.draft()
    assert desk.page.draft_key() == ("reading", patient)
    assert draft is not None
    other = make_desk(None)
    assert other.page.draft() is None
    other.page.opened(patient)
    other.page.restore(draft)
    other.calm()
    assert other.find(QLineEdit, "reading_value1").text() == "7,2"
    assert other.find(QPushButton, "kind_glucose").isChecked()
    assert other.page.draft() == draft


def test_a_dead_patients_reading_is_held(
    make_desk: Callable[[str | None], Desk], database: Database, actor: Actor, clock: FixedClock
) -> None:
    gone = registered(database, actor, family="Bjørk", deceased_on="2026-11-01")
    desk = make_desk(gone)
    desk.write("reading_value1", "95", enter=True)
    assert news(desk).startswith("Held in quarantine: The patient is registered as dead")
    assert desk.station.quarantine.count(NURSE) == 1


def test_without_a_patient_it_leads_to_the_patients(
    make_desk: Callable[[str | None], Desk],
) -> None:
    desk = make_desk(None)
    (button,) = [each for each in desk.page.findChildren(QPushButton) if each.isVisible()]
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert desk.heard.went == [("patients", None)]


def test_esc_gives_up_and_goes_back(desk: Desk, patient: str) -> None:
    desk.write("reading_value1", "84")
    desk.press("cancel_reading")
    assert desk.heard.went == [("patients", patient)]
    assert desk.page.draft() is None
    assert isinstance(desk.page, ReadingsPage)
