"""An answer asked for before its taker is there: given once, whichever of the two comes first."""

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station.core.trouble import Trouble
from station.views.ahead import Ahead
from station.views.bridge import Bridge
from tests.qt import Pulse, settle


@pytest.mark.parametrize("late", [False, True])
def test_the_answer_is_given_once_whoever_comes_first(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge, late: bool
) -> None:
    owner = QObject()
    told: list[object] = []
    ahead = Ahead(owner, bridge, lambda: "list")
    if late:
        settle(qtbot, bridge)
    assert ahead.take(owner, told.append, told.append)
    assert not ahead.take(owner, told.append, told.append)
    settle(qtbot, bridge)
    assert told == ["list"]


def test_trouble_goes_where_trouble_goes(qtbot: QtBot, heartbeat: Pulse, bridge: Bridge) -> None:
    def refuse() -> object:
        raise Trouble("locked", "Station is locked.")

    owner, told, failed = QObject(), list[object](), list[Trouble]()
    ahead = Ahead(owner, bridge, refuse)
    ahead.take(owner, told.append, failed.append)
    settle(qtbot, bridge)
    assert ([each.code for each in failed], told) == (["locked"], [])


def test_nothing_is_given_to_who_is_gone(qtbot: QtBot, heartbeat: Pulse, bridge: Bridge) -> None:
    parent, gone, told = QObject(), QObject(), list[object]()
    ahead = Ahead(parent, bridge, lambda: "list")
    settle(qtbot, bridge)
    shiboken6.delete(gone)
    settle(qtbot, bridge)
    assert ahead.take(gone, told.append, told.append)
    settle(qtbot, bridge)
    assert told == []
