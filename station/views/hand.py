"""A hand that works the window by itself, for pictures: presses, types, picks, and waits.

It finds what is on the screen by object name, so that it works in every language.
"""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QScrollArea,
    QWidget,
)

from station.views.behind import Behind
from station.views.bridge import Bridge
from station.views.window import Window

PATIENCE_S = 20.0
CALM_S = 0.3
"""So long nothing may be on its way before a screen counts as ready; typing is looked at late."""


class OutOfReachError(Exception):
    """What a step needs did not come on the screen; says which."""


class Hand:
    """Works one window."""

    def __init__(self, window: Window, behind: Behind) -> None:
        self._window = window
        self._bridge: Bridge = behind.bridge

    def press(self, name: str) -> None:
        """Presses a button."""
        made = self._find(name)
        if not isinstance(made, QAbstractButton) or not made.isEnabled():
            raise OutOfReachError(f"{name} cannot be pressed")
        made.click()
        self.calm()

    def maybe(self, name: str) -> None:
        """Presses a button if it is on the screen: with large text there is a way back more."""
        if any(each.isVisible() for each in self._window.findChildren(QAbstractButton, name)):
            self.press(name)

    def write(self, name: str, text: str) -> None:
        """Types into a field, in place of what stands there."""
        editor = self._find(name)
        editor.setFocus()
        _key(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in text:
            _key(editor, 0, Qt.KeyboardModifier.NoModifier, letter)
        self.calm()

    def enter(self, name: str) -> None:
        """Presses Enter in a field or list."""
        _key(self._find(name), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        self.calm()

    def pick(self, name: str, words: str) -> None:
        """Clicks the line of a list that holds these words."""
        view = self._find(name)
        if not isinstance(view, QAbstractItemView):
            raise OutOfReachError(f"{name} is no list")
        index = _line(view, words)
        if index is None:
            raise OutOfReachError(f"{words} does not stand in {name}")
        view.setCurrentIndex(index)
        view.clicked.emit(index)
        self.calm()

    def row(self, name: str, place: str) -> None:
        """Stands on the line of a list at a place, 0 is the first."""
        view = self._find(name)
        if not isinstance(view, QAbstractItemView) or int(place) >= view.model().rowCount():
            raise OutOfReachError(f"{name} has no line {place}")
        view.setCurrentIndex(view.model().index(int(place), 0))
        self.calm()

    def choose(self, name: str, entry: str) -> None:
        """Chooses an entry of a drop-down list: by its place, 0 is the first, or by its value."""
        box = self._find(name)
        if not isinstance(box, QComboBox):
            raise OutOfReachError(f"{name} has no entries")
        values = [str(box.itemData(at)) for at in range(box.count())]
        place = int(entry) if entry.isdigit() else _place_of(entry, values)
        if not 0 <= place < box.count():
            raise OutOfReachError(f"{name} has no entry {entry}")
        box.setCurrentIndex(place)
        box.activated.emit(place)
        self.calm()

    def file(self, path: str) -> None:
        """Answers the system's dialog that asks for a file."""
        for dialog in self._window.findChildren(QFileDialog):
            dialog.fileSelected.emit(path)
            dialog.close()
            self.calm()
            return
        raise OutOfReachError("no file is asked for")

    def wait(self, name: str) -> None:
        """Waits for something to come on the screen."""
        self._find(name)
        self.calm()

    def show(self, name: str) -> None:
        """Scrolls to something, so that its top stands in the picture."""
        made = self._find(name)
        over = made.parentWidget()
        while over is not None:
            if isinstance(over, QScrollArea) and (inner := over.widget()) is not None:
                over.verticalScrollBar().setValue(made.mapTo(inner, QPoint(0, 0)).y())
            over = over.parentWidget()
        self.calm()

    def snap(self, path: Path) -> None:
        """Saves what the window looks like."""
        self.calm()
        if not self._window.grab().save(str(path)):
            raise OutOfReachError(f"{path} cannot be written")

    def calm(self) -> None:
        """Lets the program run until nothing is on its way."""
        end, quiet = time.monotonic() + PATIENCE_S, time.monotonic()
        while time.monotonic() - quiet < CALM_S:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if self._bridge.pending:
                quiet = time.monotonic()
            if time.monotonic() > end:
                raise OutOfReachError("the window does not come to rest")
            time.sleep(0.002)

    def _find(self, name: str) -> QWidget:
        end = time.monotonic() + PATIENCE_S / 2
        while True:
            for each in self._window.findChildren(QWidget, name):
                if each.isVisible():
                    return each
            if time.monotonic() > end:
                raise OutOfReachError(f"{name} is not on the screen")
            QApplication.processEvents()


def _key(to: QWidget, key: int, modifier: Qt.KeyboardModifier, text: str = "") -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(to, QKeyEvent(kind, key, modifier, text))


def _place_of(entry: str, values: list[str]) -> int:
    return values.index(entry) if entry in values else -1


def _line(view: QAbstractItemView, words: str) -> QModelIndex | None:
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
        if any(words in str(index.data(role) or "") for role in roles):
            return index
    return None
