"""The label scanner, heard wherever the keyboard stands on a page: it types fast and ends in Enter.

A scanner is a keyboard to Qt. What a person types comes with pauses; several letters without a
pause, and Enter, are a scan. While one comes in nothing else on the page takes its keys, and a
digit acts as a short cut only when it is sure that no scanner is writing.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from station.core.clock import Clock
from station.views.style import Button

PAUSE_MS: Final = 45
"""So long a scanner waits between two letters at most; people need twice as long."""
LEAST: Final = 4
"""A label or serial number has at least so many letters."""
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_WITH: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Wedge(QObject):
    """`scanned` carries what a scanner wrote, `lone` a claimed letter that a person pressed.

    A digit of a person presses the button that it stands on. Fields keep what is typed into them;
    of a box that is watched `burst` tells what came fast.
    """

    scanned = Signal(str)
    lone = Signal(str)

    def __init__(self, page: QWidget, clock: Clock) -> None:
        super().__init__(page)
        self._page, self._clock = page, clock
        self._box: QWidget | None = None
        self._claimed = frozenset[str]()
        self._letters, self._last, self._boxed = "", 0.0, False
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.setInterval(PAUSE_MS)
        self._alone.timeout.connect(self._press)
        page.installEventFilter(self)

    @property
    def waiting(self) -> bool:
        """Whether it is not yet sure that a letter stands alone."""
        return self._alone.isActive()

    def watch(self, box: QWidget) -> None:
        """Listens to what is typed into a box for scans, too."""
        self._box = box
        box.installEventFilter(self)

    def claim(self, letters: str) -> None:
        """From now on tells these letters when they stand alone."""
        self._claimed = frozenset(letters.casefold())

    def burst(self) -> str:
        """What has come without a pause until now, "" if it is too short for a scan; forgets it."""
        letters, self._letters = self._letters.strip(), ""
        return letters if len(letters) >= LEAST else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listens to keys before short cuts do, and keeps those of a scan from everything else."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and watched is not self._page and watched is not self._box:
            self._let_go()
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if watched is self._page:
                self._hear(event)
            elif watched is self._box:
                self._overhear(event)
        return False

    def _hear(self, event: QKeyEvent) -> None:
        """A key that no field takes."""
        if event.modifiers() & _WITH or event.isAutoRepeat():
            return
        self._alone.stop()
        if event.key() in _ENDS and self._boxed:
            # The box does not take Enter for itself, so it comes here too.
            return
        self._boxed = False
        if event.key() in _ENDS:
            scan = self.burst() if self._fast() else ""
            self._letters = ""
            if scan:
                self._keep(event)
                self.scanned.emit(scan)
        elif self._add(event.text()):
            letter = self._letters.casefold()
            if len(letter) > 1:
                self._keep(event)
            elif letter.isdigit() or letter in self._claimed:
                self._keep(event)
                self._alone.start()

    def _overhear(self, event: QKeyEvent) -> None:
        """A key that the box takes."""
        self._boxed = True
        if event.key() not in _ENDS:
            self._add(event.text())
        elif not self._fast():
            self._letters = ""

    def _fast(self) -> bool:
        return (self._clock.monotonic() - self._last) * 1000 <= PAUSE_MS

    def _add(self, letter: str) -> bool:
        if not letter or not letter.isprintable():
            return False
        before = self._letters if self._fast() else ""
        if letter == " " and not before:
            # Space presses what the keyboard stands on; no code begins with it.
            return False
        self._letters = before + letter
        self._last = self._clock.monotonic()
        return True

    def _keep(self, event: QKeyEvent) -> None:
        """Keeps a key from short cuts now, and its press, which comes next, from everything."""
        event.accept()
        app = QCoreApplication.instance()
        if app is not None:
            # For one key at a time: a filter on the whole application is called for each event.
            app.installEventFilter(self)

    def _let_go(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def _press(self) -> None:
        """A letter that stood alone."""
        letter, self._letters = self._letters.casefold(), ""
        if letter in self._claimed:
            self.lone.emit(letter)
            return
        for each in self._page.findChildren(Button):
            if each.isVisible() and each.isEnabled() and each.shortcut().toString() == letter:
                each.click()
                return
