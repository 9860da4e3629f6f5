"""Building a screen in several turns of the event loop, so that the window never stands still."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

BREATH_MS = 6
"""Long enough for what one step built to be laid out and painted before the next begins."""


class Steps(QObject):
    """Runs one step for each turn of the event loop, in order; ends with its parent."""

    def __init__(self, parent: QObject, steps: Sequence[Callable[[], object]] = ()) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        # A timer of nothing would run the next step before what the last one built was painted.
        self._turn.setInterval(BREATH_MS)
        self._turn.timeout.connect(self._step)
        if steps:
            self.add(*steps)

    def add(self, *steps: Callable[[], object]) -> None:
        """Queues steps."""
        self._waiting.extend(steps)
        if not self._turn.isActive():
            self._turn.start()

    def first(self, *steps: Callable[[], object]) -> None:
        """Puts steps before all that wait: what a step under way is itself built of."""
        self._waiting.extendleft(reversed(steps))
        if not self._turn.isActive():
            self._turn.start()

    @property
    def waiting(self) -> bool:
        """Whether a step has not run yet."""
        return bool(self._waiting)

    def drop(self) -> None:
        """Forgets the steps that have not run."""
        self._waiting.clear()

    def finish(self) -> None:
        """Runs all that is left at once."""
        while self._waiting:
            self._waiting.popleft()()

    def _step(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        if self._waiting:
            self._turn.start()


def unless_written(part: QWidget, begin: Callable[[], object]) -> None:
    """Calls `begin`, unless somebody writes in the part already: the keyboard stays with her."""
    at = QApplication.focusWidget()
    if at is None or not part.isAncestorOf(at) or not _written(at):
        begin()


def _written(editor: QWidget) -> bool:
    if isinstance(editor, QPlainTextEdit):
        return editor.document().isModified()
    return isinstance(editor, QLineEdit) and editor.isModified()


def let_go(part: QWidget) -> None:
    """Hides a part at once and destroys it, with all within, in a turn of its own."""
    part.hide()
    QTimer.singleShot(BREATH_MS, part, part.deleteLater)
