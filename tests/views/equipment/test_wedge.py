"""The scanner: heard wherever the keyboard stands, and told from a person by its pace."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.views.equipment.wedge import PAUSE_MS, Wedge
from station.views.style import button, text_input
from tests.qt import Pulse


class Counter:
    """A page with a list, a box, an ordinary field and two buttons with numbers."""

    def __init__(self, clock: FixedClock, qtbot: QtBot) -> None:
        self.clock, self.qtbot = clock, qtbot
        self.scans: list[str] = []
        self.pressed: list[str] = []
        self.lone: list[str] = []
        self.opened: list[str] = []
        self.page = QWidget()
        self.wedge = Wedge(self.page, clock)
        column = QVBoxLayout(self.page)
        self.list = QListWidget()
        self.list.addItems(["Oksymeter 1", "Sofa", "Termometer 4"])
        self.list.activated.connect(lambda at: self.opened.append(str(at.data())))
        self.box = text_input()
        self.note = text_input()
        for each in (self.list, self.box, self.note):
            column.addWidget(each)
        for digit in "14":
            made = button("Act", digit)
            made.clicked.connect(lambda _=False, digit=digit: self.pressed.append(digit))
            column.addWidget(made)
        self.wedge.watch(self.box)
        self.wedge.scanned.connect(self.scans.append)
        self.wedge.lone.connect(self.lone.append)
        qtbot.addWidget(self.page)
        self.page.show()
        self.list.setFocus()

    def scan(self, text: str, to: QWidget | None = None) -> None:
        """What a scanner types: no pause, and Enter."""
        self.clock.advance(1000)
        where = to or self.list
        QTest.keyClicks(where, text)
        QTest.keyClick(where, Qt.Key.Key_Return)

    def slowly(self, text: str) -> None:
        """What a person types."""
        for letter in text:
            self.clock.advance(PAUSE_MS + 100)
            QTest.keyClicks(self.list, letter)

    def wait(self) -> None:
        """Until it is sure that no letter follows."""
        self.qtbot.waitUntil(lambda: not self.wedge.waiting, timeout=3000)


@pytest.fixture
def counter(qtbot: QtBot, heartbeat: Pulse, clock: FixedClock) -> Counter:
    return Counter(clock, qtbot)


def test_a_scan_is_heard_while_the_keyboard_stands_on_a_list(counter: Counter) -> None:
    counter.scan("ST-00042-7")
    assert counter.scans == ["ST-00042-7"]
    assert counter.opened == []


def test_the_digits_of_a_scan_press_no_button(counter: Counter) -> None:
    counter.scan("4114")
    counter.wait()
    assert (counter.scans, counter.pressed) == (["4114"], [])


def test_a_digit_of_a_person_presses_its_button_once_no_scanner_can_be_writing(
    counter: Counter,
) -> None:
    counter.slowly("4")
    assert counter.pressed == []
    counter.wait()
    assert counter.pressed == ["4"]


def test_slow_letters_and_enter_are_no_scan(counter: Counter) -> None:
    counter.slowly("sofa")
    counter.clock.advance(500)
    QTest.keyClick(counter.list, Qt.Key.Key_Return)
    assert counter.scans == []
    assert counter.opened == ["Sofa"]


def test_fast_letters_without_enter_soon_are_no_scan(counter: Counter) -> None:
    counter.clock.advance(1000)
    QTest.keyClicks(counter.list, "ST-00042-7")
    counter.clock.advance(1000)
    QTest.keyClick(counter.list, Qt.Key.Key_Return)
    assert counter.scans == []


def test_what_is_too_short_is_no_scan(counter: Counter) -> None:
    counter.scan("AB")
    assert counter.scans == []


def test_two_scans_right_after_each_other_are_both_heard(counter: Counter) -> None:
    counter.scan("ST-00042-7")
    QTest.keyClicks(counter.list, "ST-00043-5")
    QTest.keyClick(counter.list, Qt.Key.Key_Return)
    assert counter.scans == ["ST-00042-7", "ST-00043-5"]


def test_a_scan_after_slow_letters_is_only_what_came_fast(counter: Counter) -> None:
    counter.slowly("so")
    counter.scan("ST-00042-7")
    assert counter.scans == ["ST-00042-7"]


def test_fields_keep_what_is_scanned_into_them(counter: Counter) -> None:
    counter.scan("ST-00042-7", counter.note)
    assert counter.note.text() == "ST-00042-7"
    assert counter.scans == []


def test_the_box_for_scans_tells_what_came_fast(counter: Counter) -> None:
    counter.box.setText("elg")
    counter.scan("ST-00042-7", counter.box)
    assert counter.box.text() == "elgST-00042-7"
    assert counter.wedge.burst() == "ST-00042-7"
    assert counter.wedge.burst() == ""


def test_short_cuts_with_control_are_left_alone(counter: Counter) -> None:
    QTest.keyClick(counter.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not counter.wedge.waiting


def test_a_letter_that_the_page_claims_is_told_when_it_stands_alone(counter: Counter) -> None:
    counter.wedge.claim("jn")
    counter.slowly("J")
    counter.wait()
    assert counter.lone == ["j"]
    counter.scan("NB-1204")
    counter.wait()
    assert (counter.lone, counter.scans) == (["j"], ["NB-1204"])


def test_the_next_key_after_a_scan_is_a_key_again(counter: Counter) -> None:
    counter.scan("ST-00042-7")
    counter.clock.advance(500)
    QTest.keyClick(counter.list, Qt.Key.Key_Down)
    assert counter.list.currentItem().text() == "Termometer 4"
