"""Pulse oximeters: PLX Spot-Check (0x2A5E) and PLX Continuous Measurement (0x2A5F)."""

from station.devices.packets import Decoded, Measure
from station.devices.profiles.cursor import Cursor
from station.devices.profiles.times import date_time

SPOT_CHECK, CONTINUOUS = 0x2A5E, 0x2A5F
_KNOWN = 0x1F
_TIME, _STATUS, _SENSOR, _AMPLITUDE, _CLOCK_NOT_SET = 0x01, 0x02, 0x04, 0x08, 0x10
_FAST, _SLOW, _LIVE_STATUS, _LIVE_SENSOR, _LIVE_AMPLITUDE = 0x01, 0x02, 0x04, 0x08, 0x10

MEASUREMENT_STATUS = {
    5: "ongoing",
    6: "early_estimate",
    7: "validated",
    8: "fully_qualified",
    9: "from_storage",
    10: "demo",
    11: "testing",
    12: "calibrating",
    13: "unavailable",
    14: "questionable",
    15: "invalid",
}
SENSOR_STATUS = {
    0: "display_updating",
    1: "equipment_malfunction",
    2: "signal_irregular",
    3: "signal_inadequate",
    4: "signal_poor",
    5: "low_perfusion",
    6: "signal_erratic",
    7: "signal_non_pulsatile",
    8: "pulse_questionable",
    9: "signal_analysing",
    10: "sensor_interference",
    11: "sensor_unconnected_to_user",
    12: "sensor_unknown",
    13: "sensor_displaced",
    14: "oximeter_malfunction",
    15: "sensor_disconnected",
}


def _pair(cursor: Cursor, speed: str = "") -> tuple[Measure, Measure]:
    return cursor.sfloat(f"spo2{speed}", "%"), cursor.sfloat(f"pulse{speed}", "/min")


def _statuses(cursor: Cursor, *, measured: int, sensor: int) -> tuple[str, ...]:
    words = cursor.words(2, MEASUREMENT_STATUS) if measured else ()
    return words + (cursor.words(3, SENSOR_STATUS) if sensor else ())


def _amplitude(cursor: Cursor, *, there: int) -> tuple[Measure, ...]:
    return (cursor.sfloat("pulse_amplitude", "%"),) if there else ()


def read_spot_check(payload: bytes) -> Decoded:
    """Read one finished measurement: SpO2 (%), pulse (/min), and perhaps the meter's time."""
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    measures: tuple[Measure, ...] = _pair(cursor)
    time = date_time(cursor) if flags & _TIME else None
    statuses = _statuses(cursor, measured=flags & _STATUS, sensor=flags & _SENSOR)
    measures += _amplitude(cursor, there=flags & _AMPLITUDE)
    return Decoded(
        SPOT_CHECK,
        measures,
        time,
        statuses=statuses,
        clock_not_set=bool(flags & _CLOCK_NOT_SET),
        rest=cursor.rest(),
    )


def read_continuous(payload: bytes) -> Decoded:
    """Read what is on the meter's display right now: never a measurement of its own."""
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    measures: tuple[Measure, ...] = _pair(cursor)
    measures += _pair(cursor, "_fast") if flags & _FAST else ()
    measures += _pair(cursor, "_slow") if flags & _SLOW else ()
    statuses = _statuses(cursor, measured=flags & _LIVE_STATUS, sensor=flags & _LIVE_SENSOR)
    measures += _amplitude(cursor, there=flags & _LIVE_AMPLITUDE)
    return Decoded(CONTINUOUS, measures, statuses=statuses, rest=cursor.rest())
