"""The one window: a neutral title, one screen at a time, and a signal when it is first seen."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.views.style.theme import dress

TITLE = "Station"
"""Never more: titles are read in task bars, screen shares and by people passing."""


class Window(QWidget):
    """Holds the screen in front; the one before is emptied and destroyed."""

    painted = Signal()
    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.resize(1366, 768)
        dress(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._screen: QWidget | None = None
        self._seen = False
        self.may_close = True

    @property
    def screen_now(self) -> QWidget | None:
        """The screen in front."""
        return self._screen

    def show_screen(
        self, screen: QWidget, later: Callable[[Callable[[], None]], None] | None = None
    ) -> None:
        """Puts a screen in front; nothing of the one before stays in memory or to a reader.

        It is hidden at once. With `later`, which runs what it is given in a turn of its own, it is
        destroyed then: many pages take as long to destroy as the next screen to show.
        """
        old, self._screen = self._screen, screen
        if old is not None:
            old.hide()
            self._column.removeWidget(old)
            if later is None:
                old.deleteLater()
            else:
                later(old.deleteLater)
        self._column.addWidget(screen)
        screen.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells once, after the first picture has reached the screen."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks first while somebody is signed in: the backup is made on the way out."""
        if self.may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()
