"""The only crossing between the record lane and the screen."""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from station.core import log
from station.core.bus import Bus, ChangeSet
from station.core.lanes import Lane
from station.core.trouble import Trouble

T = TypeVar("T")
COALESCE_MS = 50
_BREATH_MS = 5
"""Long enough for what was built to be laid out and painted before the next is built."""


@dataclass(slots=True)
class _Errand:
    """One job on its way: kept here so that its last reference dies on the GUI thread."""

    owner: QObject
    job: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Trouble], None] | None
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        """Does the job, on the record lane, and keeps what came of it."""
        try:
            self.result = self.job()
        except BaseException as error:  # noqa: BLE001  (delivered on the GUI thread)
            self.error = error


class Bridge(QObject):
    """Takes jobs to the record lane and brings results, trouble and change sets back.

    `changed` carries one ChangeSet for all that was published within 50 ms; `troubled` carries
    a Trouble that nobody else handles; `broken` the name of a place where a bug showed itself.
    """

    changed = Signal(object)
    troubled = Signal(object)
    broken = Signal(str)
    _arrived = Signal()
    _published = Signal()

    def __init__(self, lane: Lane, bus: Bus | None = None) -> None:
        super().__init__()
        self._lane = lane
        self._lock = Lock()
        self._errands: dict[int, _Errand] = {}
        self._back: deque[int] = deque()
        self._news: ChangeSet | None = None
        self._next = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(COALESCE_MS)
        self._pause.timeout.connect(self._tell)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.setInterval(0)
        self._breath.timeout.connect(self._hand_over)
        self._arrived.connect(self._deliver)
        self._published.connect(self._start_pause)
        self._leave = bus.subscribe(self._hear) if bus is not None else None

    @property
    def pending(self) -> int:
        """How many jobs have not come back yet."""
        return len(self._errands)

    def listen(self, bus: Bus) -> None:
        """Passes this bus's change sets on; the one listened to before is left."""
        if self._leave is not None:
            self._leave()
        self._leave = bus.subscribe(self._hear)

    def ask(
        self,
        owner: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """Runs `job` on the record lane, then `then` here if `owner` still exists.

        Trouble goes to `failed`, or to `troubled` without one. Call on the GUI thread.
        """
        number, self._next = self._next, self._next + 1
        errand = _Errand(owner, job, then, failed)
        self._errands[number] = errand

        def run() -> None:
            errand.run()
            self._come_back(number)

        self._lane.submit(run, urgent=urgent)

    def submit(self, job: Callable[[], object]) -> Future[object]:
        """Queues a job that no screen waits for; may be called on any thread."""
        return self._lane.submit(job)

    def soon(self, owner: QObject, then: Callable[[], None]) -> None:
        """Runs `then` here a moment later, if `owner` still exists: for what needs no lane.

        A timer of nothing would run it with the events that already wait, before any painting.
        """
        number, self._next = self._next, self._next + 1
        self._errands[number] = _Errand(owner, then, lambda _: then(), None)

        def ripe() -> None:
            self._back.append(number)
            self._deliver()

        QTimer.singleShot(_BREATH_MS, self, ripe)

    def drop(self, screen: QObject) -> None:
        """Nothing comes back any more to a screen that goes, or to anything within it."""
        for errand in self._errands.values():
            if isValid(errand.owner) and _within(errand.owner, screen):
                errand.owner = self
                errand.then = errand.failed = lambda _: None

    def close(self) -> None:
        """Stops listening; what is still on its way is dropped when it arrives."""
        if self._leave is not None:
            self._leave()
            self._leave = None
        self._pause.stop()
        self._errands.clear()

    def _come_back(self, number: int) -> None:
        """On the lane: leaves word that an errand is done."""
        self._back.append(number)
        if isValid(self):
            self._arrived.emit()

    def _deliver(self) -> None:
        """On the GUI thread: hands over one result for each turn of the event loop.

        What is posted, as the lane does, is delivered with all else that was posted: two results
        that came close together, what they lay out, and one picture of both would be one turn.
        """
        if not self._breath.isActive():
            self._hand_over()

    def _hand_over(self) -> None:
        if not self._back:
            return
        # First, since what is handed over may open a dialog with a loop of its own.
        self._breath.start()
        errand = self._errands.pop(self._back.popleft(), None)
        if errand is None:
            return
        if errand.error is None:
            if isValid(errand.owner):
                errand.then(errand.result)
        elif isinstance(errand.error, Trouble):
            self._trouble(errand, errand.error)
        else:
            self._bug(errand.error)

    def _trouble(self, errand: _Errand, trouble: Trouble) -> None:
        if errand.failed is None:
            self.troubled.emit(trouble)
        elif isValid(errand.owner):
            errand.failed(trouble)
        log.event("trouble", code=trouble.code)

    def _bug(self, error: BaseException) -> None:
        log.bug("record_lane", error)
        self.broken.emit(type(error).__name__)
        sys.excepthook(type(error), error, error.__traceback__)

    def _hear(self, changes: ChangeSet) -> None:
        """On the publishing thread: adds to the news and wakes the GUI thread."""
        with self._lock:
            self._news = changes if self._news is None else self._news | changes
        if isValid(self):
            self._published.emit()

    def _start_pause(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _tell(self) -> None:
        with self._lock:
            news, self._news = self._news, None
        if news is not None:
            self.changed.emit(news)


def _within(one: QObject | None, top: QObject) -> bool:
    """Whether an object is another one, or stands somewhere within it."""
    while one is not None and one is not top:
        one = one.parent()
    return one is top
