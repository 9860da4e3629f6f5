"""Pulse oximeters: 0x1822, spot checks by 0x2A5E and continuous values by 0x2A5F."""

from collections.abc import Iterator

from simulator.attributes import Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import Number, live_oximetry, spot_oximetry

SPOT, LIVE = 0x2A5E, 0x2A5F


class Oximeter(Meter):
    """An oximeter of the standard profile, with stored spot checks and a live value."""

    measurement = SPOT
    model = "Oximeter"
    clock = "cts"

    def own_service(self) -> Service:
        """Give 0x1822 with both kinds of value and its features."""
        return Service(
            0x1822,
            (
                Value(SPOT, "INDICATE"),
                Value(LIVE, "NOTIFY"),
                Value(0x2A60, "READ", lambda: b"\x03\x00"),
                *self.clock_value(),
            ),
        )

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell a stored reading as a spot check."""
        values, more = reading.values, reading.more
        status = more.get("status")
        yield SPOT, spot_oximetry(values["spo2"], values["pulse"], reading.at, status=status)

    async def show(self, spo2: Number, pulse: Number) -> None:
        """Tell a live value, which is not stored."""
        await self.send(LIVE, live_oximetry(spo2, pulse))


class Nonin(Oximeter):
    """Nonin 3230: «missing» is told by 127 and 511, and only the newest reading is kept."""

    model = "3230"
    called = "Nonin3230_{digits}"
    MISSING_SPO2, MISSING_PULSE = 127, 511

    async def finger_out(self) -> None:
        """Tell what it tells when the finger is taken out."""
        await self.show(self.MISSING_SPO2, self.MISSING_PULSE)
