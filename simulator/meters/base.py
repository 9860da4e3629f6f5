"""What every meter has: battery, who made it, a clock, readings that it keeps and sends."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.attributes import Service, Value
from simulator.faults import Faults
from simulator.payloads import Number, current_time, date_time, read_date_time
from simulator.peripheral import Peripheral

BATTERY, INFORMATION, TIME = 0x180F, 0x180A, 0x1805


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement as the meter keeps it: its own time (None: clock never set), named values.

    `more` are numbers of the packet that are no measured values (status, user, meal ...).
    """

    sequence: int
    at: datetime | None
    values: Mapping[str, Number]
    more: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Maker:
    """What the device information service tells; None is a characteristic that is not there."""

    manufacturer: str | None = "Software"
    model: str | None = "Meter"
    serial: str | None = "SW-0001"
    firmware: str | None = "1.0"


class Meter(Peripheral):
    """A meter that sends each reading when it is taken, and keeps those nobody was there for.

    `now` tells the true local time; the meter's own clock is `clock_error` away from it. One with
    `awake_s` advertises only for so long after a measurement, as those on a battery do.
    """

    measurement: int | str = 0
    """The characteristic that its readings are told by."""
    model = "generic"
    called = "{model} {digits}"
    """The name on the air; most makers put digits into it so that two of a model differ."""
    deletes_when_sent = True
    """Forgets a reading when the radio took it; otherwise it sends all at each connection."""
    keeps = True
    """Or a reading that nobody listens to is gone at once."""
    hangs_up_when_sent = False
    clock = "none"
    """"cts" (0x1805), "date_time" (0x2A08 within its own service) or "none"."""

    def __init__(
        self,
        address: str,
        name: str = "",
        *,
        faults: Faults | None = None,
        seed: int = 1,
        maker: Maker | None = None,
        now: Callable[[], datetime] = datetime.now,
        clock_error: timedelta = timedelta(),
    ) -> None:
        """Make a meter with a full battery and nothing stored."""
        super().__init__(address, name or self.usual_name(address), faults=faults, seed=seed)
        self.maker = maker or Maker(model=self.model)
        self.battery = 88
        self.now = now
        self.clock_error = clock_error
        self.clock_set = True
        self.awake_s: float | None = None
        self.stored: list[Reading] = []
        self.set_to: list[datetime] = []
        self._sequence = 0
        self._sending = False
        self._told = 0
        self._all_told = False

    @classmethod
    def usual_name(cls, address: str) -> str:
        """Give the name that such a meter advertises."""
        return cls.called.format(model=cls.model, digits=address.replace(":", "")[-6:])

    # ---- measuring

    def time(self) -> datetime | None:
        """Give what its clock shows."""
        return (self.now() + self.clock_error).replace(microsecond=0) if self.clock_set else None

    def take(
        self, values: Mapping[str, Number], more: Mapping[str, int] | None = None, **when: datetime
    ) -> Reading:
        """Measure and keep it; `at=` is another time than what its clock shows now."""
        self._sequence += 1
        reading = Reading(self._sequence, when.get("at", self.time()), dict(values), more or {})
        self.stored.append(reading)
        return reading

    async def measure(
        self, values: Mapping[str, Number], more: Mapping[str, int] | None = None
    ) -> Reading:
        """Measure, wake up, and tell it at once if anybody listens."""
        reading = self.take(values, more)
        if self.listening(self.measurement):
            if not self._sending:
                self.begin(self.send_stored())
        elif self.awake_s is not None:
            await self.appear()
            self.later(self._sleep(self.awake_s))
        elif not self.keeps:
            self.stored.remove(reading)
        return reading

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.rest()

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Give what a reading is on the air: characteristics and their bytes."""
        raise NotImplementedError

    async def send_stored(self) -> None:
        """Send what is stored, oldest first; forget what was sent if that is its way."""
        self._sending = True
        try:
            while self._told < len(self.stored):
                await self._send_one(self.stored[self._told])
            await self.flush(self.measurement)
            self._all_told = True
        finally:
            self._sending = False
        if self.hangs_up_when_sent:
            await self.hang_up()

    async def _send_one(self, reading: Reading) -> None:
        for characteristic, payload in self.packets(reading):
            await self.send(characteristic, payload)
        # A reading counts as told when the radio took it, whether or not anybody listened.
        if self.deletes_when_sent:
            self.stored.remove(reading)
        else:
            self._told += 1

    async def opened(self) -> None:
        """Begin with the oldest again."""
        self._told = 0
        self._all_told = False

    async def closed(self) -> None:
        """Go to sleep when all is told, if it is one that sleeps."""
        if self.awake_s is not None and self._all_told:
            await self.rest()

    async def subscribed(self, uuid: int | str) -> None:
        """Send what is stored as soon as somebody wants to be told."""
        if uuid == self.measurement and not self._sending:
            await self.send_stored()

    # ---- services

    def services(self) -> tuple[Service, ...]:
        """Give its own service first, then what most meters have."""
        more = [
            Service(BATTERY, (Value(0x2A19, "READ", lambda: bytes([self.battery]), guarded=False),))
        ]
        if told := self._information():
            more.append(Service(INFORMATION, told))
        if self.clock == "cts":
            more.append(Service(TIME, (self._clock(0x2A2B),)))
        return (self.own_service(), *more)

    def own_service(self) -> Service:
        """Give the service that its readings are told by."""
        raise NotImplementedError

    def clock_value(self) -> tuple[Value, ...]:
        """Give the clock within its own service, for meters that have it there."""
        return (self._clock(0x2A08),) if self.clock == "date_time" else ()

    def _clock(self, number: int) -> Value:
        def read() -> bytes:
            shown = self.time()
            if number == 0x2A08 or shown is None:  # noqa: PLR2004  (Date Time)
                return date_time(shown) + (bytes(3) if number != 0x2A08 else b"")  # noqa: PLR2004
            return current_time(shown)

        return Value(number, "READ|WRITE", read, self._set_clock)

    def _set_clock(self, data: bytes) -> None:
        told = read_date_time(data)
        if told is not None:
            self.set_to.append(told)
            self.clock_set = True
            self.clock_error = told - self.now()

    def _information(self) -> tuple[Value, ...]:
        told = {
            0x2A29: self.maker.manufacturer,
            0x2A24: self.maker.model,
            0x2A25: self.maker.serial,
            0x2A26: self.maker.firmware,
        }
        return tuple(
            Value(number, "READ", lambda text=text: text.encode(), guarded=False)  # type: ignore[misc]
            for number, text in told.items()
            if text is not None
        )
