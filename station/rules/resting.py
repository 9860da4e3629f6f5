"""What rests for a while, and always with an end: a snooze, a pause, closer follow-up.

A snooze is of one patient, component and side. It changes nothing that is found or written down;
it only decides whether a yellow alert stands among those that somebody should look at now. Red is
never put off.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from station.core.i18n import N_
from station.core.zone import day_of, day_start
from station.rules.limits import Level
from station.rules.openinghours import Hours, next_opening

SNOOZE_DAYS = 30
"""A snooze ends at most so many days ahead."""
PAUSE_DAYS = 184
"""A pause ends at most half a year ahead; a longer one is no pause but an end."""
FOLLOWUP_DAYS = 92
"""Closer follow-up ends at most three months ahead."""
MOST_REASON = 2000
"""Letters of a reason; it is shown on one line."""
DAY_MS = 86_400_000
CHOICES = (1, 3, 7)
"""After how many days a snooze is offered to end, at the opening of that day."""


_YEARS = 1900, 9990
_EPOCH = date(1970, 1, 1)


class Cause(StrEnum):
    """Why a follow-up is paused."""

    HOSPITAL = "hospital"
    TRAVEL = "travel"
    OTHER = "other"


CAUSE_WORDS = {
    Cause.HOSPITAL: N_("In hospital"),
    Cause.TRAVEL: N_("Travelling"),
    Cause.OTHER: N_("Other reason"),
}


class RestFault(StrEnum):
    """Why something cannot rest as it was asked for."""

    NO_REASON = "no_reason"
    NO_END = "no_end"
    PAST = "past"
    TOO_FAR = "too_far"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when (UTC milliseconds), and when a person ended it before its time."""

    from_at: int
    until_at: int
    ended_at: int | None = None

    def runs(self, now: int) -> bool:
        """Tell whether it holds at `now`.

        Where the clock has gone back behind its beginning it does not hold: nothing is held back
        for longer than somebody decided.
        """
        return self.ended_at is None and self.from_at <= now < self.until_at


def rest_fault(until: int | None, now: int, reason: str, longest_days: int) -> RestFault | None:
    """Give what is wrong with resting until a moment, or None; the day of the end counts."""
    if until is None:
        return RestFault.NO_END
    if until <= now:
        return RestFault.PAST
    # Looked at as a number first: no calendar has the days of some numbers.
    ahead = until - now
    if ahead > (longest_days + 2) * DAY_MS or (day_of(until) - day_of(now)).days > longest_days:
        return RestFault.TOO_FAR
    if len(reason) > MOST_REASON:
        return RestFault.TOO_LONG
    return None if reason.strip() else RestFault.NO_REASON


def held_back(level: Level, *, snoozed: bool) -> bool:
    """Tell whether an open alert is put off: red breaks through every snooze."""
    return snoozed and level < Level.RED


def morning_of(day: date) -> int:
    """Give when a day begins (UTC milliseconds), roughly at the ends of the calendar."""
    if _YEARS[0] <= day.year <= _YEARS[1]:
        return day_start(day)
    return (day - _EPOCH).days * DAY_MS


def opens_on(hours: Hours, day: date) -> int:
    """Give the moment somebody is here on a day or the first one after it (UTC milliseconds).

    A service that does not open within a month is taken to look at midnight.
    """
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        return morning_of(day)
    begins = day_start(day)
    opens = next_opening(hours, begins - 1)
    return begins if opens is None else opens


def snooze_choices(hours: Hours, now: int) -> tuple[tuple[int, int], ...]:
    """Give (days, UTC milliseconds) of the ends that are offered; days when closed are passed."""
    today = day_of(now)
    return tuple((days, opens_on(hours, today + timedelta(days=days))) for days in CHOICES)
