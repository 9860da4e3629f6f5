"""The first start through its widgets: S1, S2, and what is asked before anything is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import driver
from station.security.passwords import Cost
from station.services.office import firststart
from station.views.behind import Behind, _Setup
from station.views.firststart.view import FirstStartView
from station.views.keeper import Keeper
from station.views.shell.frame import Shell
from station.views.signin.refusal import RefusalView
from station.views.signin.secret import acceptable, strength
from station.views.window import Window
from tests.qt import Pulse, settle

NAME, PASSWORD = "Blid Trapp", "to elger i fjellet"


@pytest.fixture
def window(qtbot: QtBot, heartbeat: Pulse) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def behind(
    window: Window, home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Behind]:
    monkeypatch.setattr(Cost.__init__, "__defaults__", (8 * 1024, 1, 1))
    made = Behind(window, home, pages=())
    yield made
    settle(qtbot, made.bridge)
    window.may_close = True
    made.close()


def begin(behind: Behind, qtbot: QtBot) -> None:
    behind.begin(None)
    settle(qtbot, behind.bridge)


def type_in(window: Window, name: str, text: str) -> None:
    field = window.findChild(QLineEdit, name)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, text)


def press(window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    QTest.keyClick(button, Qt.Key.Key_Return)


def can_go_on(window: Window) -> bool:
    button = window.findChild(QPushButton, "next")
    return button is not None and button.isEnabled()


def answer_until_the_sheet(window: Window, behind: Behind, qtbot: QtBot) -> None:
    assert not can_go_on(window)
    type_in(window, "municipality", "Fjellsund kommune")
    type_in(window, "phone", "68 05 01 00")
    press(window, "next")
    press(window, "next")
    assert not can_go_on(window)
    type_in(window, "name", NAME)
    type_in(window, "new_password", PASSWORD)
    type_in(window, "new_password_again", PASSWORD)
    press(window, "next")
    settle(qtbot, behind.bridge)


def test_s01_a_first_start_by_keyboard_makes_an_encrypted_file_and_a_sheet(
    window: Window, behind: Behind, home: Home, qtbot: QtBot, tmp_path: Path
) -> None:
    begin(behind, qtbot)
    assert window.findChild(FirstStartView, "firststart") is not None
    answer_until_the_sheet(window, behind, qtbot)
    groups = [window.findChild(QLabel, f"code_{number}") for number in range(8)]
    code = "".join(group.text() for group in groups if group is not None)
    assert len(code) == 48
    assert not can_go_on(window)
    sheet = tmp_path / "ark.pdf"
    type_in(window, "sheet_path", str(sheet))
    press(window, "save_sheet")
    settle(qtbot, behind.bridge)
    assert sheet.read_bytes().startswith(b"%PDF")
    safe = window.findChild(QCheckBox, "in_the_safe")
    assert safe is not None
    safe.click()
    press(window, "next")
    settle(qtbot, behind.bridge)
    assert window.findChild(Shell, "shell") is not None
    for path in home.root.rglob("*"):
        if path.is_file() and path not in (home.keys, home.lock):
            assert NAME.encode() not in path.read_bytes()
    assert not home.database.read_bytes().startswith(b"SQLite format 3")


def test_a_sheet_that_cannot_be_saved_there_is_told_and_the_code_stays(
    window: Window, behind: Behind, qtbot: QtBot, tmp_path: Path
) -> None:
    begin(behind, qtbot)
    answer_until_the_sheet(window, behind, qtbot)
    type_in(window, "sheet_path", str(tmp_path / "no such folder" / "ark.pdf"))
    press(window, "save_sheet")
    settle(qtbot, behind.bridge)
    field = window.findChild(QLineEdit, "sheet_path")
    assert field is not None
    assert "not saved" in field.accessibleDescription()
    assert window.findChild(QLabel, "code_7") is not None


def test_s02_without_the_cipher_nothing_is_made_and_the_reason_is_told(
    window: Window,
    behind: Behind,
    home: Home,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as without:
        without.setattr(driver, "_dbapi", None)
        begin(behind, qtbot)
        view = window.screen_now
        assert isinstance(view, RefusalView)
        assert "encryption" in view.accessibleName()
        assert not home.database.exists()
    press(window, "again")
    settle(qtbot, behind.bridge)
    assert isinstance(window.screen_now, FirstStartView)


def test_a_first_start_that_fails_goes_back_to_the_question(
    window: Window, behind: Behind, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Trouble("disk_full", "The disk is nearly full. Make room, then begin again.")

    monkeypatch.setattr(firststart, "create", full)
    begin(behind, qtbot)
    answer_until_the_sheet(window, behind, qtbot)
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("nearly full" in text for text in shown)
    assert can_go_on(window)
    press(window, "back")
    assert window.findChild(QComboBox, "open_from") is not None


def test_a_day_cannot_close_before_it_opens(window: Window, behind: Behind, qtbot: QtBot) -> None:
    begin(behind, qtbot)
    type_in(window, "municipality", "F")
    type_in(window, "phone", "68 05 01 00")
    press(window, "next")
    closes = window.findChild(QComboBox, "open_to")
    assert closes is not None
    closes.setCurrentText("08:00")
    assert not can_go_on(window)
    closes.setCurrentText("16:00")
    assert can_go_on(window)
    for number in range(7):
        box = window.findChild(QCheckBox, f"weekday_{number}")
        assert box is not None
        box.setChecked(False)
    assert not can_go_on(window)


def test_initials_are_suggested_until_she_writes_her_own(
    window: Window, behind: Behind, qtbot: QtBot
) -> None:
    begin(behind, qtbot)
    type_in(window, "municipality", "F")
    type_in(window, "phone", "1")
    press(window, "next")
    press(window, "next")
    initials = window.findChild(QLineEdit, "initials")
    assert initials is not None
    type_in(window, "name", "Blid Trapp")
    assert initials.text() == "BT"
    type_in(window, "initials", "BTR")
    type_in(window, "name", "Varm Ås")
    assert initials.text() == "BTR"


def test_the_program_asks_for_a_password_where_it_was_set_up_before(
    window: Window, behind: Behind, qtbot: QtBot, home: Home
) -> None:
    begin(behind, qtbot)
    answer_until_the_sheet(window, behind, qtbot)
    behind._ask_load()
    settle(qtbot, behind.bridge)
    assert isinstance(behind.keeper, Keeper)
    assert window.findChild(QLineEdit, "password") is not None


@pytest.mark.parametrize(
    ("password", "good", "said"),
    [
        ("kort", False, "8 more"),
        ("abababababab", False, "repeats"),
        ("en elg i fjell", True, "strong"),
        ("ElgenStårI12", True, "good"),
        ("veldig-lang-og-rar", True, "strong"),
    ],
)
def test_the_strength_of_a_password_is_said_in_words(password: str, good: bool, said: str) -> None:
    assert acceptable(password) is good
    assert said in strength(password)


def test_the_seams_refuse_to_be_used_out_of_order(
    qapp: QApplication, window: Window, home: Home, tmp_path: Path
) -> None:
    behind = Behind(window, home)
    setup = _Setup(behind)
    setup.save_sheet(tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
    with pytest.raises(RuntimeError):
        setup.enter()
    with pytest.raises(RuntimeError):
        setup._existing()
    behind.close()
