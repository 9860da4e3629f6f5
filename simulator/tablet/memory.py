"""A link between station and tablet without any radio, that loses and spoils what it is told to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from simulator.tablet.machine import Connection, Tablet
from simulator.tablet.wire import INFO, RX, SERVICE, TX, Dropped
from station.devices.link import Fault, LinkFault


class Harm(StrEnum):
    """What the air does to a segment."""

    NONE = "none"
    CORRUPT = "corrupt"
    DROP = "drop"
    DOUBLE = "double"
    SWAP = "swap"
    """It comes after the next one."""
    CUT = "cut"
    """The link is lost with it."""


Harming = Callable[[int], Harm]
"""Says by the number of the segment (both ways) what happens to it."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Harms one segment in `one_in`, each way of harming as often as the others."""

    random: Random
    one_in: int

    def __call__(self, _number: int) -> Harm:
        """Draw what happens."""
        if self.random.randrange(self.one_in):
            return Harm.NONE
        return self.random.choice([Harm.CORRUPT, Harm.DROP, Harm.DOUBLE, Harm.SWAP])


def unharmed(_number: int) -> Harm:
    """Harm nothing."""
    return Harm.NONE


class MemoryLink:
    """An open connection to a tablet in memory, as station.devices.link.Link describes it."""

    def __init__(self, tablet: Tablet, harm: Harming = unharmed, size: int = 244) -> None:
        """Connect to `tablet`."""
        self.tablet, self.largest_write, self.address = tablet, size, "F0:00:00:00:00:01"
        self.services: frozenset[int | str] = frozenset({SERVICE})
        self.characteristics: frozenset[int | str] = frozenset({INFO, TX, RX})
        self.carried: list[tuple[str, bytes]] = []
        """Every segment that was sent, with who sent it."""
        self._connection: Connection = tablet.connect(size)
        self._heard: Callable[[bytes], None] | None = None
        self._harm, self._number = harm, 0
        self._waiting: dict[str, bytes] = {}
        self._gone = asyncio.Event()

    async def read(self, characteristic: int | str) -> bytes:
        """Read INFO."""
        self._alive()
        if characteristic != INFO:
            raise LinkFault(Fault.UNSUITED)
        return self.tablet.info()

    async def write(self, characteristic: int | str, data: bytes, *, response: bool = True) -> None:
        """Carry a segment to the tablet, and its answer back."""
        self._alive()
        if characteristic != TX or response or len(data) > self.largest_write:
            raise LinkFault(Fault.FAILED)
        for segment in self._arriving("station", data):
            self._answered(segment)

    async def subscribe(self, characteristic: int | str, heard: Callable[[bytes], None]) -> None:
        """Listen to RX."""
        self._alive()
        if characteristic != RX:
            raise LinkFault(Fault.UNSUITED)
        self._heard = heard

    async def unsubscribe(self, _characteristic: int | str) -> None:
        """Listen no more."""
        self._heard = None

    async def pair(self) -> bool:
        """Refuse: the protocol asks for no bond."""
        return False

    async def lost(self) -> None:
        """Wait for the end."""
        await self._gone.wait()

    def cut(self) -> None:
        """Lose the link."""
        self._gone.set()

    def _alive(self) -> None:
        if self._gone.is_set():
            raise LinkFault(Fault.LOST)

    def _answered(self, segment: bytes) -> None:
        if self._gone.is_set():
            return
        try:
            answers = self._connection.receive(segment)
        except Dropped:
            self.cut()
            return
        for answer in answers:
            for arriving in self._arriving("tablet", answer):
                if self._heard is not None and not self._gone.is_set():
                    self._heard(arriving)

    def _arriving(self, sender: str, segment: bytes) -> list[bytes]:
        """Give what arrives when a segment is sent now."""
        self.carried.append((sender, segment))
        harm, self._number = self._harm(self._number), self._number + 1
        late = self._waiting.pop(sender, None)
        arriving = {
            Harm.NONE: [segment],
            Harm.CORRUPT: [_flipped(segment, self._number)],
            Harm.DOUBLE: [segment, segment],
        }.get(harm, [])
        if harm is Harm.SWAP:
            self._waiting[sender] = segment
        if harm is Harm.CUT or (_ends(segment) and not any(map(_ends, arriving))):
            # Both sides would wait for ever, until a time-out of the real link ends it.
            self.cut()
        return arriving if late is None else [*arriving, late]


def _ends(segment: bytes) -> bool:
    return bool(segment[0] & 0x40)


def _flipped(segment: bytes, number: int) -> bytes:
    at = number * 7 % len(segment)
    return segment[:at] + bytes((segment[at] ^ (1 << number % 8),)) + segment[at + 1 :]
