"""The page of all equipment on an open file with equipment everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station.services.session import Session
from station.views.overview.page import OverviewPage
from station.views.steps import Steps
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.overview_office import furnish
from tests.qt import Pulse
from tests.stock_office import StockOffice


@dataclass(slots=True)
class OverviewDesk(Desk):
    """The page, what it says, and what is in the file."""

    office: StockOffice
    session: Session

    def calm(self) -> None:
        """Waits until what is built in steps stands there, too."""
        for _ in range(3):
            Desk.calm(self)
            self.qtbot.waitUntil(self._built, timeout=30_000)
            self.qtbot.wait(8)

    def _built(self) -> bool:
        told = not any(timer.isActive() for timer in self.bridge.findChildren(QTimer))
        return told and not any(each.waiting for each in self.page.findChildren(Steps))

    def turn(self, section: str) -> None:
        """Presses the tab of a section."""
        QTest.keyClick(self.find(QPushButton, f"tab_{section}"), Qt.Key.Key_Space)
        self.calm()

    def lines(self, name: str) -> list[str]:
        """What a screen reader says of every line of a list."""
        model = self.find(QAbstractItemView, name).model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]

    def pick(self, name: str, words: str) -> None:
        """Stands on the line that says these words, and presses Enter."""
        view = self.find(QAbstractItemView, name)
        at = next(n for n, line in enumerate(self.lines(name)) if words in line)
        view.setCurrentIndex(view.model().index(at, 0))
        QTest.keyClick(view, Qt.Key.Key_Return)
        self.calm()

    def words(self) -> str:
        """Everything that can be read on the page, but for what lists draw."""
        labels = self.page.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisibleTo(self.page))


def shown(
    opener: Opener, qtbot: QtBot, session: Session, subject: str = "", many: int = 6
) -> Iterator[OverviewDesk]:
    """Shows the page for somebody, with `many` devices of each kind in the house."""
    office = furnish(opener.station.record, opener.clock, NURSE, many)
    heard = Heard()
    with opener.shown(OverviewPage, session, heard, subject) as page:
        made = OverviewDesk(page, opener.station, opener.bridge, heard, qtbot, office, session)
        made.calm()
        yield made
        made.calm()


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[OverviewDesk]:
    """The page as a nurse has it, with the glance in front."""
    yield from shown(opener, qtbot, NURSE)


@pytest.fixture
def substitute(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[OverviewDesk]:
    """The page as a substitute has it."""
    yield from shown(opener, qtbot, replace(NURSE, role="substitute"))
