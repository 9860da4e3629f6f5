"""Glucose meters: Glucose Measurement (0x2A18), one stored record a packet."""

from station.devices.packets import Decoded, Measure
from station.devices.profiles.cursor import Cursor
from station.devices.profiles.times import date_time

GLUCOSE = 0x2A18
_OFFSET, _VALUE, _MOLES, _STATUS, _CONTEXT, _KNOWN = 0x01, 0x02, 0x04, 0x08, 0x10, 0x1F
_OVERRUN, _UNDERRUN = 0x7FFF, -0x8000
FLUIDS = {
    1: "capillary_blood",
    2: "capillary_plasma",
    3: "venous_blood",
    4: "venous_plasma",
    5: "arterial_blood",
    6: "arterial_plasma",
    7: "undetermined_blood",
    8: "undetermined_plasma",
    9: "interstitial_fluid",
    10: "control_solution",
}
LOCATIONS = {
    1: "finger",
    2: "alternate_site",
    3: "earlobe",
    4: "control_solution",
    15: "location_unavailable",
}
STATUS = {
    0: "battery_low",
    1: "sensor_malfunction",
    2: "sample_insufficient",
    3: "strip_insertion",
    4: "strip_incorrect",
    5: "result_too_high",
    6: "result_too_low",
    7: "sensor_too_hot",
    8: "sensor_too_cold",
    9: "read_interrupted",
    10: "device_fault",
    11: "time_fault",
}


def read_glucose(payload: bytes) -> Decoded:
    """Read a record: its number, base time, minutes to add, and the value in mol/L or kg/L."""
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    sequence, time = cursor.whole(2), date_time(cursor)
    offset = cursor.signed_whole(2) if flags & _OFFSET else None
    measures: tuple[Measure, ...] = ()
    context: tuple[str, ...] = ()
    if flags & _VALUE:
        measures = (cursor.sfloat("glucose", "mol/L" if flags & _MOLES else "kg/L"),)
        context = _sample(cursor.whole())
    statuses = cursor.words(2, STATUS) if flags & _STATUS else ()
    if offset in (_OVERRUN, _UNDERRUN):
        offset, statuses = None, (*statuses, "offset_unknown")
    if flags & _CONTEXT:
        statuses = (*statuses, "context_follows")
    return Decoded(
        GLUCOSE,
        measures,
        time,
        offset,
        sequence,
        statuses=statuses,
        context=context,
        rest=cursor.rest(),
    )


def _sample(pair: int) -> tuple[str, ...]:
    fluid = FLUIDS.get(pair & 0x0F, "fluid_reserved")
    return fluid, LOCATIONS.get(pair >> 4, "location_reserved")
