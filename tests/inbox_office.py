"""A page of readings or of files on an open file, driven by keyboard and asked until it is calm."""

from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.views.bridge import Bridge
from station.views.page import Page
from station.wiring import Station

W = TypeVar("W", bound=QWidget)


@dataclass(slots=True)
class Heard:
    """Where the page wanted to go, and what it said in passing."""

    went: list[tuple[str, str | None]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: list[object] = field(default_factory=list)

    def go(self, page: str, subject: str | None = None) -> None:
        """Notes a page that was to be opened."""
        self.went.append((page, subject))

    def toast(self, text: str, undo: object = None) -> None:
        """Notes what was said, and how it is undone."""
        self.said.append(text)
        self.undo.append(undo)


@dataclass(slots=True)
class Desk:
    """A page with its station, and a person at the keyboard."""

    page: Page
    station: Station
    bridge: Bridge
    heard: Heard
    qtbot: QtBot

    def calm(self) -> None:
        """Waits until nothing is on its way between the page and the two lanes."""

        def quiet() -> bool:
            inner = self.page.findChildren(Bridge)
            return not self.bridge.pending and not any(each.pending for each in inner)

        for _ in range(4):
            self.qtbot.waitUntil(quiet, timeout=30_000)
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget called so; waits for it, as a person does."""

        def seen() -> list[W]:
            return [each for each in self.page.findChildren(kind, name) if each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(seen()), timeout=5000)
        return seen()[0]

    def shows(self, kind: type[W], name: str) -> bool:
        """Whether a widget called so is visible."""
        return any(each.isVisible() for each in self.page.findChildren(kind, name))

    def write(self, name: str, text: str, *, enter: bool = False) -> None:
        """Types into a field in place of what stands there."""
        box = self.find(QLineEdit, name)
        box.selectAll()
        QTest.keyClicks(box, text)
        if enter:
            QTest.keyClick(box, Qt.Key.Key_Return)
        self.calm()

    def press(self, name: str) -> None:
        """Presses a button by keyboard."""
        QTest.keyClick(self.find(QPushButton, name), Qt.Key.Key_Space)
        self.calm()
