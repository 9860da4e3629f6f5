"""What a licence costs: days of use, a share of the price for each of them, and what cannot be.

The rule: a licence costs on every day from its first to its last, both counted. A day costs the
price of its month divided by the days of that month, or the price of its year divided by the days
of that year; what is paid once costs on its first day. Nothing is rounded before the end.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

USUAL_ORE = 72_000
"""What a licence costs for a user, as municipalities have told: about 720 kroner."""
MOST_ORE = 10_000_000
"""A higher price for one user is taken for a slip of the keyboard (100 000 kroner)."""
EARLIEST = date(2000, 1, 1)
"""Nobody has paid for a licence that long; an earlier day is a slip of the keyboard."""
_YEAR_END = (12, 31)


class Period(StrEnum):
    """For how long a price is paid."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


class Fault(StrEnum):
    """Why a licence cannot be as it was written."""

    ENDS_BEFORE_START = "ends_before_start"
    ARCHIVED_BEFORE_START = "archived_before_start"
    PRICE_NEGATIVE = "price_negative"
    PRICE_HIGH = "price_high"
    DAY_UNLIKELY = "day_unlikely"


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when (both days counted; `to_on` None: it runs), and the price in øre."""

    from_on: date
    to_on: date | None
    price_ore: int
    period: Period


def fault_of(term: Term, archived_on: date | None = None) -> Fault | None:
    """Tell why a licence cannot be so, or None."""
    if term.from_on < EARLIEST:
        return Fault.DAY_UNLIKELY
    if term.price_ore < 0:
        return Fault.PRICE_NEGATIVE
    if term.price_ore > MOST_ORE:
        return Fault.PRICE_HIGH
    if term.to_on is not None and term.to_on < term.from_on:
        return Fault.ENDS_BEFORE_START
    if archived_on is not None and archived_on < term.from_on:
        return Fault.ARCHIVED_BEFORE_START
    return None


def runs_on(term: Term, day: date) -> bool:
    """Tell whether a licence is in use on a day."""
    return term.from_on <= day and (term.to_on is None or day <= term.to_on)


def overlap(one: Term, other: Term) -> bool:
    """Tell whether two licences are in use on one same day."""
    return one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max)


def days(term: Term, first: date, last: date) -> int:
    """Count the days from `first` to `last` (both counted) on which a licence is in use."""
    begin, end = _within(term, first, last)
    return max(0, (end - begin).days + 1)


def cost(term: Term, first: date, last: date) -> Fraction:
    """Give what the days from `first` to `last` (both counted) cost, in øre and exactly."""
    begin, end = _within(term, first, last)
    if begin > end:
        return Fraction(0)
    if term.period is Period.ONCE:
        return Fraction(term.price_ore if begin == term.from_on else 0)
    months = term.period is Period.MONTH
    parts = (
        Fraction((upto - since).days + 1, _length(since, months=months))
        for since, upto in _stretches(begin, end, months=months)
    )
    return term.price_ore * sum(parts, Fraction(0))


def whole_ore(exact: Fraction) -> int:
    """Round to whole øre, half an øre upwards; a sum is rounded once, at its end."""
    return int((2 * exact + 1) // 2)


def _within(term: Term, first: date, last: date) -> tuple[date, date]:
    return max(term.from_on, first), min(term.to_on or last, last)


def _stretches(begin: date, end: date, *, months: bool) -> Iterator[tuple[date, date]]:
    """Cut the days at the ends of months, or of years."""
    since = begin
    while since <= end:
        upto = min(end, _end_of(since, months=months))
        yield since, upto
        since = upto + timedelta(days=1)


def _end_of(day: date, *, months: bool) -> date:
    if months:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return date(day.year, *_YEAR_END)


def _length(day: date, *, months: bool) -> int:
    """How many days the month or the year of a day has."""
    if months:
        return monthrange(day.year, day.month)[1]
    return 365 + isleap(day.year)
