"""What tests of «I dag» share: an open page on a real installation, and a nurse's hands."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.services.session import Session
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.today.page import TodayPage
from tests.cohort import Cohort
from tests.qt import Pulse, settle
from tests.views.conftest import PASSWORD, Installed


@dataclass(slots=True)
class Desk:
    """The page, where it went, what it said, and what can be undone."""

    page: TodayPage
    bridge: Bridge
    qtbot: QtBot
    cohort: Cohort
    went: list[tuple[str, str | None]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: Callable[[], object] | None = None

    def settle(self) -> None:
        """Let every job and every piece of news arrive."""
        settle(self.qtbot, self.bridge)

    def open(self, patient_id: str) -> None:
        """Open a patient the way the shell does."""
        self.page.opened(patient_id)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key on what has the focus."""
        target = QApplication.focusWidget() or self.page
        QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def write(self, words: str) -> None:
        """Type letters into what has the focus."""
        QTest.keyClicks(QApplication.focusWidget() or self.page, words)

    def child(self, name: str) -> QWidget:
        """The visible widget called so."""
        found = [each for each in self.page.findChildren(QWidget, name) if each.isVisible()]
        assert found, name
        return found[-1]

    def names(self) -> list[str]:
        """The names in the list from the top."""
        return [row.name for row in self.page.listing.list.rows.shown]


@pytest.fixture
def session(installed: Installed) -> Session:
    """The first nurse, signed in."""
    found = installed.station.door.sign_in(installed.first, PASSWORD)
    return replace(found, language="en")


@pytest.fixture
def cohort(installed: Installed, session: Session, clock: FixedClock) -> Cohort:
    """An empty cohort."""
    return Cohort(installed.station, session, clock)


@pytest.fixture
def desk(cohort: Cohort, bridge: Bridge, qtbot: QtBot, heartbeat: Pulse) -> Callable[[], Desk]:
    """Opens the page for what the cohort holds then, at 1280 x 690."""
    made: list[Desk] = []

    def open_page() -> Desk:
        context = Context(
            bridge, cohort.station, cohort.session, cohort.clock, _go(made), _toast(made)
        )
        # What the test prepared on this thread is not the program's pause.
        qtbot.wait(20)
        page = TodayPage(context)
        qtbot.addWidget(page)
        page.resize(1280, 690)
        bridge.listen(cohort.station.bus)
        bridge.changed.connect(page.changed)
        made.append(Desk(page, bridge, qtbot, cohort))
        page.show()
        page.activateWindow()
        page.opened(None)
        made[0].settle()
        return made[0]

    return open_page


def _go(made: list[Desk]) -> Callable[..., None]:
    def go(page: str, subject: str | None = None) -> None:
        made[0].went.append((page, subject))
        if page == "today":
            made[0].page.opened(subject)

    return go


def _toast(made: list[Desk]) -> Callable[..., None]:
    def toast(text: str, undo: Callable[[], object] | None = None) -> None:
        made[0].said.append(text)
        made[0].undo = undo

    return toast
