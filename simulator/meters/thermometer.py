"""Thermometers: 0x1809 and 0x2A1C."""

from collections.abc import Iterator

from simulator.attributes import Security, Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import temperature

TEMPERATURE = 0x2A1C
EAR = 3


class Thermometer(Meter):
    """A thermometer of the standard profile."""

    measurement = TEMPERATURE
    model = "Thermometer"
    clock = "cts"

    def own_service(self) -> Service:
        """Give 0x1809."""
        values = (Value(TEMPERATURE, "INDICATE"), Value(0x2A1D, "READ", lambda: bytes([EAR])))
        return Service(0x1809, (*values, *self.clock_value()))

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell a measurement."""
        fahrenheit = bool(reading.more.get("fahrenheit"))
        degrees, place = reading.values["temp"], reading.more.get("place")
        yield TEMPERATURE, temperature(degrees, reading.at, place=place, fahrenheit=fahrenheit)


class BeurerThermometer(Thermometer):
    """Beurer FT95."""

    model = "FT95"
    called = "{model}"
    security = Security.JUST_WORKS
