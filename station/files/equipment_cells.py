"""Days and prices as people write them in a list of equipment, Norwegian and ISO."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from station.files.equipment_reasons import refused
from station.files.table import Cell, text_of

MOST_ORE: Final = 1_000_000_000
"""Ten million kroner: what costs more is no device that is lent to a home."""
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_DAY_ZERO, _MAC_ZERO = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 31_000, 73_100
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_CLEAR = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})|(\d{1,2})/(\d{1,2})[- ](\d{4}|\d{2})", re.ASCII
)
_UNCLEAR = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,9})\.?,?\s*(\d{4}|\d{2})", re.IGNORECASE)
_ROUGH = re.compile(
    r"(?:[a-zæøå]{3,9}\.?\s*|(?:\d{1,2}|[qk][1-4])\s*[./-]?\s*)?\d{4}(?:-\d{1,2})?", re.IGNORECASE
)
_TIME = re.compile(r"[T ]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:Z|\+\d{2}:?\d{2})?$")
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_OTHER_MONTHS = {"may": 5, "oct": 10, "dec": 12}
_KRONER = re.compile(r"\bkr\b\.?|\bnok\b|kroner|,-|\.-|-$", re.IGNORECASE)
_GROUPED = re.compile(r"(\d{1,3})((?:[ .,']\d{3})+)(?:([.,])(\d{1,2}))?", re.ASCII)
_PLAIN = re.compile(r"(\d+)(?:[.,](\d{1,2}))?", re.ASCII)
_MOST_DIGITS = 12
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a file are read.

    `day_first` decides «03/04/2024»; None where nothing in the file proves it. `mac_dates` says
    that a workbook counts its days from 1904.
    """

    day_first: bool | None = None
    mac_dates: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or `rough`: what is no whole day («2023», «mars 2023») and is kept as words."""

    on: date | None = None
    rough: str = ""


def day_in(cell: Cell, how: Reading) -> Day:
    """Give the day that a filled cell says; raises a row's Trouble (see equipment_reasons.py)."""
    if isinstance(cell, datetime):
        return Day(_within(cell.date(), text_of(cell)))
    text = text_of(cell)
    if not isinstance(cell, str):
        return _from_number(cell, text, how)
    bare = _TIME.sub("", text).strip()
    if (found := _UNCLEAR.fullmatch(bare)) and not _ISO.fullmatch(bare):
        return Day(_unclear(found, text, how))
    if (parts := _parts(bare)) is not None:
        return Day(_day(parts, text))
    if _ROUGH.fullmatch(bare):
        return Day(rough=text)
    raise refused("date_unreadable", text=text)


def proves(cell: Cell) -> tuple[bool, bool]:
    """Tell whether a cell proves that days come first in «14/03/2024», or that months do."""
    found = _UNCLEAR.fullmatch(_TIME.sub("", cell.strip()).strip()) if type(cell) is str else None
    if found is None:
        return False, False
    return int(found[1]) > _LAST_MONTH, int(found[3]) > _LAST_MONTH


def price_in(cell: Cell) -> int:
    """Give the price in øre that a filled cell says; raises a row's Trouble.

    A sign before three digits parts thousands: no price has thousandths of a krone.
    """
    text = text_of(cell)
    if isinstance(cell, datetime):
        raise refused("price_unreadable", text=text)
    if isinstance(cell, str):
        return _bounded(_ore(text), text)
    if not 0 <= cell * 100 <= MOST_ORE:
        raise refused("price_range", text=text)
    return round(cell * 100)


def _ore(text: str) -> int:
    bare = " ".join(_KRONER.sub(" ", text).split())
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        signs = {mark for mark in grouped[2] if not mark.isdigit()}
        if len(signs) == 1 and grouped[3] not in signs:
            whole = grouped[1] + "".join(mark for mark in grouped[2] if mark.isdigit())
            return _joined(whole, grouped[4])
    plain = _PLAIN.fullmatch(bare)
    if not plain:
        raise refused("price_unreadable", text=text)
    return _joined(plain[1], plain[2])


def _joined(whole: str, decimals: str | None) -> int:
    if len(whole) > _MOST_DIGITS:
        return MOST_ORE + 1
    return int(whole) * 100 + int((decimals or "").ljust(2, "0"))


def _bounded(ore: int, text: str) -> int:
    if ore > MOST_ORE:
        raise refused("price_range", text=text)
    return ore


def _from_number(number: float, text: str, how: Reading) -> Day:
    if _FIRST_YEAR <= number <= _LAST_YEAR and float(number).is_integer():
        return Day(rough=text)
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        raise refused("date_unreadable", text=text)
    zero = _MAC_ZERO if how.mac_dates else _DAY_ZERO
    return Day(_within(zero + timedelta(days=int(number)), text))


def _unclear(found: re.Match[str], text: str, how: Reading) -> date:
    first, second = int(found[1]), int(found[3])
    day_first = how.day_first
    if first > _LAST_MONTH or second > _LAST_MONTH:
        day_first = first > _LAST_MONTH
    elif day_first is None and first != second:
        raise refused("date_order", text=text)
    day, month = (second, first) if day_first is False else (first, second)
    return _day((_year(found[4]), month, day), text)


def _parts(bare: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(bare) or _SOLID.fullmatch(bare):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _CLEAR.fullmatch(bare):
        day, month, year = (each for each in found.groups() if each is not None)
        return _year(year), int(month), int(day)
    if found := _NAMED.fullmatch(bare):
        month_number = _month(found[2])
        return (_year(found[3]), month_number, int(found[1])) if month_number else None
    return None


def _month(name: str) -> int:
    short = name.casefold()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short, 0)


def _year(text: str) -> int:
    return int(text) if len(text) > len("24") else 2000 + int(text)


def _day(parts: tuple[int, int, int], text: str) -> date:
    try:
        return _within(date(*parts), text)
    except ValueError:
        raise refused("date_unreadable", text=text) from None


def _within(day: date, text: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise refused("date_range", text=text)
    return day
