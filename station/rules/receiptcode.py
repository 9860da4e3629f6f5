"""The code of a receipt, «KV-00042-7»: the hand-out's number with a check digit.

It stands on the receipt for people and in its squares for scanners. It says nothing of anybody.
"""

import re

from station.rules.labelcode import check_digit

PREFIX = "KV"
_LONGEST = 40
_CODE = re.compile(rf"{PREFIX}[^A-Z0-9]{{0,3}}([0-9]{{5,9}})[^A-Z0-9]{{0,3}}([0-9])")


def receipt_code(number: int) -> str:
    """Give the code of the receipt with this number; ValueError for one below 1."""
    if number < 1:
        raise ValueError("hand-outs are numbered from 1")
    digits = f"{number:05d}"
    return f"{PREFIX}-{digits}-{check_digit(digits)}"


def receipt_number(text: str) -> int | None:
    """Give the number in a code as scanned or typed; None if it is none, or was read wrongly."""
    found = _CODE.fullmatch(text[: _LONGEST + 1].strip().upper())
    if found is None or check_digit(found[1]) != found[2] or not int(found[1]):
        return None
    return int(found[1])
