"""The page of the exchange on an open file, with services that play their part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station.services.session import Session
from station.services.sync.values import Status
from station.views.steps import Steps
from station.views.sync.page import SyncPage
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.qt import Pulse
from tests.sync_desk import PlayedConflicts, PlayedSync, conflicts, never, shared


@dataclass(slots=True)
class SyncDesk(Desk):
    """The page, what plays the services, and what it asked of them."""

    sync: PlayedSync
    conflicts: PlayedConflicts
    now: int

    def calm(self) -> None:
        """Waits until what is built in steps stands there, too."""
        for _ in range(3):
            Desk.calm(self)
            self.qtbot.waitUntil(
                lambda: not any(each.waiting for each in self.page.findChildren(Steps))
            )
            self.qtbot.wait(8)
        Desk.calm(self)

    def turn(self, status: Status) -> None:
        """The exchange stands so from now on."""
        self.sync.turn(status)
        self.calm()

    def words(self) -> str:
        """Everything that can be read on the page, but for what lists draw."""
        labels = self.page.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisibleTo(self.page))

    def said(self, name: str) -> str:
        """The words of a label."""
        return self.find(QLabel, name).text()

    def lines(self, name: str) -> list[str]:
        """What a screen reader says of every line of a list."""
        model = self.find(QAbstractItemView, name).model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]

    def enter(self, name: str) -> None:
        """Presses Enter on a list."""
        QTest.keyClick(self.find(QAbstractItemView, name), Qt.Key.Key_Return)
        self.calm()

    def keys(self, *keys: Qt.Key) -> None:
        """Presses keys where the keyboard stands."""
        for key in keys:
            at = QApplication.focusWidget()
            assert at is not None
            QTest.keyClick(at, key)
        self.calm()

    def offered(self) -> list[str]:
        """The words of all buttons now on the page."""
        found = self.page.findChildren(QPushButton)
        return [each.accessibleName() for each in found if each.isVisible()]


@dataclass
class Maker:
    """Shows the page as it stands in a test."""

    opener: Opener
    qtbot: QtBot

    def shown(
        self, status: Status, session: Session = NURSE, subject: str | None = None
    ) -> Iterator[SyncDesk]:
        """Shows the page."""
        now = self.opener.clock.now()
        sync, held = PlayedSync(status), PlayedConflicts(conflicts(now), now)
        heard = Heard()
        opener = replace(
            self.opener,
            station=shared(self.opener.station, syncing=sync, sync_items=sync, conflicts=held),
        )
        with opener.shown(SyncPage, session, heard, subject) as page:
            desk = SyncDesk(page, opener.station, opener.bridge, heard, self.qtbot, sync, held, now)
            desk.calm()
            yield desk
            desk.calm()


@pytest.fixture
def maker(opener: Opener, qtbot: QtBot, heartbeat: Pulse) -> Maker:
    """Shows pages."""
    return Maker(opener, qtbot)


@pytest.fixture
def desk(maker: Maker) -> Iterator[SyncDesk]:
    """The page of a station that shares nothing yet."""
    yield from maker.shown(never())


@pytest.fixture
def benefit(maker: Maker) -> Iterator[SyncDesk]:
    """The page as somebody sees it who may see no patients."""
    yield from maker.shown(never(), replace(NURSE, role="benefit"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to save in."""
    return tmp_path
