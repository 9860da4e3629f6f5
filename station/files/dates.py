"""Dates and times as other programs write them, read without guessing day for month."""

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from station.files.reasons import refused
from station.files.table import Cell, text_of


class DateOrder(StrEnum):
    """How the dates of a column are written; AUTO lets the whole column prove it."""

    AUTO = "auto"
    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EXCEL = "excel"


DATE = re.compile(r"(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?!\d)", re.ASCII)
_TIME = re.compile(
    r"(?:[ T,]\s*(?:kl\.?\s*)?)"
    r"(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:[.,](\d{1,6}))?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?"
    r"(?:\s*(Z|UTC|[+-]\d{2}:?\d{2}))?",
    re.ASCII,
)
SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?", re.ASCII)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
_WINDOWS_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a wall time)
_MAC_DAY_ZERO = datetime(1904, 1, 1)  # noqa: DTZ001  (a wall time)
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_YEAR_DIGITS = 4
_NOON = 12


def read_moment(cell: Cell, order: DateOrder, *, mac_dates: bool = False) -> datetime:
    """Give the naive wall time in `cell`, or an aware one where it names its UTC offset.

    `order` must be decided (not AUTO). Raises a row's Trouble (see reasons.py).
    """
    if isinstance(cell, datetime):
        return _within(cell, text_of(cell))
    text = text_of(cell)
    if not text:
        raise refused("time_missing")
    if not isinstance(cell, str) or (order is DateOrder.EXCEL and SERIAL.fullmatch(text)):
        return _from_serial(text, mac_dates=mac_dates)
    return _from_text(text, order)


def _from_serial(text: str, *, mac_dates: bool) -> datetime:
    try:
        days = float(text.replace(",", "."))
    except ValueError:
        raise refused("time_unreadable", text=text) from None
    if not _FIRST_SERIAL <= days < _LAST_SERIAL:
        raise refused("time_unreadable", text=text)
    zero = _MAC_DAY_ZERO if mac_dates else _WINDOWS_DAY_ZERO
    # A day's fraction in 15 digits is good to a thousandth of a second, no more.
    return zero + timedelta(milliseconds=round(days * 86_400_000))


def _from_text(text: str, order: DateOrder) -> datetime:
    date_part = DATE.match(text)
    if not date_part:
        raise refused("time_unreadable", text=text)
    time_part = _TIME.fullmatch(text, date_part.end())
    if not time_part:
        code = "time_of_day_missing" if date_part.end() == len(text) else "time_unreadable"
        raise refused(code, text=text)
    year, month, day = _calendar(date_part, order, text)
    try:
        moment = datetime(year, month, day, *_clock(time_part), tzinfo=_zone(time_part[7]))
    except ValueError:
        raise refused("time_unreadable", text=text) from None
    return _within(moment, text)


def _calendar(found: re.Match[str], order: DateOrder, text: str) -> tuple[int, int, int]:
    first, second, third = found[1], found[3], found[4]
    if len(first) == _YEAR_DIGITS:
        return int(first), int(second), int(third)
    if len(third) != _YEAR_DIGITS:
        raise refused("time_unreadable", text=text)
    day, month = (second, first) if order is DateOrder.MONTH_FIRST else (first, second)
    if order not in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) or int(month) > _NOON:
        raise refused("time_order", text=text)
    return int(third), int(month), int(day)


def _clock(found: re.Match[str]) -> tuple[int, int, int, int]:
    hour, minute, second = int(found[1]), int(found[3]), int(found[4] or 0)
    if found[6]:
        if not 1 <= hour <= _NOON:
            raise ValueError(hour)
        hour = hour % _NOON + (_NOON if found[6] in "Pp" else 0)
    return hour, minute, second, int((found[5] or "0").ljust(6, "0"))


def _zone(offset: str | None) -> timezone | None:
    if not offset:
        return None
    if offset in ("Z", "UTC"):
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))


def _within(moment: datetime, text: str) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise refused("time_unreadable", text=text)
    return moment
