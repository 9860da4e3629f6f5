"""What scrolls is looked at once, where it stands, and not each time it is put somewhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.views.style import Label, label, scrolled

POLISHED = Qt.WidgetAttribute.WA_WState_Polished


def tall(lines: int = 60) -> tuple[QWidget, list[Label]]:
    content = QWidget()
    column = QVBoxLayout(content)
    words = [label(f"line {number}") for number in range(lines)]
    for each in words:
        column.addWidget(each)
    return content, words


@pytest.mark.usefixtures("look")
def test_it_is_not_styled_before_it_stands_in_a_window(qtbot: QtBot) -> None:
    content, words = tall()
    whole = QWidget()
    qtbot.addWidget(whole)
    between = QWidget()
    QVBoxLayout(between).addWidget(scrolled(content))
    QVBoxLayout(whole).addWidget(between)
    assert not any(each.testAttribute(POLISHED) for each in words)
    whole.resize(300, 200)
    whole.show()
    assert all(each.testAttribute(POLISHED) for each in words)
    assert words[0].isVisible()


@pytest.mark.usefixtures("look")
def test_what_is_too_high_scrolls_to_what_is_wanted(qtbot: QtBot) -> None:
    content, words = tall()
    area = scrolled(content)
    qtbot.addWidget(area)
    # Before it has a size there is nowhere to scroll to, and nothing breaks.
    area.ensureWidgetVisible(words[-1])
    area.resize(300, 200)
    area.show()
    assert area.widget() is content
    assert content.width() == area.viewport().width()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    area.ensureWidgetVisible(words[-1])
    assert area.verticalScrollBar().value() > 0


@pytest.mark.usefixtures("look")
def test_its_size_is_the_contents_wherever_it_is_asked_first(qtbot: QtBot) -> None:
    content, _ = tall(3)
    area = scrolled(content)
    qtbot.addWidget(area)
    assert area.sizeHint() == content.sizeHint()
