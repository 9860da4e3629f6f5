"""Time as something handed in: UTC milliseconds since 1970 and a counter that never goes back."""

import time
from typing import Protocol


class Clock(Protocol):
    """What a part of Station may ask about time."""

    def now(self) -> int:
        """Give the wall clock in UTC milliseconds since 1970."""

    def monotonic(self) -> float:
        """Give seconds on a counter that no clock change moves back."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> int:
        """Give the machine's wall clock in UTC milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Give the machine's monotonic counter in seconds."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, now_ms: int) -> None:
        """Start at `now_ms` (UTC milliseconds) with the counter at zero."""
        self._now = now_ms
        self._monotonic = 0.0

    def now(self) -> int:
        """Give the time it was last set to, in UTC milliseconds."""
        return self._now

    def monotonic(self) -> float:
        """Give the seconds it has been advanced by since it was made."""
        return self._monotonic

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass, on the wall clock and on the counter."""
        if ms < 0:
            raise ValueError("time only advances; use set() to turn the wall clock back")
        self._now += ms
        self._monotonic += ms / 1000

    def set(self, ms: int) -> None:
        """Turn the wall clock to `ms` and leave the counter, as one does who sets a clock."""
        self._now = ms


class RunningClock:
    """A clock that runs on from a chosen moment: the training municipality's day."""

    def __init__(self, now_ms: int) -> None:
        """Start at `now_ms` (UTC milliseconds)."""
        self._start = now_ms
        self._counter = time.monotonic()

    def now(self) -> int:
        """Give the chosen moment plus the time that has passed since, in UTC milliseconds."""
        return self._start + int((time.monotonic() - self._counter) * 1000)

    def monotonic(self) -> float:
        """Give the machine's monotonic counter in seconds."""
        return time.monotonic()
