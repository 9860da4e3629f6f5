"""National identity numbers: which kind one is, and whether it is synthetic.

F (fødselsnummer), D (temporary residents), H (given by a hospital), FH (shared, without a birth
date). From 2032 the first check digit may be up to three too high, and such a number says nothing
about century or gender. A number is never a key, and never decides a birth date by itself.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LENGTH = 11
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11
_LATEST_REST = 3
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060")
_OLDEST = 120
_LIVING = 1900
"""Nobody born before this year is alive."""


class NumberKind(StrEnum):
    """Which sort of number it is."""

    F = "F"
    D = "D"
    H = "H"
    FH = "FH"


class Synthetic(StrEnum):
    """Whose test numbers it belongs to; a month raised by 40 may also be a real H-number."""

    NO = ""
    SKATTEETATEN = "Skatteetaten"
    NHN = "NHN"
    NAV = "NAV"
    NAV_OR_H = "NAV-or-H"


class Flag(StrEnum):
    """Something a person should look at, though the number is accepted."""

    MAY_BE_H = "may_be_h"
    TOO_OLD = "too_old"
    NO_BIRTH = "no_birth"


class NumberFault(StrEnum):
    """Why a number was refused."""

    EMPTY = "empty"
    CHARACTER = "character"
    LENGTH = "length"
    DATE = "date"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Identified:
    """A number that checks: eleven digits, its kind, whose test number it is, and its flags.

    `birth_hint` and `gender_hint` ("female" or "male") are proposals to be asked about, empty
    for the 2032 series and wherever the number does not say.
    """

    number: str
    kind: NumberKind
    synthetic: Synthetic = Synthetic.NO
    flags: frozenset[Flag] = frozenset()
    birth_hint: date | None = None
    gender_hint: str = ""
    series_2032: bool = False


@dataclass(frozen=True, slots=True)
class NumberRefusal:
    """A number that was not taken, why, and at which character of the typed text (from 0)."""

    fault: NumberFault
    position: int = 0


@dataclass(frozen=True, slots=True)
class _Parts:
    day: int
    month: int
    year: int
    kind: NumberKind
    synthetic: Synthetic


def normalise(text: str) -> str:
    """Give `text` without white space and invisible characters, as pasted numbers carry them."""
    return "".join(each for each in text if not each.isspace() and each not in _INVISIBLE)


def recognise(text: str, today: date | None = None) -> Identified | NumberRefusal:
    """Recognise a number as typed or pasted; `today` lets it flag a birth too long ago.

    An empty text is refused as EMPTY: a patient without a number is allowed, and marked.
    """
    number = _written(text)
    if isinstance(number, NumberRefusal):
        return number
    if number[0] in "89":
        return _shared_number(number)
    parts = _parts(number)
    if parts is None:
        return NumberRefusal(NumberFault.DATE)
    rest = _rest(number)
    if rest is None:
        return NumberRefusal(NumberFault.CHECK, LENGTH - 2)
    return _identified(number, parts, rest, today)


def _written(text: str) -> str | NumberRefusal:
    number = normalise(text)
    if not number:
        return NumberRefusal(NumberFault.EMPTY)
    for character in number:
        if character not in "0123456789":
            return NumberRefusal(NumberFault.CHARACTER, text.index(character))
    if len(number) != LENGTH:
        return NumberRefusal(NumberFault.LENGTH, len(text))
    return number


def _shared_number(number: str) -> Identified | NumberRefusal:
    if _rest(number) != 0:
        return NumberRefusal(NumberFault.CHECK, LENGTH - 2)
    return Identified(number, NumberKind.FH, flags=frozenset({Flag.NO_BIRTH}))


def _parts(number: str) -> _Parts | None:
    """Split day, month and year from what was added to them; None if no such date exists."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    kind = NumberKind.D if day > 40 else NumberKind.F  # noqa: PLR2004  (D adds 40 to the day)
    if kind is NumberKind.D:
        day -= 40
    added = next((plus for plus in (80, 65, 40) if month > plus), 0)
    month -= added
    if not 1 <= month <= len(_DAYS_IN_MONTH) or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return None
    if (day, month) == (29, 2) and year % 4:
        return None
    nav = Synthetic.NAV if kind is NumberKind.D else Synthetic.NAV_OR_H
    whose = {0: Synthetic.NO, 80: Synthetic.SKATTEETATEN, 65: Synthetic.NHN, 40: nav}
    return _Parts(day, month, year, kind, whose[added])


def _rest(number: str) -> int | None:
    """How far the first check digit is too high: 0, or 1 to 3 in the 2032 series; None: wrong."""
    digits = [int(each) for each in number]
    first = sum(a * b for a, b in zip(_FIRST, digits, strict=False)) + digits[9]
    second = sum(a * b for a, b in zip(_SECOND, digits, strict=False)) + digits[10]
    rest = first % _MODULUS
    return rest if rest <= _LATEST_REST and second % _MODULUS == 0 else None


def _identified(number: str, parts: _Parts, rest: int, today: date | None) -> Identified:
    flags = set()
    born, gender = None, ""
    if parts.synthetic is Synthetic.NAV_OR_H:
        flags.add(Flag.MAY_BE_H)
    elif rest == 0:
        born = _birth(parts, int(number[6:9]))
        gender = "male" if int(number[8]) % 2 else "female"
    if born is not None and (born.year < _LIVING or (today and today.year - born.year > _OLDEST)):
        flags.add(Flag.TOO_OLD)
    if born is not None and today is not None and born > today:
        born, gender = None, ""
    if born is None:
        flags.add(Flag.NO_BIRTH)
    return Identified(
        number, parts.kind, parts.synthetic, frozenset(flags), born, gender, bool(rest)
    )


def _birth(parts: _Parts, individual: int) -> date | None:
    """The birth date by the classic series of individual numbers; None where none fits."""
    series = (
        (0, 499, 0, 99, 1900),
        (500, 749, 54, 99, 1800),
        (500, 999, 0, 39, 2000),
        (900, 999, 40, 99, 1900),
    )
    for low, high, from_year, to_year, century in series:
        if low <= individual <= high and from_year <= parts.year <= to_year:
            try:
                return date(century + parts.year, parts.month, parts.day)
            except ValueError:  # 29 February 1900 or 1800 never was
                return None
    return None


def is_synthetic_for_sure(found: Identified) -> bool:
    """Tell whether nobody real can have the number (the training municipality takes no other)."""
    return found.synthetic not in (Synthetic.NO, Synthetic.NAV_OR_H)


def masked(number: str) -> str:
    """Give a number for lists: the first six digits, and dots for the rest."""
    return number[:6] + "•" * max(len(number) - 6, 0)
