"""Cuffs: Blood Pressure Measurement (0x2A35) and Intermediate Cuff Pressure (0x2A36)."""

from station.devices.packets import Decoded, MalformedPacket, Measure
from station.devices.profiles.cursor import Cursor
from station.devices.profiles.times import date_time

BLOOD_PRESSURE, INTERMEDIATE_PRESSURE = 0x2A35, 0x2A36
_KPA, _TIME, _PULSE, _USER, _STATUS, _KNOWN = 0x01, 0x02, 0x04, 0x08, 0x10, 0x1F
STATUS = {0: "moved", 1: "cuff_loose", 2: "irregular_pulse", 5: "cuff_position"}
PULSE_RANGE = ("", "pulse_high", "pulse_low")
_RANGE_BITS, _RANGE_AT = 0x18, 3


def read_blood_pressure(payload: bytes) -> Decoded:
    """Read a finished measurement: sys, dia, map (mmHg or kPa), and perhaps time, pulse, user."""
    return _read(payload, BLOOD_PRESSURE, ("sys", "dia", "map"), ())


def read_intermediate(payload: bytes) -> Decoded:
    """Read the pressure in a cuff that is still being let out: never a blood pressure."""
    return _read(payload, INTERMEDIATE_PRESSURE, ("cuff", "dia", "map"), ("ongoing",))


def _read(
    payload: bytes, characteristic: int, names: tuple[str, ...], always: tuple[str, ...]
) -> Decoded:
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    unit = "kPa" if flags & _KPA else "mm[Hg]"
    measures: list[Measure] = [cursor.sfloat(name, unit) for name in names]
    time = date_time(cursor) if flags & _TIME else None
    if flags & _PULSE:
        measures.append(cursor.sfloat("pulse", "/min"))
    user = cursor.whole() if flags & _USER else None
    statuses = always + (_statuses(cursor.whole(2)) if flags & _STATUS else ())
    return Decoded(
        characteristic, tuple(measures), time, user=user, statuses=statuses, rest=cursor.rest()
    )


def _statuses(bits: int) -> tuple[str, ...]:
    pulse_range = (bits & _RANGE_BITS) >> _RANGE_AT
    known = sum(1 << bit for bit in STATUS) | _RANGE_BITS
    if bits & ~known or pulse_range >= len(PULSE_RANGE):
        raise MalformedPacket(f"reserved: status 0x{bits:04x}")
    words = [word for bit, word in STATUS.items() if bits >> bit & 1]
    return (*words, PULSE_RANGE[pulse_range]) if pulse_range else tuple(words)
