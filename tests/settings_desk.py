"""Somebody at the page of settings of a real installation: what tests do and hear there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.office.firststart import NewPerson
from station.services.session import Session
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.settings.page import SettingsPage
from station.views.style import dress
from station.wiring import Station, build
from tests.patient_office import Told
from tests.qt import settle

T = TypeVar("T", bound=QWidget)
CHEAP = Cost(8 * 1024, 1, 1)
PASSWORD, OTHER_PASSWORD = "en elg i fjellet", "fire blå hester"
PROFILE = Profile("Fjellsund kommune", phone="68 05 01 00", service_name="Hjemmeoppfølging")


@dataclass
class Desk:
    """The page with all that a test asks of it."""

    page: SettingsPage
    station: Station
    bridge: Bridge
    session: Session
    qtbot: QtBot
    told: Told = field(default_factory=Told)

    def settle(self) -> None:
        """Wait until the page has its answers."""
        for _ in range(3):
            QApplication.processEvents()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_all_still, timers))

    def open(self, section: str) -> None:
        """Open a section."""
        self.page.opened(section)
        self.settle()

    def find(self, kind: type[T], name: str) -> T:
        """The visible widget of this name."""
        return next(each for each in self.page.findChildren(kind, name) if each.isVisible())

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Write into a field."""
        editor = self.find(QLineEdit, name)
        editor.setText(text)
        editor.textEdited.emit(text)

    def choose(self, name: str, value: object) -> None:
        """Choose in a drop-down and wait."""
        drop = self.find(QComboBox, name)
        drop.setCurrentIndex(drop.findData(value))
        self.settle()

    def words(self) -> str:
        """Every text that is visible now."""
        labels = self.page.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def secrets(self, button: str, text: str) -> None:
        """Write a new password twice in the form that this button ends."""
        form = self.find(QPushButton, button).parentWidget()
        for name in ("new_password", "new_password_again"):
            form.findChild(QLineEdit, name).setText(text)  # type: ignore[union-attr]


def _all_still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))


def made(qtbot: QtBot, bridge: Bridge, home: Home, clock: FixedClock, role: str) -> Iterator[Desk]:
    """An installation whose leader signed in, with `role` in her session; closed afterwards."""
    person = NewPerson("Rask Elg", "RE", "leader")
    created = firststart.create(home, PROFILE, person, PASSWORD, clock=clock, cost=CHEAP)
    station = build(home, clock, CHEAP)
    session = replace(station.door.sign_in(created.slot_id, PASSWORD), role=role)
    bridge.listen(station.bus)
    told = Told()
    page = SettingsPage(Context(bridge, station, session, clock, told.go, told.toast))
    bridge.changed.connect(page.changed)
    page.resize(1274, 660)
    dress(page)
    page.show()
    desk = Desk(page, station, bridge, session, qtbot, told)
    desk.open("municipality")
    yield desk
    desk.settle()
    page.close()
    page.deleteLater()
    settle(qtbot, bridge)
    station.close()
