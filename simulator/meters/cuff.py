"""Cuffs: 0x1810 and 0x2A35; a failed measurement has no pressures in it."""

from collections.abc import Iterator

from simulator.attributes import Security, Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import blood_pressure

PRESSURE = 0x2A35


class Cuff(Meter):
    """A cuff of the standard profile."""

    measurement = PRESSURE
    model = "Cuff"
    clock = "cts"

    def own_service(self) -> Service:
        """Give 0x1810."""
        values = (Value(PRESSURE, "INDICATE"), Value(0x2A49, "READ", lambda: b"\x1f\x00"))
        return Service(0x1810, (*values, *self.clock_value()))

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell a measurement: sys, dia and pulse; all None where it failed."""
        values, more = reading.values, reading.more
        yield (
            PRESSURE,
            blood_pressure(
                values["sys"],
                values["dia"],
                values.get("pulse"),
                reading.at,
                status=more.get("status"),
                user=more.get("user"),
            ),
        )


class AndCuff(Cuff):
    """A&D UA-651BLE: sends all it has as soon as it may, deletes it, hangs up, is silent.

    «May» is a subscription: one that a bond remembered counts, whether or not anybody listens.
    """

    model = "UA-651BLE"
    called = "A&D_UA-651BLE_{digits}"
    security = Security.JUST_WORKS
    clock = "date_time"
    hangs_up_when_sent = True
    quiet_s = 15.0


class BeurerCuff(Cuff):
    """Beurer BM57: the standard profile with a user's number."""

    model = "BM57"
    called = "{model}"
    security = Security.JUST_WORKS


class OmronCuff(Cuff):
    """An Omron of the standard profile: shows its services to who is paired, no matter how.

    Somebody who ends its subscriptions gets nothing more until he pairs anew.
    """

    model = "BLESmart"
    called = "BLESmart_0000011F{digits}"
    security = Security.JUST_WORKS
    waits_to_be_asked = True

    def __init__(self, address: str, name: str = "", **kwargs: object) -> None:
        """Make one that nobody has offended yet."""
        super().__init__(address, name, **kwargs)  # type: ignore[arg-type]
        self.offended = False

    async def unsubscribed(self, uuid: int | str) -> None:
        """Take offence."""
        self.offended = uuid == PRESSURE

    async def paired(self) -> None:
        """Begin anew."""
        self.offended = False

    async def subscribed(self, uuid: int | str) -> None:
        """Send, unless offended."""
        if not self.offended:
            await super().subscribed(uuid)
