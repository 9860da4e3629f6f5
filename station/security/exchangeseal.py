"""What seals change sets and codes of readings: one secret that the municipality's stations share.

128 random bits, on paper as the code of 48 digits (security/recovery.py). They are not stretched:
nobody chose them. Every file and every code has a key of its own, which follows from the secret
and from its whole header, so that no byte of the header can be changed either.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security.secrets import derive

SECRET_BYTES = 16
CHUNK = 1 << 16
"""Bytes of content in a chunk; the last is filled up, so that the size says little."""
_TAG = 16
_NONCE = 12
_CHECK = b"station exchange 1: check"


def new_secret() -> bytes:
    """Make the secret of a municipality that has none yet."""
    return os.urandom(SECRET_BYTES)


def check_of(secret: bytes) -> str:
    """Give what tells one secret from another (8 hexadecimal letters), and nothing else of it."""
    return hmac.new(secret, _CHECK, hashlib.sha256).digest()[:4].hex()


def sealed_parts(secret: bytes, header: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Give the chunks of a file; `header` must hold something random of its own."""
    cipher, held, number = _cipher(secret, header), bytearray(), 0
    for part in parts:
        held += part
        while len(held) > CHUNK:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:CHUNK]), header)
            del held[:CHUNK]
            number += 1
    filled = bytes(held).ljust(CHUNK, b"\0")
    yield cipher.encrypt(_nonce(number, last=True), filled, header)


def opened_parts(secret: bytes, header: bytes, file: BinaryIO) -> Iterator[bytes]:
    """Give the content chunk by chunk; Trouble `exchange_damaged` where it is not what was sealed.

    Only when it came to its end has it been proved that nothing was cut off.
    """
    cipher, number = _cipher(secret, header), 0
    chunk = file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        yield _decrypted(cipher, _nonce(number, last=not following), chunk, header)
        if not following:
            return
        chunk, number = following, number + 1


def seal_code(secret: bytes, header: bytes, content: bytes) -> bytes:
    """Seal something small, for codes on a screen or on paper."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derive(secret, "exchange code")).encrypt(nonce, content, header)


def open_code(secret: bytes, header: bytes, sealed: bytes) -> bytes:
    """Give what was sealed; Trouble `exchange_damaged` if it, or its header, was changed."""
    cipher = AESGCM(derive(secret, "exchange code"))
    return _decrypted(cipher, sealed[:_NONCE], sealed[_NONCE:], header)


def damaged() -> Trouble:
    """Say that a file or a code is not what was sealed."""
    return Trouble(
        "exchange_damaged",
        N_("This is damaged, or was cut off. Nothing was taken in. Make it anew and try again."),
    )


def _cipher(secret: bytes, header: bytes) -> AESGCM:
    return AESGCM(derive(secret, f"exchange file {hashlib.sha256(header).hexdigest()}"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + bytes([last])


def _decrypted(cipher: AESGCM, nonce: bytes, sealed: bytes, header: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, header)
    except (InvalidTag, ValueError) as error:
        raise damaged() from error
