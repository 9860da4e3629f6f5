"""News inside the program: what changed, told once to everyone who asked."""

from collections.abc import Callable
from dataclasses import dataclass

from station.core.listeners import Listeners

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
        self._listeners = Listeners[ChangeSet]("bus_listener")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at every change until the function given back is called."""
        return self._listeners.add(listener)

    def publish(self, changes: ChangeSet) -> None:
        """Tell every listener; one that fails is no failure of what was saved."""
        self._listeners.tell(changes)
