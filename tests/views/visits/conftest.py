"""The page of visits on an open file, with people to drive to."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from station.models.database import Database
from station.views.steps import Steps
from station.views.visits.page import VisitsPage
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.qt import Pulse
from tests.visiting import TUESDAY, Drivers


@dataclass(slots=True)
class VisitsDesk(Desk):
    """The page, and the services that tests look at it through."""

    drivers: Drivers

    @property
    def visits(self) -> VisitsPage:
        """The page as what it is."""
        assert isinstance(self.page, VisitsPage)
        return self.page

    def calm(self) -> None:
        """Wait until all parts are built, and all that was asked has come and been told."""
        for _ in range(3):
            self.qtbot.waitUntil(self._built, timeout=30_000)
            QApplication.processEvents()
            self.qtbot.waitUntil(self._told, timeout=30_000)
            Desk.calm(self)

    def _built(self) -> bool:
        return not any(each.waiting for each in self.page.findChildren(Steps))

    def _told(self) -> bool:
        return not self.bridge._pause.isActive()

    def lines(self, name: str) -> list[str]:
        """What a screen reader says of every line of a list."""
        model = self.find(QListView, name).model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]

    def who(self, name: str = "stop_list") -> list[str]:
        """Whom the lines of a list are about."""
        return [each.split(", ")[0] for each in self.lines(name)]

    def pick(self, name: str, *places: int) -> None:
        """Choose lines of a list."""
        view = self.find(QListView, name)
        view.clearSelection()
        for place in places:
            index = view.model().index(place, 0)
            kind = view.selectionModel().SelectionFlag
            view.selectionModel().setCurrentIndex(index, kind.Select)
        view.setFocus()

    def key(self, name: str, key: Qt.Key, *, alt: bool = False) -> None:
        """Press a key in a list."""
        held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.find(QListView, name), key, held)
        self.calm()

    def words(self, name: str) -> str:
        """What a label says."""
        return self.find(QLabel, name).text()


@pytest.fixture
def desk(
    opener: Opener, qtbot: QtBot, database: Database, heartbeat: Pulse
) -> Iterator[VisitsDesk]:
    """The page on Friday, opened for Tuesday; nothing is to be done yet."""
    drivers = Drivers(opener.station, database, opener.clock)
    heard = Heard()
    with opener.shown(VisitsPage, drivers.session, heard, TUESDAY.isoformat()) as page:
        made = VisitsDesk(page, opener.station, opener.bridge, heard, qtbot, drivers)
        made.calm()
        yield made
        made.calm()
        heartbeat.p99_ms  # noqa: B018  (asked for, so that it beats all the time)
