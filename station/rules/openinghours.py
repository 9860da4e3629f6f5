"""Opening hours of the service, Norwegian public holidays, and age in open hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from station.core.settings import Profile
from station.core.zone import day_of, day_start, utc_ms, zone

_LOOK_AHEAD_DAYS = 31
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension, Whitsun, Monday."""
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))


@dataclass(frozen=True, slots=True)
class Hours:
    """When the service is open: local times on weekdays 0 (Monday) to 6, not on public holidays.

    A service that is open round the clock has every weekday, from 00:00 to 24:00, and `holidays`.
    """

    opens: str = "09:00"
    closes: str = "15:00"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: bool = False

    @classmethod
    def of(cls, profile: Profile) -> "Hours":
        """Give the hours of a municipality's profile."""
        whole_week = set(profile.open_weekdays) == set(range(7))
        return cls(profile.open_from, profile.open_to, profile.open_weekdays, whole_week)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the service is open, and the moment (UTC ms) it closes or opens next, if it does."""

    is_open: bool
    changes_at: int | None


def easter(year: int) -> date:
    """Give Easter Sunday of a Gregorian year (the anonymous computus of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Give the public holidays of Norway in `year`, Sundays that are holidays among them."""
    moving = {easter(year) + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def is_open_day(hours: Hours, day: date) -> bool:
    """Tell whether the service opens at all on a local day."""
    if day.weekday() not in hours.weekdays:
        return False
    return hours.holidays or day not in public_holidays(day.year)


def is_open(hours: Hours, now: int) -> bool:
    """Tell whether the service is open at `now` (UTC milliseconds)."""
    span = _span(hours, day_of(now))
    return span is not None and span[0] <= now < span[1]


def next_opening(hours: Hours, now: int) -> int | None:
    """Give when the service opens next after `now`, None if it never does within a month."""
    for opens, _ in _spans(hours, day_of(now), day_of(now) + timedelta(days=_LOOK_AHEAD_DAYS)):
        if opens > now:
            return opens
    return None


def closes_at(hours: Hours, now: int) -> int | None:
    """Give when the service closes today, or None while it is closed."""
    span = _span(hours, day_of(now))
    return span[1] if span is not None and span[0] <= now < span[1] else None


def opening(profile: Profile, now: int) -> Opening:
    """Tell whether the service is open at `now` (UTC ms), and when that changes next."""
    hours = Hours.of(profile)
    closes = closes_at(hours, now)
    return Opening(closes is not None, closes or next_opening(hours, now))


def open_age(hours: Hours, since: int, now: int) -> int:
    """Give the opening hours between two instants, in milliseconds (0 if `since` is later)."""
    return sum(
        max(0, min(closes, now) - max(opens, since))
        for opens, closes in _spans(hours, day_of(since), day_of(now))
    )


def _spans(hours: Hours, first: date, last: date) -> Iterator[tuple[int, int]]:
    day = first
    while day <= last:
        span = _span(hours, day)
        if span is not None:
            yield span
        day += timedelta(days=1)


def _span(hours: Hours, day: date) -> tuple[int, int] | None:
    """Opening and closing of a local day in UTC, so that summer time never stretches an age."""
    if not is_open_day(hours, day):
        return None
    return _moment(day, hours.opens), _moment(day, hours.closes)


def _moment(day: date, clock: str) -> int:
    if clock == "24:00":
        return day_start(day + timedelta(days=1))
    return utc_ms(datetime.combine(day, time.fromisoformat(clock), tzinfo=zone()))
