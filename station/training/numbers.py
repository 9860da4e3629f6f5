"""Synthetic national numbers: the month has 80 added, so that no living person can have one."""

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11
_NOBODY = 10
_SYNTHETIC_MONTH = 80


def synthetic_number(born: str, start: int) -> str:
    """Give a synthetic number for a birth date (ISO, 1900-1999) with serial from `start` up."""
    year, month, day = born.split("-")
    head = f"{day}{int(month) + _SYNTHETIC_MONTH:02d}{year[2:]}"
    for serial in range(start, 500):
        digits = [int(digit) for digit in f"{head}{serial:03d}"]
        first = _check(digits, _FIRST)
        second = _check([*digits, first], _SECOND)
        if _NOBODY not in (first, second):
            return f"{head}{serial:03d}{first}{second}"
    raise ValueError("no number is left for that day")


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % _MODULUS
    return 0 if rest == 0 else _MODULUS - rest
