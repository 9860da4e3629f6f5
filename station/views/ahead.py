"""An answer asked for before the page that wants it is built, so that the two are made at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from station.core.trouble import Trouble
from station.views.bridge import Bridge

Taker = tuple[QObject, Callable[[Any], None], Callable[[Trouble], None]]
"""Who wants the answer, what to do with it, and what to do with trouble."""


class Ahead(QObject):
    """One answer on its way to whoever takes it first; it is given once, and not kept."""

    def __init__(self, parent: QObject, bridge: Bridge, job: Callable[[], object]) -> None:
        """Runs `job` on the record lane, before what waits there."""
        super().__init__(parent)
        self._bridge = bridge
        self._answer: tuple[object] | Trouble | None = None
        self._taker: Taker | None = None
        self._taken = False

        def run() -> None:
            # Left here by the lane: whoever takes it later need not wait for the next turn.
            self._answer = (job(),)

        bridge.ask(self, run, lambda _: self._meet(), self._failed, urgent=True)

    def take(
        self, owner: QObject, then: Callable[[Any], None], failed: Callable[[Trouble], None]
    ) -> bool:
        """Gives the answer, now or as soon as it comes; False if somebody has taken it already."""
        if self._taken:
            return False
        self._taken = True
        self._taker = (owner, then, failed)
        # Not at once: who asks has just been built, and is painted first.
        self._bridge.soon(self, self._meet)
        return True

    def _failed(self, trouble: Trouble) -> None:
        self._answer = trouble
        self._meet()

    def _meet(self) -> None:
        answer, taker = self._answer, self._taker
        if answer is None or taker is None:
            return
        self._answer = self._taker = None
        owner, then, failed = taker
        if not isValid(owner):
            return
        if isinstance(answer, Trouble):
            failed(answer)
        else:
            then(answer[0])
