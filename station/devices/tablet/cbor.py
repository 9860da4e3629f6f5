"""The small part of CBOR (RFC 8949) that the protocol speaks, in its one deterministic form.

cbor2 writes. It does not read what a stranger sends: it would make regular expressions, dates and
big numbers of tags. The reader here knows integers, bytes, text, lists, maps with text keys,
true, false, null and floats, and takes nothing that would be written otherwise.
"""

import math
from typing import TypeAlias

import cbor2

from station.devices.tablet.limits import TabletFault, Why

Value: TypeAlias = "int | float | bytes | str | bool | list[Value] | dict[str, Value] | None"

_DEEPEST = 5
_LONGEST_KEY = 23
"""Up to here the two orders of keys that «canonical» has meant are the same."""
_SIMPLE: dict[int, bool | None] = {20: False, 21: True, 22: None}
_FLOATS = {25: 2, 26: 4, 27: 8}
_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _OTHER = range(8)


def write(value: object) -> bytes:
    """Give the deterministic bytes of a value."""
    return cbor2.dumps(value, canonical=True)


def read(data: bytes) -> Value:
    """Give the value of exactly these bytes, or TabletFault."""
    reader = _Reader(data)
    value = reader.value(_DEEPEST)
    # Written again, it must be the same bytes: that finds long numbers, odd orders and what is
    # left over.
    if write(value) != data:
        raise _unfit("form")
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def value(self, depth: int) -> Value:
        kind, short = divmod(self._take(1)[0], 32)
        if kind == _OTHER:
            return self._other(short)
        size = self._size(short)
        if kind in (_UNSIGNED, _NEGATIVE):
            return size if kind == _UNSIGNED else -1 - size
        if kind == _BYTES:
            return self._take(size)
        if kind == _TEXT:
            return self._text(size)
        if kind == _TAG or depth == 0 or size > len(self._data):
            raise _unfit("kind")
        if kind == _LIST:
            return [self.value(depth - 1) for _ in range(size)]
        return self._map(size, depth)

    def _map(self, size: int, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for _ in range(size):
            key = self.value(0)
            if not isinstance(key, str) or len(key.encode()) > _LONGEST_KEY:
                raise _unfit("key")
            found[key] = self.value(depth - 1)
        return found

    def _other(self, short: int) -> Value:
        if short in _SIMPLE:
            return _SIMPLE[short]
        if short not in _FLOATS:
            raise _unfit("simple")
        number = cbor2.loads(bytes((_OTHER << 5 | short,)) + self._take(_FLOATS[short]))
        if not math.isfinite(number):
            raise _unfit("float")
        return float(number)

    def _text(self, size: int) -> str:
        try:
            return self._take(size).decode()
        except UnicodeDecodeError as error:
            raise _unfit("text") from error

    def _size(self, short: int) -> int:
        if short < 24:  # noqa: PLR2004  (RFC 8949, section 3)
            return short
        if short > 27:  # noqa: PLR2004  (reserved, or of no given length)
            raise _unfit("length")
        return int.from_bytes(self._take(1 << (short - 24)), "big")

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise _unfit("short")
        self._at += size
        return taken


def _unfit(what: str) -> TabletFault:
    return TabletFault(Why.MESSAGE, f"cbor {what}")
