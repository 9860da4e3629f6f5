"""A nurse at the page of patients: what tests of that page do, and what they hear."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.views.bridge import Bridge
from station.views.patients.page import PatientsPage
from station.wiring import Station
from tests.qt import settle

T = TypeVar("T", bound=QWidget)
NURSE = Session("1" * 32, "Mild Kystvei", "MK", "nurse", "nb")
OTHER = Session("2" * 32, "Stille Brygge", "SB", "nurse", "nb")
ELG = PatientDetails(
    given_name="Rask",
    family_name="Elg",
    number="01814049996",
    birth_date="1940-01-01",
    gender="male",
    phone="68 05 01 12",
    address="Storgata 1",
    city="Fjellsund",
)


@dataclass
class Told:
    """What the page said in passing, and where it wanted to go."""

    toasts: list[str] = field(default_factory=list)
    gone: list[tuple[str, str | None]] = field(default_factory=list)

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Hear a short message."""
        self.toasts.append(text)

    def go(self, page: str, subject: str | None = None) -> None:
        """Hear a wish for another page."""
        self.gone.append((page, subject))


@dataclass
class Office:
    """The page with all that a test asks of it."""

    page: PatientsPage
    station: Station
    bridge: Bridge
    told: Told
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until the page has its answers, those it asks for after a moment too."""
        for _ in range(3):
            # News published on the lane come as an event, and only then start their timer.
            QApplication.processEvents()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_all_still, timers))

    def find(self, kind: type[T], name: str) -> T:
        """The visible widget of this name."""
        return next(each for each in self.page.findChildren(kind, name) if each.isVisible())

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Write into a field and leave it."""
        editor = self.find(QLineEdit, name)
        editor.setText(text)
        editor.textEdited.emit(text)
        editor.editingFinished.emit()
        self.settle()

    def choose(self, name: str, value: str) -> None:
        """Choose in a drop-down."""
        drop = self.find(QComboBox, name)
        drop.setCurrentIndex(drop.findData(value))

    def register(self, details: PatientDetails = ELG) -> str:
        """Store a patient."""
        return self.station.patients.register(OTHER, details)

    def consent(self, patient_id: str) -> None:
        """Store a consent."""
        signed = ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
        self.station.consents.register(OTHER, patient_id, signed)

    def open(self, patient_id: str) -> None:
        """Open a patient."""
        self.page.opened(patient_id)
        self.settle()


def _all_still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))
