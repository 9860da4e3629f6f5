"""Whole messages in the small pieces that Bluetooth carries: one byte says where each belongs.

The byte: bit 7 on the first piece of a message, bit 6 on its last, and the lower six count every
piece of a direction from 0 at the start of a connection. Nothing may be missing or come twice.
"""

from collections.abc import Iterator

from station.devices.tablet.limits import MOST_MESSAGE, TabletFault, Why

FIRST, LAST = 0x80, 0x40
_COUNT = 0x40
SMALLEST = 20
"""The bytes of a segment that every connection carries (an ATT MTU of 23)."""


class Cutter:
    """Cuts the messages of one direction of one connection."""

    def __init__(self, size: int) -> None:
        """Cut into segments of at most `size` bytes, the header included."""
        self._room = max(size, SMALLEST) - 1
        self._next = 0

    def cut(self, message: bytes) -> Iterator[bytes]:
        """Give the segments of a message; ValueError for one that may not be sent."""
        if not 0 < len(message) <= MOST_MESSAGE:
            raise ValueError("a message that may not be sent")
        for at in range(0, len(message), self._room):
            ends = FIRST * (at == 0) | LAST * (at + self._room >= len(message))
            yield bytes((ends | self._next,)) + message[at : at + self._room]
            self._next = (self._next + 1) % _COUNT


class Joiner:
    """Puts the messages of one direction of one connection together again."""

    def __init__(self) -> None:
        """Nothing has come."""
        self._parts = bytearray()
        self._open = False
        self._next = 0

    def join(self, segment: bytes) -> bytes | None:
        """Take a segment, and give the message that it ends; TabletFault if it does not fit."""
        if len(segment) <= 1:
            raise TabletFault(Why.SEGMENT, "empty")
        header = segment[0]
        if header % _COUNT != self._next:
            raise TabletFault(Why.SEGMENT, "count")
        if bool(header & FIRST) == self._open:
            raise TabletFault(Why.SEGMENT, "start")
        if len(self._parts) + len(segment) - 1 > MOST_MESSAGE:
            raise TabletFault(Why.SEGMENT, "long")
        self._next = (self._next + 1) % _COUNT
        self._parts += segment[1:]
        self._open = not header & LAST
        if self._open:
            return None
        message = bytes(self._parts)
        self._parts.clear()
        return message
