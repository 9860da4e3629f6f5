"""Whether two files could be of one person: asked before a new file is made."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import IntEnum

from station.rules.folding import fold

LIKE_NAMES = 0.8
"""From this share of common letters on, two names count as similar (Kari/Karin Hansen: 0.95)."""


class Likeness(IntEnum):
    """How much speaks for one person; higher is more."""

    NONE = 0
    SIMILAR = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person can be recognised by without a number; an unknown birth date is None."""

    given_name: str
    family_name: str
    birth_date: date | None


def likeness(one: Identity, other: Identity) -> Likeness:
    """Compare two people: same name and birth date is SAME, one of them a slip away is SIMILAR."""
    names = _name_likeness(one, other)
    births = _birth_likeness(one.birth_date, other.birth_date)
    return min(names, births) if max(names, births) is Likeness.SAME else Likeness.NONE


def _name_likeness(one: Identity, other: Identity) -> Likeness:
    first, second = _words(one), _words(other)
    # Given and family name in each other's field are the same name.
    if sorted(first) == sorted(second):
        return Likeness.SAME
    ratio = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()
    # A middle name left out: «Kari Hansen» and «Kari Marie Hansen».
    within = set(first) <= set(second) or set(second) <= set(first)
    return Likeness.SIMILAR if within or ratio >= LIKE_NAMES else Likeness.NONE


def _birth_likeness(one: date | None, other: date | None) -> Likeness:
    if one is None or other is None:
        return Likeness.SIMILAR
    if one == other:
        return Likeness.SAME
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    pairs = zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)
    slips = sum(first != second for first, second in pairs)
    return Likeness.SIMILAR if swapped or slips == 1 else Likeness.NONE


def _words(person: Identity) -> list[str]:
    return fold(f"{person.given_name} {person.family_name}").split()
