"""Steps run in order, each with time for what it built to be painted before the next."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from station.views.steps import Steps, let_go, unless_written


def test_each_step_has_a_turn_of_its_own(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    between = QTimer(owner)
    between.timeout.connect(lambda: done.append("-"))
    steps = Steps(owner, [lambda: done.append("a"), lambda: done.append("b")])
    assert done == []
    between.start(0)
    qtbot.waitUntil(lambda: not steps.waiting)
    between.stop()
    assert "-" in done[done.index("a") : done.index("b")]


def test_what_a_step_is_built_of_comes_before_the_rest(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    steps = Steps(owner)

    def outer() -> None:
        done.append("outer")
        steps.first(lambda: done.append("one"), lambda: done.append("two"))

    steps.add(outer, lambda: done.append("after"))
    qtbot.waitUntil(lambda: not steps.waiting)
    assert done == ["outer", "one", "two", "after"]
    steps.first(lambda: done.append("last"))
    qtbot.waitUntil(lambda: not steps.waiting)
    assert done[-1] == "last"


def test_steps_are_finished_at_once_or_forgotten(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    steps = Steps(owner, [lambda: done.append("a"), lambda: done.append("b")])
    steps.finish()
    assert done == ["a", "b"]
    steps.add(lambda: done.append("c"))
    steps.drop()
    assert not steps.waiting
    steps.add(lambda: done.append("d"))
    qtbot.waitUntil(lambda: not steps.waiting)
    assert done == ["a", "b", "d"]


def test_what_is_let_go_is_hidden_now_and_destroyed_later(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    part = QWidget(host)
    host.show()
    gone: list[str] = []
    part.destroyed.connect(lambda: gone.append("part"))
    let_go(part)
    assert not part.isVisible()
    assert gone == []
    qtbot.waitUntil(lambda: gone == ["part"])


def test_the_keyboard_stays_with_somebody_who_writes_already(qtbot: QtBot) -> None:
    host, begun = QWidget(), list[str]()
    part = QWidget(host)
    line, note, other = QLineEdit(part), QPlainTextEdit(part), QLineEdit(host)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)

    def begin(editor: QWidget, words: str) -> int:
        editor.setFocus()
        QTest.keyClicks(editor, words)
        before = len(begun)
        unless_written(part, lambda: begun.append("begun"))
        return len(begun) - before

    assert [begin(line, ""), begin(line, "5"), begin(note, ""), begin(note, "5")] == [1, 0, 1, 0]
    assert begin(other, "5") == 1
