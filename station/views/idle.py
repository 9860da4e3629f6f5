"""Idleness: how long nobody has touched the keyboard or the pointer, also while the PC slept."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from station.core.clock import Clock

LOOK_EVERY_MS: Final = 1000
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Idle(QObject):
    """Emits `idle` after `lock_after_s` and `long_idle` after `deep_after_s` without a touch.

    It listens to the windows, not to every widget: a filter on the whole application would be
    called for each event. Both clocks count, since the counter may stand still in sleep.
    """

    idle = Signal()
    long_idle = Signal()

    def __init__(self, clock: Clock, lock_after_s: int = 300, deep_after_s: int = 3600) -> None:
        super().__init__()
        self.lock_after_s, self.deep_after_s = lock_after_s, deep_after_s
        self._clock = clock
        self._told_idle = self._told_long = False
        self._touched = (clock.monotonic(), clock.now())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.listen_to)

    def listen_to(self, window: QWindow | None) -> None:
        """Counts touches in this window too; each window is listened to once."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def touched(self) -> None:
        """Begins the count anew."""
        self._touched = (self._clock.monotonic(), self._clock.now())
        self._told_idle = self._told_long = False

    def seconds(self) -> float:
        """How long nobody has touched anything."""
        counter, wall = self._touched
        passed = (self._clock.now() - wall) / 1000
        return max(self._clock.monotonic() - counter, passed)

    def look(self) -> None:
        """Compares with the two limits, and tells each once."""
        passed = self.seconds()
        if passed >= self.lock_after_s and not self._told_idle:
            self._told_idle = True
            self.idle.emit()
        if passed >= self.deep_after_s and not self._told_long:
            self._told_long = True
            self.long_idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes touches and lets every event through."""
        if event.type() in _TOUCHES:
            self.touched()
        return False
