"""An answer's body: joined, unpacked and bounded while it comes, so that no bomb goes off."""

import zlib
from collections.abc import Iterable

_GZIP = 16 + zlib.MAX_WBITS
_STORED = {"", "identity"}
_PACKED = {"gzip", "x-gzip"}


class Unpackable(Exception):  # noqa: N818  (becomes Lost where it is known how far it came)
    """A body that cannot be taken; `code` is a key of LOST."""

    def __init__(self, code: str) -> None:
        """Keep what is wrong with it."""
        super().__init__(code)
        self.code = code


def whole(parts: Iterable[bytes], coding: str, largest: int) -> bytes:
    """Give the body of an answer with this Content-Encoding; Unpackable if over `largest` bytes."""
    name = coding.strip().lower()
    if name in _STORED:
        return _joined(parts, largest)
    if name in _PACKED:
        return _unpacked(parts, largest)
    raise Unpackable("garbled")


def _joined(parts: Iterable[bytes], largest: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > largest:
            raise Unpackable("too_large")
    return bytes(body)


def _unpacked(parts: Iterable[bytes], largest: int) -> bytes:
    """At most one byte more than allowed is ever unpacked."""
    machine = zlib.decompressobj(_GZIP)
    body = bytearray()
    came = False
    for part in parts:
        came = came or bool(part)
        try:
            body += machine.decompress(part, largest + 1 - len(body))
        except zlib.error as error:
            raise Unpackable("garbled") from error
        if len(body) > largest:
            raise Unpackable("too_large")
    if machine.unused_data or (came and not machine.eof):
        raise Unpackable("garbled")
    return bytes(body)
