"""A packet read from front to back; all numbers are little-endian, as in all Bluetooth LE."""

from collections.abc import Mapping
from decimal import Decimal

from station.devices.packets import MalformedPacket, Measure, Special
from station.devices.profiles.numbers import FLOAT, SFLOAT, number, signed


class Cursor:
    """Where in a packet we are; reading past its end is a MalformedPacket."""

    def __init__(self, payload: bytes) -> None:
        """Begin at the first byte."""
        self._payload = payload
        self._at = 0

    def take(self, count: int) -> bytes:
        """Give the next `count` bytes."""
        there = len(self._payload)
        if self._at + count > there:
            raise MalformedPacket(f"short: need {count} at {self._at} of {there}")
        self._at += count
        return self._payload[self._at - count : self._at]

    @property
    def left(self) -> int:
        """Give how many bytes have not been read."""
        return len(self._payload) - self._at

    def rest(self) -> bytes:
        """Give all bytes that have not been read, and end."""
        return self.take(self.left)

    def whole(self, count: int = 1) -> int:
        """Read a whole number of `count` bytes without a sign."""
        return int.from_bytes(self.take(count), "little")

    def signed_whole(self, count: int) -> int:
        """Read a whole number of `count` bytes in two's complement."""
        return signed(self.whole(count), 8 * count)

    def flags(self, known: int) -> int:
        """Read the byte that says which fields follow; refused if a reserved bit is set."""
        flags = self.whole()
        if flags & ~known:
            raise MalformedPacket(f"reserved: flags 0x{flags:02x}")
        return flags

    def words(self, count: int, names: Mapping[int, str]) -> tuple[str, ...]:
        """Read `count` bytes of status bits and name those set; refused if a reserved one is."""
        bits = self.whole(count)
        if bits & ~sum(1 << bit for bit in names):
            raise MalformedPacket(f"reserved: status 0x{bits:0{2 * count}x}")
        return tuple(name for bit, name in names.items() if bits >> bit & 1)

    def sfloat(self, name: str, unit: str) -> Measure:
        """Read a measure of 16 bits."""
        return measure(name, number(self.whole(2), SFLOAT), unit)

    def float32(self, name: str, unit: str) -> Measure:
        """Read a measure of 32 bits."""
        return measure(name, number(self.whole(4), FLOAT), unit)


def measure(name: str, read: Decimal | Special, unit: str) -> Measure:
    """Make a measure of a number or of what stands for none."""
    if isinstance(read, Special):
        return Measure(name, None, unit, read)
    return Measure(name, read, unit)
