"""Another look: what is seen has it at once, the pages behind get it in turns of their own."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.views import relook, style
from station.views.style import Theme, label
from station.views.style.tokens import DARK
from tests.qt import Pulse

DARK_LOOK = Theme(DARK)


def ink(words: QLabel) -> str:
    return words.palette().color(words.foregroundRole()).name()


@pytest.fixture
def room(qtbot: QtBot, heartbeat: Pulse) -> QStackedWidget:
    made = QStackedWidget()
    qtbot.addWidget(made)
    for words in ("one", "two", "three"):
        made.addWidget(label(words))
    made.show()
    return made


def labels(room: QStackedWidget) -> list[QLabel]:
    found = [room.widget(at) for at in range(room.count())]
    return [each for each in found if isinstance(each, QLabel)]


def test_the_page_in_front_wears_it_at_once_and_the_others_follow(
    room: QStackedWidget, qtbot: QtBot, qapp: QApplication
) -> None:
    before = labels(room)
    relook.put_on(room, partial(style.apply, qapp, DARK_LOOK))
    assert ink(before[0]) == DARK.ink.lower()
    assert room.count() == 1
    qtbot.waitUntil(lambda: room.count() == len(before), timeout=2000)
    assert {ink(each) for each in before} == {DARK.ink.lower()}
    assert room.currentWidget() is before[0]
    assert [each.isVisible() for each in before] == [True, False, False]


def test_a_page_that_was_opened_meanwhile_stays_in_front(
    room: QStackedWidget, qtbot: QtBot, qapp: QApplication
) -> None:
    before = labels(room)
    relook.put_on(room, partial(style.apply, qapp, DARK_LOOK))
    room.addWidget(before[2])
    room.setCurrentWidget(before[2])
    qtbot.waitUntil(lambda: room.count() == len(before), timeout=2000)
    assert room.currentWidget() is before[2]


def test_the_pages_that_are_out_are_destroyed_with_the_room(
    qtbot: QtBot, look: object, qapp: QApplication
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = QStackedWidget(window)
    pages = [label("one"), label("two")]
    for page in pages:
        room.addWidget(page)
    relook.put_on(room, lambda: None)
    room.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [isValid(page) for page in pages] == [False, False]


def test_where_there_are_no_pages_it_is_put_on_at_once(look: object) -> None:
    told: list[bool] = []
    relook.put_on(None, lambda: told.append(True))
    assert told == [True]
