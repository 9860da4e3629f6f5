"""Days as they are typed and shown in a field: 07.03.1948."""

import re
from datetime import date

_TYPED = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def iso_of(typed: str) -> str:
    """The ISO form of a day typed as 07.03.1948, 7.3.1948 or 07031948; else what was typed."""
    text = typed.strip()
    found = _TYPED.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        return text
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def shown(iso: str) -> str:
    """An ISO day as it is typed, 07.03.1948; anything else as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
