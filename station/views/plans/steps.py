"""Building a large view a part at a time, so that the window never stands still."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer


class Steps(QObject):
    """Runs one step at each turn of the event loop, until none is left or the owner is gone."""

    def __init__(self, owner: QObject, steps: Sequence[Callable[[], object]]) -> None:
        super().__init__(owner)
        self._left = list(steps)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def after(self, act: Callable[[], object]) -> None:
        """Does this too, once all that is left has run."""
        self._left.append(act)
        self._timer.start()

    def finish(self) -> None:
        """Runs all that is left at once."""
        while self._left:
            self._next()

    def _next(self) -> None:
        if self._left:
            self._left.pop(0)()
        if not self._left:
            self._timer.stop()
