"""Building a screen in several turns of the event loop, so that the window never stands still."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Steps(QObject):
    """Runs one step for each turn of the event loop, in order; ends with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)

    def add(self, *steps: Callable[[], object]) -> None:
        """Queues steps."""
        self._waiting.extend(steps)
        self._turn.start()

    @property
    def waiting(self) -> bool:
        """Whether a step has not run yet."""
        return bool(self._waiting)

    def drop(self) -> None:
        """Forgets the steps that have not run."""
        self._waiting.clear()

    def _step(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        if self._waiting:
            self._turn.start()
