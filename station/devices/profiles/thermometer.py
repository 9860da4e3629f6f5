"""Thermometers: Temperature Measurement (0x2A1C) and Intermediate Temperature (0x2A1E)."""

from station.devices.packets import Decoded
from station.devices.profiles.cursor import Cursor
from station.devices.profiles.times import date_time

TEMPERATURE, TEMPERATURE_TYPE, INTERMEDIATE_TEMPERATURE = 0x2A1C, 0x2A1D, 0x2A1E
_FAHRENHEIT, _TIME, _SITE, _KNOWN = 0x01, 0x02, 0x04, 0x07
SITES = {
    1: "armpit",
    2: "body",
    3: "ear",
    4: "finger",
    5: "gut",
    6: "mouth",
    7: "rectum",
    8: "toe",
    9: "eardrum",
}


def site(code: int) -> tuple[str, ...]:
    """Give the word of where a temperature was taken; a code that the format reserves says so."""
    return (SITES.get(code, "site_reserved"),)


def read_temperature(payload: bytes) -> Decoded:
    """Read a finished measurement (°C or °F), and perhaps its time and where it was taken."""
    return _read(payload, TEMPERATURE, ())


def read_intermediate(payload: bytes) -> Decoded:
    """Read the temperature on the display while it still rises: never a measurement of its own."""
    return _read(payload, INTERMEDIATE_TEMPERATURE, ("ongoing",))


def read_site(payload: bytes) -> Decoded:
    """Read where this thermometer always measures (0x2A1D)."""
    cursor = Cursor(payload)
    return Decoded(TEMPERATURE_TYPE, context=site(cursor.whole()), rest=cursor.rest())


def _read(payload: bytes, characteristic: int, statuses: tuple[str, ...]) -> Decoded:
    cursor = Cursor(payload)
    flags = cursor.flags(_KNOWN)
    measured = cursor.float32("temp", "[degF]" if flags & _FAHRENHEIT else "Cel")
    time = date_time(cursor) if flags & _TIME else None
    where = site(cursor.whole()) if flags & _SITE else ()
    return Decoded(
        characteristic, (measured,), time, statuses=statuses, context=where, rest=cursor.rest()
    )
