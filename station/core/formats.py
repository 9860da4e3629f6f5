"""Numbers and times as Norwegians write them, in the language spoken now."""

from datetime import date, datetime

from station.core.i18n import language
from station.core.zone import day_of, local

_WEEKDAYS = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "nb": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "nn": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT_MONTHS = {
    "nb": (
        "jan.",
        "feb.",
        "mars",
        "apr.",
        "mai",
        "juni",
        "juli",
        "aug.",
        "sep.",
        "okt.",
        "nov.",
        "des.",
    ),
    "nn": (
        "jan.",
        "feb.",
        "mars",
        "apr.",
        "mai",
        "juni",
        "juli",
        "aug.",
        "sep.",
        "okt.",
        "nov.",
        "des.",
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_NEAR_DAYS = {
    "nb": {-1: "i går", 0: "i dag", 1: "i morgen"},
    "nn": {-1: "i går", 0: "i dag", 1: "i morgon"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_HOUR = {"nb": "t", "nn": "t", "en": "h"}
_MINUTE_MS = 60_000
_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * 60


def number(value: float, decimals: int = 0) -> str:
    """Write `value` with exactly `decimals` decimals and the decimal mark of the language."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    # A true minus sign, so that a line break or a search never takes it for a hyphen.
    text = text.replace("-", "\N{MINUS SIGN}")
    return text if language() == "en" else text.replace(".", ",")


def clock_time(ms: int) -> str:
    """Write the local time of day of `ms`, such as 07:12."""
    return f"{local(ms):%H:%M}"


def day(moment: date | int) -> str:
    """Write a day (a date, or UTC milliseconds) in short: 20.11.2026, in English 20 Nov 2026."""
    found = _date(moment)
    if language() == "en":
        return f"{found.day} {_SHORT_MONTHS['en'][found.month - 1]} {found.year}"
    return f"{found:%d.%m.%Y}"


def long_day(moment: date | int) -> str:
    """Write a day in words: fredag 20. november 2026."""
    found, spoken = _date(moment), language()
    dot = "" if spoken == "en" else "."
    return (
        f"{_WEEKDAYS[spoken][found.weekday()]} {found.day}{dot} "
        f"{_MONTHS[spoken][found.month - 1]} {found.year}"
    )


def weekday(number_from_monday: int, *, short: bool = False) -> str:
    """Write the weekday 0 (Monday) to 6, whole or as its first letters (man.)."""
    spoken = language()
    name = _WEEKDAYS[spoken][number_from_monday]
    if not short:
        return name
    return name[:3] if spoken == "en" else f"{name[:3]}."


def when(ms: int, now: int) -> str:
    """Write a moment as seen from `now`: i dag 07:12, i går 07:12, fre. 20. nov. 07:12."""
    return f"{near_day(day_of(ms), day_of(now))} {clock_time(ms)}"


def near_day(found: date, today: date) -> str:
    """Write a day as seen from `today`: i dag, i går, i morgen, fre. 20. nov., 20. nov. 2025."""
    spoken = language()
    if near := _NEAR_DAYS[spoken].get((found - today).days):
        return near
    dot = "" if spoken == "en" else "."
    dated = f"{found.day}{dot} {_SHORT_MONTHS[spoken][found.month - 1]}"
    if found.year != today.year:
        return f"{dated} {found.year}"
    return f"{weekday(found.weekday(), short=True)} {dated}"


def duration(ms: int) -> str:
    """Write how long `ms` is: under 1 min, 12 min, 1 t 49 min, 2 d (whole days from 24 hours)."""
    minutes = max(ms, 0) // _MINUTE_MS
    hour = _HOUR[language()]
    if minutes < 1:
        return "under 1 min"
    if minutes < _HOUR_MINUTES:
        return f"{minutes} min"
    if minutes >= _DAY_MINUTES:
        return f"{minutes // _DAY_MINUTES} d"
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    return f"{hours} {hour} {rest} min" if rest else f"{hours} {hour}"


def _date(moment: date | int) -> date:
    if isinstance(moment, datetime):
        raise TypeError("give a date or UTC milliseconds: a datetime hides its zone")
    return day_of(moment) if isinstance(moment, int) else moment
