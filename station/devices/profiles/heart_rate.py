"""Heart rate belts and watches: Heart Rate Measurement (0x2A37)."""

from decimal import Decimal

from station.devices.packets import Decoded, MalformedPacket, Measure
from station.devices.profiles.cursor import Cursor, measure

HEART_RATE, SENSOR_LOCATION = 0x2A37, 0x2A38
_WIDE, _TOUCHES, _CAN_FEEL, _ENERGY, _BEATS, _KNOWN = 0x01, 0x02, 0x04, 0x08, 0x10, 0x1F
_TICKS = Decimal(1024)
LOCATIONS = ("other", "chest", "wrist", "finger", "hand", "earlobe", "foot")


def read_heart_rate(payload: bytes) -> Decoded:
    """Read the rate (/min), whether it touches the skin, energy (kJ) and times of beats (s)."""
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    measures = [_plain("pulse", cursor.whole(2 if flags & _WIDE else 1), "/min")]
    if flags & _ENERGY:
        measures.append(_plain("energy", cursor.whole(2), "kJ"))
    if flags & _BEATS:
        measures += _beats(cursor)
    return Decoded(HEART_RATE, tuple(measures), statuses=_contact(flags), rest=cursor.rest())


def read_location(payload: bytes) -> Decoded:
    """Read where on the body the sensor sits (0x2A38)."""
    cursor = Cursor(payload)
    place = cursor.whole()
    if place >= len(LOCATIONS):
        raise MalformedPacket(f"reserved: location {place}")
    return Decoded(SENSOR_LOCATION, context=(LOCATIONS[place],), rest=cursor.rest())


def _plain(name: str, value: int, unit: str) -> Measure:
    return measure(name, Decimal(value), unit)


def _beats(cursor: Cursor) -> list[Measure]:
    """At least one interval between beats, sent in 1/1024 s; they reach to the packet's end."""
    first = cursor.whole(2)
    ticks = [first, *(cursor.whole(2) for _ in range(cursor.left // 2))]
    return [measure("rr", each / _TICKS, "s") for each in ticks]


def _contact(flags: int) -> tuple[str, ...]:
    if not flags & _CAN_FEEL:
        return ()
    return ("contact_detected",) if flags & _TOUCHES else ("contact_not_detected",)
