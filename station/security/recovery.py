"""The recovery code: 48 digits on paper that stand for 128 random bits, with checks for typos."""

import os

from station.core.i18n import N_
from station.core.trouble import Trouble

GROUPS = 8
GROUP_DIGITS = 6
_CHECK = 11  # every group is a multiple: one wrong digit, or two exchanged, is always found
_GROUP_VALUES = 1 << 16


def new_code() -> str:
    """Give a new random code as it is printed: eight groups of six digits."""
    return write_code(os.urandom(2 * GROUPS))


def write_code(secret: bytes) -> str:
    """Give the code that stands for `secret` (16 bytes)."""
    if len(secret) != 2 * GROUPS:
        raise ValueError("a recovery code stands for 16 bytes")
    numbers = (int.from_bytes(secret[at : at + 2], "big") for at in range(0, len(secret), 2))
    return " ".join(f"{number * _CHECK:0{GROUP_DIGITS}d}" for number in numbers)


def read_code(typed: str) -> bytes:
    """Give the 16 bytes that a typed code stands for; spaces and hyphens are ignored.

    Raises Trouble `recovery_length` or `recovery_group` (with the number of the first group that
    cannot be right among its values).
    """
    digits = "".join(character for character in typed if character not in " -\t\n\r\u00a0–")
    if len(digits) != GROUPS * GROUP_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Trouble(
            "recovery_length",
            N_("The recovery code has {digits} digits in {groups} groups of {size}."),
            digits=GROUPS * GROUP_DIGITS,
            groups=GROUPS,
            size=GROUP_DIGITS,
        )
    return b"".join(_read_group(digits, group) for group in range(GROUPS))


def _read_group(digits: str, group: int) -> bytes:
    number, rest = divmod(int(digits[group * GROUP_DIGITS : (group + 1) * GROUP_DIGITS]), _CHECK)
    if rest or number >= _GROUP_VALUES:
        raise Trouble(
            "recovery_group",
            N_("Group {group} of the recovery code cannot be right. Look at the sheet once more."),
            group=group + 1,
        )
    return number.to_bytes(2, "big")
