"""A damaged or missing file at the door: the newest backup is offered, and put back when asked."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.backup import Backup
from station.views.bridge import Bridge
from station.views.keeper import Keeper, persons
from station.views.pages import PAGES
from station.views.signin.refusal import RefusalView
from station.views.signin.view import SignInView
from station.views.window import Window
from tests.qt import Pulse, settle
from tests.views.conftest import PASSWORD, Installed


@pytest.fixture
def backup(installed: Installed, clock: FixedClock) -> Backup:
    """A backup two hours old of an installation whose file is closed."""
    station = installed.station
    made = station.backups.make(station.door.sign_in(installed.first, PASSWORD))
    station.door.close()
    clock.advance(2 * 60 * 60_000)
    return made


@pytest.fixture
def window(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge, installed: Installed, backup: Backup
) -> Iterator[Window]:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    keeper = Keeper(made, bridge, installed.station, pages=PAGES)
    keeper.show_door(persons(installed.station.door.people()))
    yield made
    settle(qtbot, bridge)
    made.may_close = True
    keeper.memory.stop()
    gc.disable()


def try_to_sign_in(window: Window, installed: Installed, bridge: Bridge, qtbot: QtBot) -> None:
    view = window.screen_now
    assert isinstance(view, SignInView)
    settle(qtbot, bridge)
    with pytest.raises(Trouble) as caught:
        installed.station.door.sign_in(installed.first, PASSWORD)
    view._refused(caught.value)
    settle(qtbot, bridge)


@pytest.mark.parametrize("content", [None, b"", b"x" * 777])
def test_a_file_that_is_gone_or_garbled_is_put_back_from_the_newest_backup(
    window: Window, installed: Installed, bridge: Bridge, qtbot: QtBot, content: bytes | None
) -> None:
    database = installed.station.home.database
    database.unlink()
    if content is not None:
        database.write_bytes(content)
    try_to_sign_in(window, installed, bridge, qtbot)
    words = window.findChild(QLabel, "offer_words")
    assert words is not None
    assert "2 h" in words.text() or "2 t" in words.text()
    offer = window.findChild(QPushButton, "offer")
    assert offer is not None
    offer.click()
    settle(qtbot, bridge)
    assert isinstance(window.screen_now, SignInView)
    assert installed.station.door.sign_in(installed.first, PASSWORD).name == "Rask Elg"


def test_without_a_backup_that_looks_whole_nothing_is_offered(
    window: Window, installed: Installed, backup: Backup, bridge: Bridge, qtbot: QtBot
) -> None:
    backup.database.write_bytes(b"noise")
    installed.station.home.database.unlink()
    try_to_sign_in(window, installed, bridge, qtbot)
    assert isinstance(window.screen_now, RefusalView)
    assert window.findChild(QPushButton, "offer") is None


def test_a_backup_that_is_gone_when_it_is_asked_for_is_told(
    window: Window, installed: Installed, backup: Backup, bridge: Bridge, qtbot: QtBot
) -> None:
    installed.station.home.database.unlink()
    try_to_sign_in(window, installed, bridge, qtbot)
    offer = window.findChild(QPushButton, "offer")
    assert offer is not None
    backup.database.unlink()
    offer.click()
    settle(qtbot, bridge)
    view = window.screen_now
    assert isinstance(view, RefusalView)
    assert "backup" in view.accessibleName() or "sikkerhetskopi" in view.accessibleName()
