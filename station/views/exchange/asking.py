"""Reading and writing files beside the record lane: how far it is, and the way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from station.services.stick.exchanging import Ask, stopped
from station.views.bridge import Bridge

T = TypeVar("T")
_LOOK_S = 0.2


class LaneAsk(Ask):
    """Runs jobs on the record lane for somebody on the lane of files, until it is stopped."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._stopped = Event()
        self.done = self.of = 0

    def __call__(self, job: Callable[[], T]) -> T:
        """Waits for the job; Trouble `exchange_stopped` once it has been stopped."""
        box: list[T] = []
        future = self._bridge.submit(lambda: box.append(job()))
        while True:
            try:
                # Looked up now and then: the record lane may have been closed before the job ran.
                future.result(_LOOK_S)
            except TimeoutError:
                self._look()
                continue
            return box[0]

    def stop(self) -> None:
        """Lets the work end at its next look; what is worked in stays."""
        self._stopped.set()

    def tell(self, done: int, of: int) -> None:
        """Notes how far it is; called on the lane of files."""
        self._look()
        self.done, self.of = done, of

    def _look(self) -> None:
        if self._stopped.is_set():
            raise stopped()
