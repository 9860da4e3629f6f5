"""Names of people: kept exactly as typed, found however they are spelt, never taken for markup."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_CHARACTERS = 120
_REFUSED = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = "\ufeff\u200b"
_SPACES = re.compile(r"\s+")
_APOSTROPHES = re.compile("['’‘ʼ`´\u02bb]")  # noqa: RUF001  (all of these are typed for one)
_JOINERS = re.compile("[-\u2010\u2011\u2012\u2013./]")
_UMLAUTS = str.maketrans({"ä": "ae"})
_DOUBLE_A = re.compile("aa+")
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "ŋ": "n",
        "ŧ": "t",
        "ł": "l",
        "þ": "th",
        "ı": "i",  # noqa: RUF001  (the dotless i of Turkish names)
    }
)
_NEAR_EDITS = 2
_SHORT = 5


class NameFault(StrEnum):
    """Why a name was refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class NameRefusal:
    """A name that was not taken, why, and at which character of the typed text (from 0)."""

    fault: NameFault
    position: int = 0


class Likeness(StrEnum):
    """How two people resemble each other, the strongest first."""

    SAME = "same"
    SIMILAR_NAME = "similar_name"
    SIMILAR_BIRTH = "similar_birth"
    NAME_ONLY = "name_only"


@dataclass(frozen=True, slots=True)
class Person:
    """What two people are compared by."""

    given_name: str
    family_name: str
    birth_date: date | None = None


def clean_name(text: str) -> str | NameRefusal:
    """Give the name as it is stored: composed (NFC), trimmed, the rest exactly as typed."""
    name = unicodedata.normalize("NFC", text.strip().strip(_UNSEEN).strip())
    for character in name:
        if unicodedata.category(character) in _REFUSED or character in _TURNING:
            return NameRefusal(NameFault.CHARACTER, text.index(character))
    if not name:
        return NameRefusal(NameFault.EMPTY)
    if len(name) > MOST_CHARACTERS:
        return NameRefusal(NameFault.TOO_LONG, MOST_CHARACTERS)
    return name


def shown(text: str, most: int = MOST_CHARACTERS) -> str:
    """Give what somebody elsewhere called something as it may stand on a screen; perhaps "".

    Signs that are not seen, break the line or turn the writing are left out.
    """
    seen = "".join(
        character
        for character in text
        if unicodedata.category(character) not in _REFUSED
        and character not in _TURNING
        and character not in _UNSEEN
    )
    return _SPACES.sub(" ", seen).strip()[:most].strip()


def fold(text: str) -> str:
    """Give `text` as it is searched: small plain letters, single spaces, no accents."""
    small = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text)).casefold()
    apart = unicodedata.normalize("NFKD", small.translate(_UMLAUTS))
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    letters = _APOSTROPHES.sub("", plain).casefold().translate(_LETTERS)
    return _SPACES.sub(" ", _DOUBLE_A.sub("a", _JOINERS.sub(" ", letters))).strip()


def search_text(given_name: str, family_name: str, *more: str) -> str:
    """Give the folded text a patient is found by: names in both orders, then anything else."""
    given, family = fold(given_name), fold(family_name)
    return " ".join(filter(None, (given, family, given, *map(fold, more))))


def matches(query: str, text: str) -> bool:
    """Tell whether every word of `query` is found in the folded `text`."""
    return all(word in text for word in fold(query).split())


def likeness(one: Person, other: Person) -> Likeness | None:
    """Tell how two people resemble each other, or None if they do not."""
    edits = _name_edits(one, other)
    if one.birth_date is None or other.birth_date is None:
        return Likeness.NAME_ONLY if edits == 0 else None
    if one.birth_date == other.birth_date:
        if edits == 0:
            return Likeness.SAME
        return Likeness.SIMILAR_NAME if edits <= _allowed(one, other) else None
    similar = edits == 0 and _similar_dates(one.birth_date, other.birth_date)
    return Likeness.SIMILAR_BIRTH if similar else None


def lookalikes(one: Person, others: Iterable[tuple[str, Person]]) -> list[tuple[str, Likeness]]:
    """Give the ids among `others` that resemble `one`, the most alike first."""
    found = [(key, how) for key, other in others if (how := likeness(one, other)) is not None]
    order = list(Likeness)
    return sorted(found, key=lambda pair: (order.index(pair[1]), pair[0]))


def _whole(person: Person) -> str:
    return " ".join(sorted(fold(f"{person.given_name} {person.family_name}").split()))


def _allowed(one: Person, other: Person) -> int:
    shortest = min(len(_whole(one)), len(_whole(other)))
    return 1 if shortest <= _SHORT else _NEAR_EDITS


def _name_edits(one: Person, other: Person) -> int:
    straight = edits(
        fold(f"{one.given_name} {one.family_name}"), fold(f"{other.given_name} {other.family_name}")
    )
    return min(straight, edits(_whole(one), _whole(other)))


def _similar_dates(one: date, other: date) -> bool:
    """Day and month swapped, or one or two digits different: a slip of the pen."""
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return swapped or edits(f"{one:%d%m%Y}", f"{other:%d%m%Y}") == 1


def edits(one: str, other: str) -> int:
    """Count the letters to insert, remove, replace or swap with a neighbour to make them equal."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]
