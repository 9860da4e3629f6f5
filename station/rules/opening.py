"""Opening hours: whether somebody watches now, and when that changes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from station.core.settings import Profile
from station.core.zone import local, resolve_local

_LOOK_AHEAD_DAYS = 30
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
_AROUND_EASTER = (-3, -2, 0, 1, 39, 49, 50)
_WHOLE_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the service is open, and the moment (UTC ms) it closes or opens next, if it does."""

    is_open: bool
    changes_at: int | None


def opening(profile: Profile, now: int) -> Opening:
    """Tell whether the service is open at `now` (UTC ms), by the profile and public holidays."""
    today = local(now).date()
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        if not works(profile, day):
            continue
        opens, closes = _moment(day, profile.open_from), _moment(day, profile.open_to)
        if opens <= now < closes:
            return Opening(is_open=True, changes_at=closes)
        if now < opens:
            return Opening(is_open=False, changes_at=opens)
    return Opening(is_open=False, changes_at=None)


def works(profile: Profile, day: date) -> bool:
    """Tell whether the service is open at all on a day."""
    return day.weekday() in profile.open_weekdays and day not in holidays(day.year)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[date]:
    """Give Norway's public holidays of a year."""
    sunday = easter(year)
    return frozenset(
        [date(year, month, day) for month, day in _FIXED]
        + [sunday + timedelta(days=days) for days in _AROUND_EASTER]
    )


def easter(year: int) -> date:
    """Give Easter Sunday (the anonymous Gregorian computus, Nature 1876)."""
    golden, century = year % 19, year // 100
    rest = year % 100
    lunar = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - lunar + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _moment(day: date, text: str) -> int:
    if text == _WHOLE_DAY:
        return _moment(day + timedelta(days=1), "00:00")
    # The hour that a spring night skips or an autumn night repeats is no opening time.
    return resolve_local(datetime.combine(day, time.fromisoformat(text)), fold=0)
