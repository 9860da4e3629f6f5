"""The hour that the clock shows twice in autumn, told apart by the order of the rows alone."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A row whose time `shown` happened at the `first` and again at the `second` moment."""

    row: T
    shown: datetime
    first: int
    second: int


Settled = list[tuple[Held[T], int | None]]


@dataclass(slots=True)
class Stream(Generic[T]):
    """The times of one person and one column in file order, oldest or newest first.

    Times that happened twice are held until the next plain time. They are settled when all rows
    so far ran one way and the held ones take exactly one step back against it: that step is
    where the clock was moved.
    """

    held: list[Held[T]] = field(default_factory=list)
    _last: int | None = None
    _ran_up: bool = False
    _ran_down: bool = False

    def hold(self, held: Held[T]) -> None:
        """Keep a row until it can be settled."""
        if not self.held:
            # Plain times lie before or after both moments, so either of them tells the way.
            self._step_to(held.first)
        self.held.append(held)

    def passed(self, moment: int) -> Settled[T]:
        """Take in a plain time; give the held rows with their moments (None: cannot be told)."""
        self._step_to(moment)
        return self.settle()

    def settle(self) -> Settled[T]:
        """Give the held rows with their moments, knowing no more than what has passed."""
        held, self.held = self.held, []
        steps = self._steps_back(held)
        if len(steps) != 1:
            return [(item, None) for item in held]
        earlier, later = held[: steps[0]], held[steps[0] :]
        if self._ran_down:
            earlier, later = later, earlier
        settled: Settled[T] = [(item, item.first) for item in earlier]
        return settled + [(item, item.second) for item in later]

    def _steps_back(self, held: list[Held[T]]) -> list[int]:
        """Give the places where a shown time runs against all the rows; none if they ran both."""
        if self._ran_up == self._ran_down:
            return []
        pairs = ((at, held[at - 1].shown, held[at].shown) for at in range(1, len(held)))
        if self._ran_up:
            return [at for at, before, after in pairs if after < before]
        return [at for at, before, after in pairs if after > before]

    def _step_to(self, moment: int) -> None:
        if self._last is not None:
            self._ran_up = self._ran_up or moment > self._last
            self._ran_down = self._ran_down or moment < self._last
        self._last = moment
