"""Whether the wall clock still runs with the counter that nobody can set."""

from enum import StrEnum

from station.core.clock import Clock

SLACK_MS = 10 * 60_000
"""A clock that is set right by some minutes is no news."""
ASLEEP_MS = 31 * 86_400_000
"""A PC may sleep for so long: on some the counter sleeps too, and the clock only seems ahead."""


class ClockFault(StrEnum):
    """What was done to the clock while Station was open."""

    NONE = ""
    BACK = "back"
    AHEAD = "ahead"


class ClockWatch:
    """Compares each look with the last one at which the clock was in order."""

    def __init__(self, clock: Clock) -> None:
        """Trust `clock` as it is now."""
        self._clock = clock
        self._trusted = (clock.now(), clock.monotonic())

    def look(self) -> ClockFault:
        """Tell whether the clock was turned back, or far ahead; none once it is set right."""
        now, counter = self._clock.now(), self._clock.monotonic()
        then, counted = self._trusted
        off = now - then - int((counter - counted) * 1000)
        if off < -SLACK_MS:
            return ClockFault.BACK
        if off > ASLEEP_MS:
            return ClockFault.AHEAD
        self._trusted = (now, counter)
        return ClockFault.NONE
