"""Names and numbers folded for search: what a person types in a hurry finds what is meant."""

import re
from unicodedata import combining, normalize

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ŧ": "t", "ŋ": "n", "ł": "l"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'\N{RIGHT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}"))
# Aase is Åse, and Boe is Bø on a keyboard without the letter: both sides lose the difference.
_OLD_A = re.compile("aa+")
_OLD_O = re.compile("oe+")
_NUMBER_MARKS = re.compile(r"[\s().+\-/\N{NO-BREAK SPACE}\N{EN DASH}]")
_COUNTRY = "0047"


def fold(text: str) -> str:
    """The words of `text` in small letters without accents or marks, one blank between them.

    Text without a single letter or digit keeps its signs.
    """
    plain = normalize("NFKD", normalize("NFKD", text.translate(_APOSTROPHES)).casefold())
    plain = "".join(sign for sign in plain if not combining(sign)).translate(_LETTERS)
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    if not words:
        return " ".join(plain.split())
    return _OLD_O.sub("o", _OLD_A.sub("a", " ".join(words)))


def search_text(*names: str) -> str:
    """What is stored to find a person by; it begins with a blank, as every word in it does."""
    return "".join(f" {fold(name)}" for name in names)


def search_words(query: str) -> tuple[str, ...]:
    """The folded words of what was typed into a search box."""
    return tuple(fold(query).split())


def search_digits(query: str) -> str:
    """The digits of a query that is a number or telephone number and nothing else, or ""."""
    digits = _NUMBER_MARKS.sub("", query)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if query.strip().startswith("+47"):
        return digits[2:]
    return digits.removeprefix(_COUNTRY)
