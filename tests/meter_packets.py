"""Packets written back from what they were read as, without any of the reading code.

Used for round trips: what has been read and written again must be the bytes that came.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from station.devices.packets import Decoded, DeviceTime, Measure, Special

SFLOAT_SPECIALS = {
    Special.NAN: b"\xff\x07",
    Special.NRES: b"\x00\x08",
    Special.POSITIVE_INFINITY: b"\xfe\x07",
    Special.NEGATIVE_INFINITY: b"\x02\x08",
    Special.RESERVED: b"\x01\x08",
}
FLOAT_SPECIALS = {
    Special.NAN: b"\xff\xff\x7f\x00",
    Special.NRES: b"\x00\x00\x80\x00",
    Special.POSITIVE_INFINITY: b"\xfe\xff\x7f\x00",
    Special.NEGATIVE_INFINITY: b"\x02\x00\x80\x00",
    Special.RESERVED: b"\x01\x00\x80\x00",
}
MEASUREMENT = (
    *([""] * 5),
    *("ongoing", "early_estimate", "validated", "fully_qualified", "from_storage", "demo"),
    *("testing", "calibrating", "unavailable", "questionable", "invalid"),
)
SENSOR = (
    *("display_updating", "equipment_malfunction", "signal_irregular", "signal_inadequate"),
    *("signal_poor", "low_perfusion", "signal_erratic", "signal_non_pulsatile"),
    *("pulse_questionable", "signal_analysing", "sensor_interference"),
    *("sensor_unconnected_to_user", "sensor_unknown", "sensor_displaced"),
    *("oximeter_malfunction", "sensor_disconnected"),
)
CUFF = ("moved", "cuff_loose", "irregular_pulse", "pulse_high", "pulse_low", "cuff_position")
STRIP = (
    *("battery_low", "sensor_malfunction", "sample_insufficient", "strip_insertion"),
    *("strip_incorrect", "result_too_high", "result_too_low", "sensor_too_hot"),
    *("sensor_too_cold", "read_interrupted", "device_fault", "time_fault"),
)
FLUIDS = (
    *("", "capillary_blood", "capillary_plasma", "venous_blood", "venous_plasma"),
    *("arterial_blood", "arterial_plasma", "undetermined_blood", "undetermined_plasma"),
    *("interstitial_fluid", "control_solution"),
)
PLACES = {
    "finger": 1,
    "alternate_site": 2,
    "earlobe": 3,
    "control_solution": 4,
    "location_unavailable": 15,
}
SITES = ("", "armpit", "body", "ear", "finger", "gut", "mouth", "rectum", "toe", "eardrum")


def medical(each: Measure, size: int = 2) -> bytes:
    """An SFLOAT (2 bytes) or FLOAT (4 bytes)."""
    if each.value is None:
        assert each.special is not None
        return (SFLOAT_SPECIALS if size == 2 else FLOAT_SPECIALS)[each.special]
    sign, digits, exponent = each.value.as_tuple()
    assert isinstance(exponent, int)
    mantissa = int("".join(map(str, digits))) * (-1 if sign else 1)
    wide, high = (12, 4) if size == 2 else (24, 8)
    return whole((mantissa % (1 << wide)) + ((exponent % (1 << high)) << wide), size)


def whole(value: int | Decimal | None, size: int = 2) -> bytes:
    """A whole number, negative ones in two's complement."""
    assert value is not None
    assert int(value) == value
    return (int(value) % (1 << 8 * size)).to_bytes(size, "little")


def clock(time: DeviceTime | None) -> bytes:
    """Seven bytes of date and time."""
    assert time is not None
    parts = bytes((time.month, time.day, time.hour, time.minute, time.second))
    return whole(time.year) + parts


def bits(said: tuple[str, ...], names: tuple[str, ...], size: int) -> bytes:
    """Status words as bits."""
    return whole(sum(1 << at for at, name in enumerate(names) if name and name in said), size)


def oximeter(decoded: Decoded, flags: int) -> bytes:
    """PLX Spot-Check Measurement."""
    parts = [medical(each) for each in decoded.measures[:2]]
    parts += [clock(decoded.time)] if flags & 1 else []
    parts += [bits(decoded.statuses, MEASUREMENT, 2)] if flags & 2 else []
    parts += [bits(decoded.statuses, SENSOR, 3)] if flags & 4 else []
    parts += [medical(each) for each in decoded.measures[2:]]
    assert decoded.clock_not_set is bool(flags & 16)
    return b"".join(parts)


def live_oximeter(decoded: Decoded, flags: int) -> bytes:
    """PLX Continuous Measurement."""
    numbers = [medical(each) for each in decoded.measures]
    amplitude = [numbers.pop()] if flags & 16 else []
    status = [bits(decoded.statuses, MEASUREMENT, 2)] if flags & 4 else []
    status += [bits(decoded.statuses, SENSOR, 3)] if flags & 8 else []
    return b"".join((*numbers, *status, *amplitude))


def scale(decoded: Decoded, flags: int) -> bytes:
    """Weight Measurement."""
    weight, *body = decoded.measures
    step = Decimal("0.01") if flags & 1 else Decimal("0.005")
    failed = weight.special is Special.UNSUCCESSFUL
    parts = [b"\xff\xff" if weight.value is None and failed else steps(weight, step)]
    parts += [clock(decoded.time)] if flags & 2 else []
    parts += [whole(decoded.user, 1)] if flags & 4 else []
    sizes = (Decimal("0.1"), Decimal("0.1") if flags & 1 else Decimal("0.001"))
    parts += [steps(each, size) for each, size in zip(body, sizes, strict=False)]
    return b"".join(parts)


def steps(each: Measure, step: Decimal) -> bytes:
    """A number in so large steps."""
    assert each.value is not None
    return whole(each.value / step)


def cuff(decoded: Decoded, flags: int) -> bytes:
    """Blood Pressure Measurement, and Intermediate Cuff Pressure."""
    parts = [medical(each) for each in decoded.measures[:3]]
    parts += [clock(decoded.time)] if flags & 2 else []
    parts += [medical(each) for each in decoded.measures[3:]]
    parts += [whole(decoded.user, 1)] if flags & 8 else []
    parts += [bits(decoded.statuses, CUFF, 2)] if flags & 16 else []
    return b"".join(parts)


def thermometer(decoded: Decoded, flags: int) -> bytes:
    """Temperature Measurement, and Intermediate Temperature."""
    parts = [medical(decoded.measures[0], 4)]
    parts += [clock(decoded.time)] if flags & 2 else []
    parts += [bytes((SITES.index(decoded.context[0]),))] if flags & 4 else []
    return b"".join(parts)


def glucose(decoded: Decoded, flags: int) -> bytes:
    """Glucose Measurement."""
    parts = [whole(decoded.sequence), clock(decoded.time)]
    parts += [whole(decoded.offset_minutes)] if flags & 1 else []
    if flags & 2:
        fluid, place = decoded.context
        pair = FLUIDS.index(fluid) + (PLACES[place] << 4)
        parts += [medical(decoded.measures[0]), bytes((pair,))]
    parts += [bits(decoded.statuses, STRIP, 2)] if flags & 8 else []
    return b"".join(parts)


def heart(decoded: Decoded, flags: int) -> bytes:
    """Heart Rate Measurement."""
    values = {each.name: each.value for each in decoded.measures}
    parts = [whole(values["pulse"], 2 if flags & 1 else 1)]
    parts += [whole(values["energy"])] if flags & 8 else []
    beats = [each.value for each in decoded.measures if each.name == "rr"]
    parts += [whole(value * 1024) for value in beats if value is not None]
    return b"".join(parts)


WRITERS: Mapping[int, Callable[[Decoded, int], bytes]] = {
    0x2A5E: oximeter,
    0x2A5F: live_oximeter,
    0x2A9D: scale,
    0x2A35: cuff,
    0x2A36: cuff,
    0x2A1C: thermometer,
    0x2A1E: thermometer,
    0x2A18: glucose,
    0x2A37: heart,
}


def written(decoded: Decoded, flags: int) -> bytes:
    """The packet with these flags that says what `decoded` says."""
    return bytes((flags,)) + WRITERS[decoded.characteristic](decoded, flags) + decoded.rest
