"""The answers of a question: chosen by key, by arrow and by pointer."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.rules.forms import Choice, Item, ItemKind, Words
from station.views.forms.asking import options_of
from station.views.forms.options import Options
from tests.qt import Pulse

SCALE = Item("pain", ItemKind.SCALE, Words(en="Pain"), cannot_say=True)


def made(qtbot: QtBot, item: Item, width: int = 700) -> Options:
    options = Options(options_of(item), in_row=item.kind is ItemKind.SCALE)
    qtbot.addWidget(options)
    options.resize(width, options.heightForWidth(width))
    options.show()
    return options


@pytest.mark.parametrize(
    ("typed", "value"), [("7", 7), ("10", 10), ("1", 1), ("101", 1), ("0", 0), ("72", 2)]
)
def test_digits_choose_and_one_and_nought_are_ten(
    qtbot: QtBot, heartbeat: Pulse, typed: str, value: int
) -> None:
    options = made(qtbot, SCALE)
    QTest.keyClicks(options, typed)
    assert options.option is not None
    assert options.option.value == value


def test_the_hyphen_is_cannot_say_and_delete_takes_every_answer_away(
    qtbot: QtBot, heartbeat: Pulse
) -> None:
    options = made(qtbot, SCALE)
    QTest.keyClicks(options, "-")
    unable = options.option
    assert unable is not None
    assert unable.value is None
    assert options.accessibleDescription() == "Cannot say"
    QTest.keyClick(options, Qt.Key.Key_Delete)
    assert options.option is None
    assert options.accessibleDescription() == "Not answered"


def test_arrows_move_and_stop_at_the_ends(qtbot: QtBot, heartbeat: Pulse) -> None:
    options = made(qtbot, SCALE)
    QTest.keyClick(options, Qt.Key.Key_Left)
    assert options.option is not None
    assert options.option.value is None
    QTest.keyClick(options, Qt.Key.Key_Right)
    assert options.option.value is None
    QTest.keyClick(options, Qt.Key.Key_Up)
    assert options.option.value == 10


def test_a_key_that_means_nothing_is_left_to_others(qtbot: QtBot, heartbeat: Pulse) -> None:
    options = made(qtbot, SCALE)
    with qtbot.assertNotEmitted(options.chosen):
        QTest.keyClicks(options, "x")
        QTest.keyClick(options, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("width", [700, 320])
def test_the_pointer_chooses_too(qtbot: QtBot, heartbeat: Pulse, width: int) -> None:
    options = made(qtbot, SCALE, width)
    qtbot.waitUntil(lambda: bool(options._boxes))
    for option, box in zip(options.options, options._boxes, strict=True):
        QTest.mouseClick(options, Qt.MouseButton.LeftButton, pos=box.center())
        assert options.option == option
    QTest.mouseClick(options, Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))


def test_a_grade_is_typed_as_it_is_read_off_the_paper(qtbot: QtBot, heartbeat: Pulse) -> None:
    grades = tuple(Choice(value, Words(en=f"grade {value}")) for value in (1, 2, 4))
    options = made(qtbot, Item("g", ItemKind.CHOICE, Words(en="Grade"), choices=grades))
    QTest.keyClicks(options, "4")
    assert options.option is not None
    assert options.option.words == "grade 4"


def test_large_values_are_chosen_by_their_place(qtbot: QtBot, heartbeat: Pulse) -> None:
    many = tuple(Choice(value * 10, Words(en="x " * 80)) for value in range(12))
    options = made(qtbot, Item("m", ItemKind.CHOICE, Words(en="Many"), choices=many))
    assert [option.key for option in options.options][8:] == ["9", "", "", ""]
    QTest.keyClicks(options, "2")
    assert options.option is not None
    assert options.option.value == 10
