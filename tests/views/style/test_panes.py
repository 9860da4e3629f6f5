"""Two panes: beside each other with room, under each other without, and both can be read."""

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from station.views.style import current
from station.views.style.panes import NARROW, Panes


def panes(qtbot: QtBot, *, scrolls: bool = True) -> tuple[Panes, QWidget, QWidget]:
    first, second = QWidget(), QWidget()
    made = Panes(first, second, (3, 9), scrolls=scrolls)
    qtbot.addWidget(made)
    made.resize(1200, 400)
    made.show()
    return made, first, second


def test_with_room_they_stand_beside_each_other_and_share_the_width(
    qtbot: QtBot, look: object
) -> None:
    made, first, second = panes(qtbot)
    assert not made.stacked
    assert first.y() == second.y()
    assert second.x() > first.width()
    assert second.width() == pytest.approx(3 * first.width(), rel=0.02)


def test_without_room_they_stand_under_each_other_high_enough_to_read(
    qtbot: QtBot, look: object
) -> None:
    made, first, second = panes(qtbot)
    made.resize(current().px(NARROW) - 1, 400)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert made.stacked
    assert min(first.height(), second.height()) >= current().px(80)
    area = made.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)


def test_with_room_again_they_stand_beside_each_other_again(qtbot: QtBot, look: object) -> None:
    made, first, second = panes(qtbot)
    made.resize(current().px(NARROW) - 1, 400)
    qtbot.waitUntil(lambda: second.y() > first.y())
    made.resize(current().px(NARROW), 400)
    assert not made.stacked
    assert (first.minimumHeight(), second.minimumHeight()) == (0, 0)


def test_what_they_stand_in_may_scroll_instead(qtbot: QtBot, look: object) -> None:
    made, _, _ = panes(qtbot, scrolls=False)
    assert made.findChild(QScrollArea) is None
