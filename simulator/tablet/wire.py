"""Bytes on the air as the document describes them: segments, CBOR, INFO, the code's bundle."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

import cbor2

SERVICE, INFO, TX, RX = (f"5a8d000{n}-6c1e-4f3b-9d27-08b1f4c2a7e0" for n in (1, 2, 3, 4))
EMPTY, WAITING, ON_LOAN, LOCKED, WIPED, BLOCKED = range(6)
MOST_MESSAGE, MOST_PLAIN, MOST_ENTRY = 5516, 5500, 4096


class Dropped(Exception):  # noqa: N818  (what the document says to do)
    """The document says: drop the connection."""


class Assembler:
    """Segments of one connection, both ways."""

    def __init__(self) -> None:
        """Begin a connection."""
        self._heard, self._said = 0, 0
        self._message: bytearray | None = None

    def take(self, segment: bytes) -> bytes | None:
        """Take a segment; give the message if it was its last."""
        if len(segment) < 2:  # noqa: PLR2004  (a header and a byte)
            raise Dropped("empty segment")
        header, part = segment[0], segment[1:]
        if header & 0x3F != self._heard:
            raise Dropped("count")
        self._heard = (self._heard + 1) & 0x3F
        if header & 0x80:
            if self._message is not None:
                raise Dropped("first inside")
            self._message = bytearray()
        if self._message is None:
            raise Dropped("no first")
        self._message += part
        if len(self._message) > MOST_MESSAGE:
            raise Dropped("long")
        if not header & 0x40:
            return None
        whole, self._message = bytes(self._message), None
        return whole

    def give(self, message: bytes, size: int) -> list[bytes]:
        """Cut a message into segments of at most `size` bytes."""
        room = size - 1
        parts = [message[at : at + room] for at in range(0, len(message), room)]
        cut = []
        for place, part in enumerate(parts):
            header = self._said
            header |= 0x80 if place == 0 else 0
            header |= 0x40 if place == len(parts) - 1 else 0
            cut.append(bytes([header]) + part)
            self._said = (self._said + 1) & 0x3F
        return cut


def dump(value: object) -> bytes:
    """Write deterministic CBOR."""
    return cbor2.dumps(value, canonical=True)


def load(data: bytes) -> dict[str, Any]:
    """Read a message; Dropped for anything that is none."""
    try:
        value = cbor2.loads(data)
        again = dump(value)
    except Exception as error:
        raise Dropped("cbor") from error
    if len(data) > MOST_PLAIN or again != data or not isinstance(value, dict):
        raise Dropped("cbor")
    return value


def whole(message: dict[str, Any], key: str, most: int = 2**31 - 1) -> int:
    """Give a whole number of a message."""
    value = message.get(key)
    if type(value) is not int or not 0 <= value <= most:
        raise Dropped(key)
    return value


def octets(message: dict[str, Any], key: str, size: int) -> bytes:
    """Give bytes of a message."""
    value = message.get(key)
    if type(value) is not bytes or len(value) != size:
        raise Dropped(key)
    return value


def head_zero(loan: bytes) -> bytes:
    """Give what the first entry is chained to."""
    return hashlib.sha256(b"station tablet 1 log" + loan).digest()


def chained(head: bytes, entries: Iterable[bytes]) -> bytes:
    """Give the chain after some entries."""
    for entry in entries:
        head = hashlib.sha256(head + entry).digest()
    return head


def hint(known: bytes, salt: bytes) -> bytes:
    """Give what only those can tell who know `known`."""
    return hmac.new(known, b"station tablet 1 hint" + salt, hashlib.sha256).digest()[:8]


def digits(handshake_hash: bytes) -> str:
    """Give the six digits."""
    number = hashlib.sha256(b"station tablet 1 code" + handshake_hash).digest()
    return f"{int.from_bytes(number[:8], 'big') % 10**6:06}"
