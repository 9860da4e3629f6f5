"""Kroner as people write and read them; stored as whole øre."""

import re

from station.core.i18n import language

_SPACE = "\N{NO-BREAK SPACE}"
_TYPED = re.compile(r"(-?)(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d{1,2}))?(?:kr)?", re.ASCII)
_MOST_CHARACTERS = 20


def kroner(ore: int) -> str:
    """Write a sum of øre in kroner: «12 480 kr», with two decimals where øre are left."""
    whole, rest = divmod(abs(ore), 100)
    # No break within a number, nor between it and its unit.
    shown = f"{whole:,}".replace(",", _SPACE)
    mark = "." if language() == "en" else ","
    sign = "\N{MINUS SIGN}" if ore < 0 else ""
    return f"{sign}{shown}{f'{mark}{rest:02}' if rest else ''}{_SPACE}kr"


def ore_of(text: str) -> int:
    """Read kroner that were typed («1 250», «720,50 kr») as øre; ValueError if it is no sum."""
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").split()).lower()
    found = _TYPED.fullmatch(plain.replace(" kr", "kr")) if len(plain) <= _MOST_CHARACTERS else None
    if found is None:
        raise ValueError("not a sum of money")
    sign, whole, rest = found.groups()
    ore = int(whole.replace(" ", "")) * 100 + int((rest or "").ljust(2, "0"))
    return -ore if sign else ore
