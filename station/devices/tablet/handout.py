"""Handing a tablet out: the code on the screen, the digits to compare, and who is out there."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import IntEnum

from station.devices.tablet.limits import (
    ID_BYTES,
    KEY_BYTES,
    MOST_MOMENT,
    VERSION,
    TabletFault,
    Why,
)

_MAGIC = b"ST"
BUNDLE_BYTES = len(_MAGIC) + 1 + ID_BYTES + 2 * KEY_BYTES + 4
_HINT_LABEL, _CODE_LABEL = b"station tablet 1 hint", b"station tablet 1 code"
_HINT_BYTES, _SALT_BYTES = 8, 8
INFO_BYTES = 2 + _SALT_BYTES + _HINT_BYTES


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the screen shows as a QR code: nothing about a person. `expires_s` in UTC seconds."""

    loan_id: bytes
    station_key: bytes
    secret: bytes
    expires_s: int

    def pack(self) -> bytes:
        """Give its 87 bytes."""
        head = _MAGIC + bytes((VERSION,))
        return head + self.loan_id + self.station_key + self.secret + self.expires_s.to_bytes(4)


def unpack(data: bytes) -> Bundle:
    """Read what a tablet has scanned; TabletFault for anything else that was scanned."""
    if len(data) != BUNDLE_BYTES or not data.startswith(_MAGIC):
        raise TabletFault(Why.MESSAGE, "bundle")
    if data[len(_MAGIC)] != VERSION:
        raise TabletFault(Why.VERSION)
    at = len(_MAGIC) + 1
    loan_id, at = data[at : at + ID_BYTES], at + ID_BYTES
    key, at = data[at : at + KEY_BYTES], at + KEY_BYTES
    secret, at = data[at : at + KEY_BYTES], at + KEY_BYTES
    return Bundle(loan_id, key, secret, int.from_bytes(data[at:]))


def digits(handshake_hash: bytes) -> str:
    """Give the six digits that both screens show for a handshake."""
    number = int.from_bytes(hashlib.sha256(_CODE_LABEL + handshake_hash).digest()[:8])
    return f"{number % 1_000_000:06d}"


class State(IntEnum):
    """Where a tablet stands, as anybody may read."""

    EMPTY = 0
    WAITING = 1
    """It has scanned a code, and waits for the station."""
    ON_LOAN = 2
    LOCKED = 3
    """The lease is over: it shows nothing, but a station that it knows may fetch."""
    WIPED = 4
    BLOCKED = 5
    """Three hand-outs failed; a person must unlock it."""


@dataclass(frozen=True, slots=True)
class Info:
    """What anybody may read of a tablet; the hint tells only those who know it which one it is."""

    state: State
    salt: bytes = bytes(_SALT_BYTES)
    hint: bytes = bytes(_HINT_BYTES)

    def pack(self) -> bytes:
        """Give its 18 bytes."""
        return bytes((VERSION, self.state)) + self.salt + self.hint

    def is_of(self, known: bytes) -> bool:
        """Tell whether this is the tablet with the key, or the secret, `known`."""
        return hmac.compare_digest(self.hint, hint_of(known, self.salt))


def hint_of(known: bytes, salt: bytes) -> bytes:
    """Give what tells a tablet's key, or a hand-out's secret, to those who know it already."""
    return hmac.digest(known, _HINT_LABEL + salt, "sha256")[:_HINT_BYTES]


def read_info(data: bytes) -> Info:
    """Read INFO; TabletFault for another version, or no such thing."""
    if not data:
        raise TabletFault(Why.MESSAGE, "info")
    if data[0] != VERSION:
        raise TabletFault(Why.VERSION)
    if len(data) < INFO_BYTES or data[1] not in set(State):
        raise TabletFault(Why.MESSAGE, "info")
    return Info(State(data[1]), data[2 : 2 + _SALT_BYTES], data[2 + _SALT_BYTES : INFO_BYTES])


def expires_s(moment_ms: int) -> int:
    """Give a moment (UTC ms) as a bundle says it."""
    return min(moment_ms, MOST_MOMENT) // 1000
