"""What is made before anybody waits for it: room for classes, and what Qt hands over first."""

import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station.views import warm


def rooms() -> int:
    return sum(each.__name__ == "Room" for each in type.__subclasses__(QObject))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="PySide keeps it with each class there")
def test_room_is_made_in_small_turns(qtbot: QtBot) -> None:
    parts = list(warm.parts())
    before = rooms()
    parts[0]()
    parts[1]()
    assert rooms() - before == 200
    for part in parts[2:13]:
        part()
    assert rooms() - before == warm.ROOM
    for part in parts[13:]:
        part()
    # Gone at once, and not when rubbish is next collected: until then they would take the room.
    assert rooms() == before


def test_from_python_3_12_on_nothing_is_made_for_room(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "sys", SimpleNamespace(version_info=(3, 12)))
    assert list(warm.parts()) == [warm.widget_classes, warm.style_classes]
