"""One screen at a time: the one before is hidden at once, and destroyed when there is time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.views.window import Window


def two_screens(qtbot: QtBot) -> tuple[Window, QWidget, QWidget]:
    window, first, second = Window(), QWidget(), QWidget()
    qtbot.addWidget(window)
    window.show_screen(first)
    window.show()
    return window, first, second


def test_the_screen_before_goes(qtbot: QtBot, look: object) -> None:
    window, first, second = two_screens(qtbot)
    window.show_screen(second)
    assert window.screen_now is second
    assert (first.isVisible(), second.isVisible()) == (False, True)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(first)


def test_what_takes_long_to_destroy_is_destroyed_later_and_hidden_now(
    qtbot: QtBot, look: object
) -> None:
    window, first, second = two_screens(qtbot)
    waiting: list[Callable[[], None]] = []
    window.show_screen(second, waiting.append)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert isValid(first)
    assert not first.isVisible()
    waiting[0]()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(first)
