"""The stamp that the stations of a municipality put on what people did, over the code they share.

A key of its own follows from the shared code (HKDF, its own label), so that a stamp says nothing
of what seals sticks. HMAC with SHA-256, cut to 128 bits: nobody can try stamps but by showing them
to a station, one at a time, and 128 bits cannot be met so; the code itself has no more. Who is not
a station can so neither make one nor change what one is over.
"""

import hashlib
import hmac

from station.security.secrets import derive

LETTERS = 32
"""Hexadecimal letters of 128 bits."""


def stamp_key(secret: bytes) -> bytes:
    """Give the key (32 bytes) of stamps for the municipality with this secret."""
    return bytes(derive(secret, "stamps on records"))


def mac(key: bytes, message: bytes) -> str:
    """Give the code over a message: 32 hexadecimal letters."""
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:LETTERS]


def fits(key: bytes, message: bytes, told: str) -> bool:
    """Tell whether a code is that of the message, in the same time whatever it is."""
    return hmac.compare_digest(mac(key, message).encode(), told.encode())
