"""Scales: Weight Measurement (0x2A9D), whose resolution is fixed (0.005 kg or 0.01 lb)."""

from decimal import Decimal

from station.devices.packets import Decoded, Measure, Special
from station.devices.profiles.cursor import Cursor, measure
from station.devices.profiles.times import date_time

WEIGHT = 0x2A9D
UNSUCCESSFUL = 0xFFFF
_IMPERIAL, _TIME, _USER, _BODY, _KNOWN = 0x01, 0x02, 0x04, 0x08, 0x0F
_KILOGRAMS, _POUNDS = (Decimal("0.005"), "kg"), (Decimal("0.01"), "[lb_av]")
_METRES, _INCHES = (Decimal("0.001"), "m"), (Decimal("0.1"), "[in_i]")
_BMI = (Decimal("0.1"), "kg/m2")


def read_weight(payload: bytes) -> Decoded:
    """Read a weight (kg or lb), and perhaps its time, its user (255 is unknown), BMI and height."""
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    imperial = flags & _IMPERIAL
    measures = [_weight(cursor.whole(2), *(_POUNDS if imperial else _KILOGRAMS))]
    time = date_time(cursor) if flags & _TIME else None
    user = cursor.whole() if flags & _USER else None
    if flags & _BODY:
        measures.append(_scaled(cursor, "bmi", *_BMI))
        measures.append(_scaled(cursor, "height", *(_INCHES if imperial else _METRES)))
    return Decoded(WEIGHT, tuple(measures), time, user=user, rest=cursor.rest())


def _weight(pattern: int, step: Decimal, unit: str) -> Measure:
    failed = pattern == UNSUCCESSFUL
    return measure("weight", Special.UNSUCCESSFUL if failed else pattern * step, unit)


def _scaled(cursor: Cursor, name: str, step: Decimal, unit: str) -> Measure:
    return measure(name, cursor.whole(2) * step, unit)
