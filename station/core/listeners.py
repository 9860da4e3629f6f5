"""Those who asked to be told something, whichever thread they asked on."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from station.core import log

News = TypeVar("News")


class Listeners(Generic[News]):
    """Tells each listener every news, on the thread that tells."""

    def __init__(self, bug: str) -> None:
        """Start with nobody listening; a listener that fails is logged as the bug `bug`."""
        self._bug = bug
        self._lock = Lock()
        self._all: dict[int, Callable[[News], None]] = {}
        self._next = 0

    def add(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Tell `listener` until the function given back is called; twice added is told twice."""
        with self._lock:
            number = self._next
            self._next += 1
            self._all[number] = listener

        def stop() -> None:
            with self._lock:
                self._all.pop(number, None)

        return stop

    def tell(self, news: News) -> None:
        """Tell everybody; one who fails is logged, and the others are still told."""
        with self._lock:
            listeners = tuple(self._all.values())
        for listener in listeners:
            try:
                listener(news)
            except Exception as error:  # noqa: BLE001  (one screen's bug is not the others')
                log.bug(self._bug, error)
