"""What somebody means who types into a search box: words of a name, or a number."""

import re

from station.rules.names import fold

_MARKS = re.compile(r"[\s().+\-/\N{NO-BREAK SPACE}\N{EN DASH}]")
_COUNTRY = "0047"


def words_of(query: str) -> tuple[str, ...]:
    """Give the folded words of a query."""
    return tuple(fold(query).split())


def digits_of(query: str) -> str:
    """Give the digits of a query that is a number or telephone number and nothing else, or ""."""
    digits = _MARKS.sub("", query)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if query.strip().startswith("+47"):
        return digits[2:]
    return digits.removeprefix(_COUNTRY)


def begins(words: tuple[str, ...], search_text: str) -> bool:
    """Tell whether each word begins a word of the folded text: such finds are shown first."""
    padded = f" {search_text}"
    return all(f" {word}" in padded for word in words)
