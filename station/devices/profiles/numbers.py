"""The medical number formats of IEEE 11073-20601: SFLOAT (16 bits) and FLOAT (32 bits).

Both are a power of ten and a whole number, each in two's complement. Five patterns of each are no
numbers; which one it was is kept.
"""

from dataclasses import dataclass
from decimal import Decimal

from station.devices.packets import Special


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format shares its bits, and which whole patterns are no numbers."""

    mantissa_bits: int
    exponent_bits: int
    specials: tuple[tuple[int, Special], ...]


SFLOAT = Layout(
    12,
    4,
    (
        (0x07FF, Special.NAN),
        (0x0800, Special.NRES),
        (0x07FE, Special.POSITIVE_INFINITY),
        (0x0802, Special.NEGATIVE_INFINITY),
        (0x0801, Special.RESERVED),
    ),
)
FLOAT = Layout(
    24,
    8,
    (
        (0x007FFFFF, Special.NAN),
        (0x00800000, Special.NRES),
        (0x007FFFFE, Special.POSITIVE_INFINITY),
        (0x00800002, Special.NEGATIVE_INFINITY),
        (0x00800001, Special.RESERVED),
    ),
)


def number(pattern: int, layout: Layout) -> Decimal | Special:
    """Give the number that `pattern` writes, with its own power of ten, or which special it is."""
    special = dict(layout.specials).get(pattern)
    if special is not None:
        return special
    mantissa = signed(pattern & ((1 << layout.mantissa_bits) - 1), layout.mantissa_bits)
    exponent = signed(pattern >> layout.mantissa_bits, layout.exponent_bits)
    return Decimal(mantissa).scaleb(exponent)


def signed(pattern: int, bits: int) -> int:
    """Read `pattern` of so many bits in two's complement."""
    return pattern - (1 << bits) if pattern >> (bits - 1) else pattern
