"""What meters put on the air, written from the profiles; the program's decoders know nothing of it.

Numbers become SFLOAT (16 bits) or FLOAT (32 bits) of IEEE 11073-20601; None becomes NaN.
"""

from datetime import datetime
from decimal import Decimal
from enum import IntEnum


class Odd(IntEnum):
    """Values that are no numbers, as the low bits of an SFLOAT; a FLOAT has its own."""

    NAN = 0x07FF
    NRES = 0x0800
    PLUS_INFINITY = 0x07FE
    MINUS_INFINITY = 0x0802
    RESERVED = 0x0801


_LONG = {
    Odd.NAN: 0x007FFFFF,
    Odd.NRES: 0x00800000,
    Odd.PLUS_INFINITY: 0x007FFFFE,
    Odd.MINUS_INFINITY: 0x00800002,
    Odd.RESERVED: 0x00800001,
}
Number = float | Decimal | Odd | None


def sfloat(value: Number) -> bytes:
    """Write 16 bits: a 4-bit exponent and a 12-bit mantissa, both two's complement."""
    odd = Odd.NAN if value is None else value
    if isinstance(odd, Odd):
        return int(odd).to_bytes(2, "little")
    mantissa, exponent = _parts(Decimal(str(odd)), 2045)
    return ((exponent & 0xF) << 12 | mantissa & 0xFFF).to_bytes(2, "little")


def float32(value: Number) -> bytes:
    """Write 32 bits: an 8-bit exponent and a 24-bit mantissa."""
    odd = Odd.NAN if value is None else value
    if isinstance(odd, Odd):
        return _LONG[odd].to_bytes(4, "little")
    mantissa, exponent = _parts(Decimal(str(odd)), 8_388_605)
    return ((exponent & 0xFF) << 24 | mantissa & 0xFFFFFF).to_bytes(4, "little")


def _parts(value: Decimal, most: int) -> tuple[int, int]:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101  (specials of Decimal are never passed)
    mantissa = int("".join(map(str, digits)))
    while mantissa > most:
        mantissa, exponent = round(mantissa / 10), exponent + 1
    return (-mantissa if sign else mantissa), exponent


def date_time(at: datetime | None) -> bytes:
    """Write the seven bytes of 0x2A08; None is a clock that was never set."""
    if at is None:
        return bytes(7)
    return at.year.to_bytes(2, "little") + bytes((at.month, at.day, at.hour, at.minute, at.second))


def current_time(at: datetime) -> bytes:
    """Write the ten bytes of 0x2A2B."""
    return date_time(at) + bytes((at.isoweekday(), 0, 0))


def read_date_time(data: bytes) -> datetime | None:
    """Read 0x2A08 or the first seven bytes of 0x2A2B; None if it is no date."""
    try:
        return datetime(int.from_bytes(data[:2], "little"), *data[2:7])  # noqa: DTZ001  (no zone)
    except (ValueError, TypeError):
        return None


def spot_oximetry(
    spo2: Number, pulse: Number, at: datetime | None = None, *, status: int | None = None
) -> bytes:
    """Write 0x2A5E: saturation and pulse as a spot check."""
    flags = (1 if at is not None else 0) | (2 if status is not None else 0)
    packet = bytes([flags]) + sfloat(spo2) + sfloat(pulse)
    packet += date_time(at) if at is not None else b""
    return packet + (status.to_bytes(2, "little") if status is not None else b"")


def live_oximetry(spo2: Number, pulse: Number) -> bytes:
    """Write 0x2A5F: saturation and pulse as they are now."""
    return b"\x00" + sfloat(spo2) + sfloat(pulse)


def weight(
    kilograms: Number, at: datetime | None = None, *, user: int | None = None, pounds: bool = False
) -> bytes:
    """Write 0x2A9D: steps of 0.005 kg, or 0.01 lb; None is a failed weighing."""
    flags = (1 if pounds else 0) | (2 if at is not None else 0) | (4 if user is not None else 0)
    steps = 0xFFFF
    if isinstance(kilograms, int | float | Decimal) and not isinstance(kilograms, Odd):
        steps = round(Decimal(str(kilograms)) / Decimal("0.01" if pounds else "0.005"))
    packet = bytes([flags]) + steps.to_bytes(2, "little")
    packet += date_time(at) if at is not None else b""
    return packet + (bytes([user]) if user is not None else b"")


def blood_pressure(
    systolic: Number,
    diastolic: Number,
    pulse: Number = None,
    at: datetime | None = None,
    *,
    status: int | None = None,
    user: int | None = None,
    kilopascal: bool = False,
) -> bytes:
    """Write 0x2A35; a failed measurement has all three pressures None."""
    flags = (1 if kilopascal else 0) | (2 if at is not None else 0) | 4
    flags |= (8 if user is not None else 0) | (16 if status is not None else 0)
    mean = None
    if _plain(systolic) and _plain(diastolic):
        mean = round((float(systolic) + 2 * float(diastolic)) / 3)  # type: ignore[arg-type]
    packet = bytes([flags]) + sfloat(systolic) + sfloat(diastolic) + sfloat(mean)
    packet += date_time(at) if at is not None else b""
    packet += sfloat(pulse) + (bytes([user]) if user is not None else b"")
    return packet + (status.to_bytes(2, "little") if status is not None else b"")


def _plain(value: Number) -> bool:
    return value is not None and not isinstance(value, Odd)


def temperature(
    degrees: Number,
    at: datetime | None = None,
    *,
    place: int | None = None,
    fahrenheit: bool = False,
) -> bytes:
    """Write 0x2A1C."""
    flags = (1 if fahrenheit else 0) | (2 if at is not None else 0) | (4 if place else 0)
    packet = bytes([flags]) + float32(degrees)
    packet += date_time(at) if at is not None else b""
    return packet + (bytes([place]) if place else b"")


def glucose(
    sequence: int,
    at: datetime | None,
    millimoles: Number,
    *,
    offset_minutes: int | None = None,
    status: int | None = None,
    context: bool = False,
) -> bytes:
    """Write 0x2A18: concentration in mmol/l goes out as mol/l; capillary blood of a finger."""
    flags = (1 if offset_minutes is not None else 0) | 2 | 4
    flags |= (8 if status is not None else 0) | (16 if context else 0)
    packet = bytes([flags]) + sequence.to_bytes(2, "little") + date_time(at)
    if offset_minutes is not None:
        packet += offset_minutes.to_bytes(2, "little", signed=True)
    moles = Decimal(str(millimoles)) / 1000 if _plain(millimoles) else millimoles
    packet += sfloat(moles) + b"\x11"
    return packet + (status.to_bytes(2, "little") if status is not None else b"")


def glucose_context(sequence: int, *, meal: int | None = None) -> bytes:
    """Write 0x2A34: 1 before a meal, 2 after it, 3 fasting, 4 casual, 5 bedtime."""
    flags = 2 if meal is not None else 0
    packet = bytes([flags]) + sequence.to_bytes(2, "little")
    return packet + (bytes([meal]) if meal is not None else b"")


def heart_rate(beats: int) -> bytes:
    """Write 0x2A37: 8 bits, or 16 above 255; the sensor touches the skin."""
    if beats > 255:  # noqa: PLR2004  (what a byte holds)
        return b"\x07" + beats.to_bytes(2, "little")
    return bytes((6, beats))
