"""What the radio tells, brought to the screen: any thread in, the GUI thread out."""

from collections import deque
from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

Listener = Callable[[object], None]
Watch = Callable[[Listener], Callable[[], None]]
"""Begins to call a listener, on a thread of its own, until what it gives is called."""


class Mailbox:
    """Takes news on any thread and knocks once for each; after close() nobody is called.

    Of news of a class in `newest` only the newest waits: what came before it is stale.
    """

    def __init__(self, knock: Callable[[], None], newest: frozenset[type] = frozenset()) -> None:
        self._knock: Callable[[], None] | None = knock
        self._newest = newest
        self._lock = Lock()
        self._waiting: deque[object] = deque()

    def take(self, news: object) -> None:
        """Puts news in; the knock is held under the lock, so that nobody goes meanwhile."""
        with self._lock:
            if self._knock is None:
                return
            if type(news) in self._newest:
                for at, before in enumerate(self._waiting):
                    if type(before) is type(news):
                        self._waiting[at] = news
                        return
            self._waiting.append(news)
            self._knock()

    def next(self) -> object | None:
        """The oldest that waits, or None."""
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """Lets nothing in any more, and forgets what waits."""
        with self._lock:
            self._knock = None
            self._waiting.clear()


class Hearing(QObject):
    """Listens for as long as `owner` is there; `heard` carries one piece of news at a time."""

    heard = Signal(object)
    _knocked = Signal()

    def __init__(self, owner: QObject, watch: Watch, newest: frozenset[type] = frozenset()) -> None:
        """Begins to listen at once; call on the GUI thread."""
        super().__init__(owner)
        self._box = box = Mailbox(self._knocked.emit, newest)
        self._knocked.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        leave = self._leave = watch(box.take)

        def end() -> None:
            box.close()
            leave()

        # Emitted while this object, a child of the owner, still stands.
        owner.destroyed.connect(end)

    def stop(self) -> None:
        """Listens no more."""
        self._box.close()
        self._leave()

    def _deliver(self) -> None:
        news = self._box.next()
        if news is not None:
            self.heard.emit(news)
