"""Label codes: how Station numbers its own, and what a scanner may make of any label.

Station's own are «ST-00042-7»: a number, and a check digit by Damm's table (H. M. Damm, 2004),
which catches every single wrong digit and every swap of two neighbours. Labels that the
municipality had before are taken as they are; no rule is known for them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "ST"
LONGEST = 40
"""Letters of a label; more than this does not fit on one that can be scanned."""
MOST_NUMBER = 9_999_999
_DIGITS = 5
_READ = 400
"""What is longer was never scanned from one label, and is not looked through."""

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_US_KEYS = str.maketrans(
    "+?\\`åÅ¨^'*øØæÆ;:-_|§\"¤&/()=",
    "-_=+[{]}\\|;:'\"<>/?`~@$^&*()",
)
"""A scanner that believes the keyboard is American presses keys; a Norwegian one gives the left."""
_SEP = r"[-+/_?–—\s]{1,3}"
_SPACED = re.compile(rf"{PREFIX}{_SEP}([0-9OIL]{{1,7}}){_SEP}([0-9OIL])")
_SOLID = re.compile(rf"{PREFIX}([0-9OIL]{{5,7}})([0-9OIL])")
_WHOLE = re.compile(rf"{PREFIX}-([0-9]{{5,7}})-([0-9])")
_BEGUN = re.compile(rf"{PREFIX}(?:{_SEP})?[0-9]")
_TYPED = str.maketrans("OIL", "011")
"""Letters that a hand writes for digits; the check digit watches over it."""
_ANNOUNCED = re.compile(r"[\]¨][A-Za-z][0-9A-Za-z]")
"""What some scanners type first, to say which sort of code it was."""
_ENDS = re.compile(r"[\x00-\x1f\x7f]+")
_SPACES = re.compile(r"\s+")


class Said(StrEnum):
    """What a scanned or typed text is."""

    OURS = "ours"
    """A label of Station's, and its check digit fits."""
    OTHER = "other"
    """Another label, or a serial number."""
    DOUBTFUL = "doubtful"
    """Begins as one of Station's and does not fit: read wrongly, or cut."""
    SEVERAL = "several"
    """More than one label, as when two scans come at once."""
    EMPTY = "empty"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a text holds: `spellings` are what to look for, likeliest first.

    Of SEVERAL, each stands for a label of its own, in the order in which they came.
    """

    said: Said
    spellings: tuple[str, ...] = ()


def check_digit(digits: str) -> str:
    """Give the check digit of some digits; noughts before them do not change it."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def label_of(number: int) -> str:
    """Give Station's label with this number, such as «ST-00042-7»; ValueError if there is none."""
    if not 1 <= number <= MOST_NUMBER:
        raise ValueError("labels are numbered from 1 to 9 999 999")
    digits = f"{number:0{_DIGITS}d}"
    return f"{PREFIX}-{digits}-{check_digit(digits)}"


def number_of(label: str) -> int | None:
    """Give the number of one of Station's labels as it is stored; None for any other text."""
    found = _WHOLE.fullmatch(label)
    return int(found[1]) if found and check_digit(found[1]) == found[2] else None


def next_label(known: Iterable[str]) -> str:
    """Give the label after the highest of Station's own among `known`."""
    return label_of(max((number_of(label) or 0 for label in known), default=0) + 1)


def next_labels(known: Iterable[str], count: int, above: int = 0) -> tuple[str, ...]:
    """Give so many labels, from the one after the highest among `known` and after `above`."""
    first = max((number_of(label) or 0 for label in known), default=0)
    first = max(first, above) + 1
    return tuple(label_of(first + at) for at in range(count))


def tidy(text: str) -> str:
    """Give a label as it is stored: Station's own in one spelling, any other as it stands.

    A text of Station's shape whose digit does not fit is left as it is: see `is_doubtful`.
    """
    plain = _SPACES.sub(" ", _ENDS.sub(" ", text)).strip()
    return _ours(plain) or plain


def is_doubtful(label: str) -> bool:
    """Tell whether a text has the shape of Station's own label and a check digit that is wrong."""
    upper = label.strip().upper()
    shaped = _SPACED.fullmatch(upper) or _SOLID.fullmatch(upper)
    return bool(shaped) and not _ours(upper)


def label_key(label: str) -> str:
    """Give the form in which labels are compared: capitals, without blanks."""
    return _SPACES.sub("", tidy(label)).upper()


def scanned(text: str) -> Scanned:
    """Read what a keyboard-wedge scanner typed, or a hand; never raises.

    Enter, tabs and other signs around it, the sort of code before it, small letters, and an
    American keyboard's keys on a Norwegian one are all seen through.
    """
    if len(text) > _READ:
        return Scanned(Said.LONG)
    pieces = [_bare(piece) for piece in _ENDS.split(text)]
    known = tuple(dict.fromkeys(piece for piece in pieces if piece))
    if not known:
        return Scanned(Said.EMPTY)
    if len(known) > 1:
        return Scanned(Said.SEVERAL, tuple(_ours(each) or each for each in known))
    return _one(known[0])


def _one(text: str) -> Scanned:
    ways = _ways(text)
    for way in ways:
        if ours := _ours(way):
            return Scanned(Said.OURS, (ours,))
    for way in ways:
        if len(several := _all_ours(way)) > 1:
            return Scanned(Said.SEVERAL, several)
        if several:
            return Scanned(Said.OURS, several)
    if any(_BEGUN.match(way.upper()) for way in ways):
        return Scanned(Said.DOUBTFUL, ways)
    return Scanned(Said.OTHER, ways)


def _ways(text: str) -> tuple[str, ...]:
    """A text as it came, with the keyboard undone, and each of them once if it came twice."""
    undone = text.translate(_US_KEYS)
    found = (text, _bare(undone), *(half for each in (text, undone) if (half := _half(each))))
    return tuple(dict.fromkeys(found))


def _half(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] if middle > 1 and text[:middle] == text[middle:] else ""


def _bare(piece: str) -> str:
    plain = _SPACES.sub(" ", piece).strip()
    return plain[3:].strip() if len(plain) > len("]C1") and _ANNOUNCED.match(plain) else plain


def _ours(text: str) -> str:
    """Give Station's own label in its one spelling, or "" for any other text."""
    upper = text.upper()
    found = _SPACED.fullmatch(upper) or _SOLID.fullmatch(upper)
    return _label(found) if found else ""


def _all_ours(text: str) -> tuple[str, ...]:
    """Give the labels of which a text consists altogether: two scans without anything between."""
    upper = text.upper()
    pieces = [piece for piece in re.split(rf"(?={PREFIX})", upper) if piece.strip()]
    labels = [_ours(piece.strip()) for piece in pieces]
    return tuple(dict.fromkeys(labels)) if len(labels) > 1 and all(labels) else ()


def _label(found: re.Match[str]) -> str:
    digits, check = found[1].translate(_TYPED), found[2].translate(_TYPED)
    number = int(digits)
    return label_of(number) if number and check_digit(digits) == check else ""
