"""The one door from bytes to values: the Bluetooth SIG's own profiles, as pure functions.

Numbers stay as exact as they were sent, and which special stood in a number's place is kept.
Fields that are shorter than the flags announce, reserved bits and impossible dates are refused.
"""

from collections.abc import Callable, Mapping
from functools import partial

from station.devices.packets import Decoded, MalformedPacket
from station.devices.profiles import (
    cuff,
    glucose,
    glucose_context,
    heart_rate,
    information,
    oximeter,
    racp,
    scale,
    thermometer,
    times,
)

__all__ = ["CHARACTERISTICS", "decode"]

_FEATURES = (
    information.CUFF_FEATURE,
    information.GLUCOSE_FEATURE,
    information.OXIMETER_FEATURE,
    information.SCALE_FEATURE,
)
_READERS: Mapping[int, Callable[[bytes], Decoded]] = {
    oximeter.SPOT_CHECK: oximeter.read_spot_check,
    oximeter.CONTINUOUS: oximeter.read_continuous,
    scale.WEIGHT: scale.read_weight,
    cuff.BLOOD_PRESSURE: cuff.read_blood_pressure,
    cuff.INTERMEDIATE_PRESSURE: cuff.read_intermediate,
    thermometer.TEMPERATURE: thermometer.read_temperature,
    thermometer.TEMPERATURE_TYPE: thermometer.read_site,
    thermometer.INTERMEDIATE_TEMPERATURE: thermometer.read_intermediate,
    glucose.GLUCOSE: glucose.read_glucose,
    glucose_context.GLUCOSE_CONTEXT: glucose_context.read_context,
    heart_rate.HEART_RATE: heart_rate.read_heart_rate,
    heart_rate.SENSOR_LOCATION: heart_rate.read_location,
    information.BATTERY: information.read_battery,
    times.CURRENT_TIME: times.read_current_time,
    times.DATE_TIME: times.read_date_time,
    racp.RACP: racp.read_racp,
    **{each: partial(information.read_text, each) for each in information.TEXTS},
    **{each: partial(information.read_feature, each) for each in _FEATURES},
}
CHARACTERISTICS = frozenset(_READERS)
"""The 16-bit numbers of the characteristics that are read here."""


def decode(characteristic: int, payload: bytes | bytearray) -> Decoded:
    """Read one packet of a characteristic (its 16-bit number).

    MalformedPacket, and nothing else, for bytes that are no such packet or a number unknown here.
    """
    reader = _READERS.get(characteristic)
    if reader is None:
        raise MalformedPacket(f"unknown: characteristic 0x{characteristic:04x}")
    return reader(bytes(payload))
