"""One screen at a time, and the next one only when it is whole."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.views.bridge import Bridge
from station.views.stage import Stage
from tests.qt import Pulse, settle


def staged(qtbot: QtBot, bridge: Bridge) -> tuple[QWidget, Stage]:
    """A stage on a window that is shown."""
    host = QWidget()
    qtbot.addWidget(host)
    stage = Stage(bridge, host, QVBoxLayout(host))
    host.resize(300, 200)
    host.show()
    return host, stage


def test_a_screen_is_seen_when_all_its_parts_are_there(
    qtbot: QtBot, bridge: Bridge, heartbeat: Pulse
) -> None:
    _, stage = staged(qtbot, bridge)
    first, second = QWidget(), QWidget()
    stage.put_at_once(first)
    told: list[tuple[str, bool, bool]] = []

    def tell(what: str) -> None:
        told.append((what, first.isVisible(), second.isVisible()))

    stage.put(second, lambda: tell("stands"), [lambda: tell("one"), lambda: tell("two")])
    assert stage.here is first
    settle(qtbot, bridge)
    assert told == [("one", True, False), ("two", True, False), ("stands", False, True)]
    assert stage.here is second


def test_what_begins_there_can_take_the_keyboard(qtbot: QtBot, bridge: Bridge) -> None:
    host, stage = staged(qtbot, bridge)
    field = QLineEdit()
    stage.put(field, field.setFocus)
    settle(qtbot, bridge)
    assert host.focusWidget() is field


def test_a_screen_that_is_overtaken_is_never_seen(qtbot: QtBot, bridge: Bridge) -> None:
    _, stage = staged(qtbot, bridge)
    told: list[str] = []
    stage.put(QWidget(), lambda: told.append("first"), [lambda: told.append("part")])
    newest = QWidget()
    stage.put(newest, lambda: told.append("second"))
    settle(qtbot, bridge)
    assert told == ["second"]
    assert stage.here is newest
    stage.put(QWidget(), lambda: told.append("third"))
    stage.put_at_once(last := QWidget())
    settle(qtbot, bridge)
    assert told == ["second"]
    assert stage.here is last


def test_it_can_be_cleared(qtbot: QtBot, bridge: Bridge) -> None:
    host, stage = staged(qtbot, bridge)
    shown = QWidget()
    stage.put_at_once(shown)
    gone: list[str] = []
    shown.destroyed.connect(lambda: gone.append("shown"))
    stage.put(QWidget())
    stage.clear()
    assert not shown.isVisible()
    settle(qtbot, bridge)
    assert stage.here is None
    qtbot.waitUntil(lambda: gone == ["shown"])
    assert not [each for each in host.findChildren(QWidget) if each.isVisible()]


def test_nothing_comes_to_a_place_that_is_gone(qtbot: QtBot, bridge: Bridge) -> None:
    window, _ = staged(qtbot, bridge)
    host = QWidget(window)
    told: list[str] = []
    Stage(bridge, host, QVBoxLayout(host)).put(QWidget(), lambda: told.append("stands"))
    host.deleteLater()
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert told == []
