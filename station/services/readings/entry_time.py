"""The day and time of day that a person types: read as Norwegian local time, never guessed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from station.core.formats import clock_time
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import FIRST_MS, candidates, day_of, local, resolve_local

SLACK_MS = 15 * 60_000
"""A time this far in the future still passes: two clocks are never quite the same."""
_TIME = re.compile(r"(\d{1,2})[:.,]?(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4}))?\.?", re.ASCII)
_SIX = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})", re.ASCII)
_NEAR = {
    "": 0,
    "i dag": 0,
    "idag": 0,
    "today": 0,
    "i går": -1,
    "igår": -1,
    "yesterday": -1,
    "i forgårs": -2,
    "i førgår": -2,
}
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class TypedTime:
    """What was typed: the moment in UTC milliseconds, or what is wrong with which field.

    `choices` are the two moments of a time that the clock showed twice, until one is chosen.
    """

    moment: int | None = None
    day_wrong: str = ""
    time_wrong: str = ""
    choices: tuple[int, ...] = ()


def shown(moment: int) -> tuple[str, str]:
    """Give the day and the time of day as they are written in the form."""
    return f"{local(moment):%d.%m.%Y}", clock_time(moment)


def read_time(day_text: str, time_text: str, now: int, fold: int | None = None) -> TypedTime:
    """Read what was typed; a time later than `now` is refused."""
    found_day = _day(day_text, day_of(now))
    found_time = _time(time_text)
    if found_day is None or found_time is None:
        return TypedTime(
            day_wrong="" if found_day else _told(N_("This is not a day. Write it as 07.03.2026.")),
            time_wrong=""
            if found_time is not None
            else _told(N_("This is not a time of day. Write it as 07:30.")),
        )
    if found_day < day_of(FIRST_MS):
        return TypedTime(
            day_wrong=_told(N_("The time of the reading is so long ago that it cannot be right."))
        )
    naive = datetime.combine(found_day, found_time)
    try:
        moment = resolve_local(naive, fold=fold)
    except Trouble as trouble:
        return TypedTime(time_wrong=trouble.sentence(), choices=candidates(naive))
    if moment > now + SLACK_MS:
        return TypedTime(
            time_wrong=_told(N_("The time is in the future. Choose when it was taken."))
        )
    return TypedTime(moment, choices=candidates(naive) if fold is not None else ())


def _day(text: str, today: date) -> date | None:
    plain = " ".join(text.casefold().split())
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if found := _DAY.fullmatch(plain) or _SIX.fullmatch(plain):
        year = int(found[3]) if found[3] else today.year
        century = today.year - today.year % _CENTURY
        return _date(year if year >= _CENTURY else century + year, found[2], found[1])
    return None


def _date(year: int, month: str, day_text: str) -> date | None:
    try:
        return date(year, int(month), int(day_text))
    except ValueError:
        return None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _told(message: str) -> str:
    return Trouble("time", message).sentence()
