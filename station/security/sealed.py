"""Sealed files: a backup that leaves the PC, under a passphrase of its own.

A sealed file is a line that names the format, a line of JSON (cost and salt), and chunks under
AES-GCM whose nonces count and mark the last, so that no chunk can be left out, moved or cut off.
The content is padded to whole chunks: the size says little about how many patients there are.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from station.core.files import sync_folder
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security.passwords import SALT_BYTES, Cost, check_new_password, stretch
from station.security.secrets import derive

_MAGIC = b"station sealed 1\n"
_CHUNK = 1 << 20
_TAG_BYTES = 16
_LONGEST_HEADER = 1000
_NAME_BYTES = 2
_SIZE_BYTES = 8


def seal(sources: Iterable[Path], target: Path, passphrase: str, cost: Cost | None = None) -> None:
    """Seal the `sources` (by their names) into `target`, which appears whole or not at all."""
    check_new_password(passphrase)
    used, salt = cost or Cost(), os.urandom(SALT_BYTES)
    header = json.dumps(
        {
            "memory_kib": used.memory_kib,
            "iterations": used.iterations,
            "lanes": used.lanes,
            "salt": salt.hex(),
        }
    ).encode()
    cipher = AESGCM(derive(stretch(passphrase, salt, used), "sealed"))
    temporary = target.with_name(f"{target.name}.new")
    try:
        with temporary.open("wb") as file:
            file.write(_MAGIC + header + b"\n")
            for number, (chunk, last) in enumerate(_padded(_stream(sources))):
                file.write(cipher.encrypt(_nonce(number, last=last), chunk, header))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def unseal(source: Path, folder: Path, passphrase: str) -> tuple[Path, ...]:
    """Write the files inside `source` to `folder` and give their places.

    Raises Trouble `sealed_damaged`, or `sealed_wrong` if the passphrase does not fit. Nothing in
    `folder` counts before this returns.
    """
    with source.open("rb") as file:
        cipher, header = _read_header(file, passphrase)
        return _write_files(_opened(file, cipher, header), folder)


def _stream(sources: Iterable[Path]) -> Iterator[bytes]:
    for source in sources:
        name = source.name.encode()
        yield len(name).to_bytes(_NAME_BYTES, "big") + name
        yield source.stat().st_size.to_bytes(_SIZE_BYTES, "big")
        with source.open("rb") as file:
            while part := file.read(_CHUNK):
                yield part
    yield bytes(_NAME_BYTES)


def _padded(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > _CHUNK:
            yield bytes(held[:_CHUNK]), False
            del held[:_CHUNK]
    yield bytes(held).ljust(_CHUNK, b"\0"), True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _read_header(file: BinaryIO, passphrase: str) -> tuple[AESGCM, bytes]:
    if file.readline(_LONGEST_HEADER) != _MAGIC:
        raise _damaged()
    header = file.readline(_LONGEST_HEADER).removesuffix(b"\n")
    try:
        data = json.loads(header)
        cost = Cost(data["memory_kib"], data["iterations"], data["lanes"])
        salt = bytes.fromhex(data["salt"])
        key = derive(stretch(passphrase, salt, cost), "sealed")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged() from error
    return AESGCM(key), header


def _opened(file: BinaryIO, cipher: AESGCM, header: bytes) -> Iterator[bytes]:
    number, last = 0, False
    while not last:
        chunk = file.read(_CHUNK + _TAG_BYTES)
        at_end = not file.read(1)
        if not at_end:
            file.seek(-1, os.SEEK_CUR)
        try:
            yield cipher.decrypt(_nonce(number, last=at_end), chunk, header)
        except InvalidTag as error:
            raise (_wrong() if number == 0 else _damaged()) from error
        number, last = number + 1, at_end


class _Taker:
    """Takes counted bytes out of a stream of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def take(self, most: int) -> bytes:
        if not self._held:
            self._held = next(self._chunks, b"")
        part, self._held = self._held[:most], self._held[most:]
        return part

    def exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = self.take(count - len(found))
            if not part:
                raise _damaged()
            found += part
        return found


def _write_files(chunks: Iterator[bytes], folder: Path) -> tuple[Path, ...]:
    taker, written = _Taker(chunks), []
    while length := int.from_bytes(taker.exactly(_NAME_BYTES), "big"):
        # Only the last part of the name: a sealed file must not choose another folder.
        place = folder / Path(taker.exactly(length).decode()).name
        left = int.from_bytes(taker.exactly(_SIZE_BYTES), "big")
        with place.open("wb") as file:
            while left:
                part = taker.take(left) or taker.exactly(1)
                file.write(part)
                left -= len(part)
            file.flush()
            os.fsync(file.fileno())
        written.append(place)
    for _ in chunks:
        # To the end: the last chunk proves that nothing was cut off.
        continue
    return tuple(written)


def _damaged() -> Trouble:
    return Trouble("sealed_damaged", N_("This backup is damaged, or is not one of Station's."))


def _wrong() -> Trouble:
    return Trouble(
        "sealed_wrong",
        N_("The passphrase did not fit this backup, or its beginning is damaged."),
    )
