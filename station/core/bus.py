"""News inside the program: what changed, told once to everyone who asked."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from station.core import log

TOPICS = frozenset(
    {
        "patients",
        "plans",
        "readings",
        "alerts",
        "quarantine",
        "users",
        "settings",
        "judging",
        "exchange",
        "forms",
        "equipment",
        "visits",
    }
)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Which topics changed, and for which patients (none named: not tied to a patient)."""

    topics: frozenset[str]
    patients: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a topic that nobody can have subscribed to."""
        if unknown := self.topics - TOPICS:
            raise ValueError(f"unknown topics: {sorted(unknown)}")

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        """Give the two change sets as one."""
        return ChangeSet(self.topics | other.topics, self.patients | other.patients)


Listener = Callable[[ChangeSet], None]


class Bus:
    """Tells listeners about changes, on the thread that publishes."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._lock = Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at every change until the function given back is called."""
        with self._lock:
            number = self._next
            self._next += 1
            self._listeners[number] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(number, None)

        return unsubscribe

    def publish(self, changes: ChangeSet) -> None:
        """Tell every listener; one that fails is logged as a bug and the others are still told."""
        with self._lock:
            listeners = tuple(self._listeners.values())
        for listener in listeners:
            try:
                listener(changes)
            except Exception as error:  # noqa: BLE001  (what was saved stays saved)
                log.bug("bus_listener", error)
