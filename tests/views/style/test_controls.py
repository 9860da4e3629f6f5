"""A button's short cut is a press like any other: heard at once, and every time."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.views.style import button


def test_a_short_cut_is_heard_at_once_and_each_time(qtbot: QtBot, look: object) -> None:
    undo, heard = button("Undo", "Ctrl+Z"), []
    undo.clicked.connect(lambda: heard.append("undo"))
    qtbot.addWidget(undo)
    undo.show()
    undo.activateWindow()
    qtbot.waitUntil(undo.isActiveWindow)
    for _ in range(3):
        QTest.keySequence(undo, "Ctrl+Z")
    assert heard == ["undo"] * 3


def test_a_button_that_cannot_be_pressed_or_shares_its_key_hears_nothing(
    qtbot: QtBot, look: object
) -> None:
    host, heard = QWidget(), []
    column = QVBoxLayout(host)
    made = [button("One", "Ctrl+1"), button("Other", "Ctrl+1")]
    for each in made:
        each.clicked.connect(lambda _checked=False, each=each: heard.append(each))
        column.addWidget(each)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    QTest.keySequence(host, "Ctrl+1")
    assert heard == []
    made[0].setEnabled(False)
    QTest.keySequence(host, "Ctrl+1")
    assert heard == made[1:]
