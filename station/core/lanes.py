"""A lane: one worker thread that takes jobs one at a time, so that they never meet."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread, current_thread
from typing import TypeVar

T = TypeVar("T")


class Lane:
    """Runs jobs in order on its own thread; urgent ones go before those that wait."""

    def __init__(self, name: str) -> None:
        """Start the thread, called `name`."""
        self._wakened = Condition()
        self._urgent: deque[Callable[[], None]] = deque()
        self._waiting: deque[Callable[[], None]] = deque()
        self._closing = False
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], *, urgent: bool = False) -> Future[T]:
        """Queue `job` and give its future; after close() this is a RuntimeError."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001  (belongs to whoever asked)
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._wakened:
            if self._closing:
                raise RuntimeError("the lane is closed")
            (self._urgent if urgent else self._waiting).append(run)
            self._wakened.notify()
        return future

    def on_lane(self) -> bool:
        """Tell whether the caller runs on this lane's thread."""
        return current_thread() is self._thread

    def close(self) -> None:
        """Take no more jobs, finish those that were queued, and end the thread."""
        with self._wakened:
            self._closing = True
            self._wakened.notify()
        if not self.on_lane():
            self._thread.join()

    def _work(self) -> None:
        while (run := self._next()) is not None:
            run()
            # Let go before waiting, or the last result lives as long as the lane is idle.
            del run

    def _next(self) -> Callable[[], None] | None:
        with self._wakened:
            while not (self._urgent or self._waiting or self._closing):
                self._wakened.wait()
            if self._urgent:
                return self._urgent.popleft()
            return self._waiting.popleft() if self._waiting else None
