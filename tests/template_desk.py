"""Somebody at the page of plan templates: what tests of that page do and hear."""

from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.views.bridge import Bridge
from station.views.templates.editor import Editor
from station.views.templates.page import TemplatesPage
from station.wiring import Station
from tests.patient_office import Told
from tests.qt import settle

W = TypeVar("W", bound=QWidget)


@dataclass
class Desk:
    """The page with all that a test asks of it."""

    page: TemplatesPage
    station: Station
    bridge: Bridge
    told: Told
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until the page has its answers."""
        for _ in range(4):
            QApplication.processEvents()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_still, timers), timeout=8000)

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget of this name."""
        return next(each for each in self.page.findChildren(kind, name) if each.isVisible())

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Write into a field."""
        self.find(QLineEdit, name).setText(text)

    def choose(self, name: str, value: object) -> None:
        """Choose in a drop-down."""
        drop = self.find(QComboBox, name)
        drop.setCurrentIndex(drop.findData(value))

    def words(self) -> str:
        """Every text that is visible now."""
        labels = self.page.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def editor(self) -> Editor:
        """The version in front."""
        assert self.page.editor is not None
        return self.page.editor


def _still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))
