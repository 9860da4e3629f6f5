"""A lock that comes between the building of the pages' frame and its showing."""

import gc

from pytestqt.qtbot import QtBot

from station.views.bridge import Bridge
from station.views.keeper import Keeper, persons
from station.views.shell.frame import Shell
from station.views.signin.view import SignInView
from station.views.window import Window
from tests.qt import Pulse, settle
from tests.views.conftest import PASSWORD, Installed


def test_a_lock_before_the_pages_are_shown_shows_none_of_them(
    heartbeat: Pulse, bridge: Bridge, qtbot: QtBot, installed: Installed
) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    keeper = Keeper(window, bridge, installed.station, pages=())
    keeper.show_door(persons(installed.station.door.people()))
    keeper.enter(installed.station.door.sign_in(installed.first, PASSWORD), installed.first)
    keeper.lock()
    settle(qtbot, bridge)
    assert isinstance(window.screen_now, SignInView)
    assert window.findChild(Shell) is None
    keeper.memory.stop()
    gc.disable()
