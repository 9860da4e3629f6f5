"""Pins: a server is known by its public key, whoever says what in its certificate."""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

_DIGEST_BYTES = 32


def pin_of(certificate: bytes) -> str:
    """Give the pin of a certificate (DER): base64 of the SHA-256 of its public key (SPKI)."""
    key = load_der_x509_certificate(certificate).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(hashlib.sha256(spki).digest()).decode()


def is_pin(text: str) -> bool:
    """Tell whether this can be a pin: 32 bytes in base64, padding and all."""
    try:
        return len(b64decode(text, validate=True)) == _DIGEST_BYTES
    except (binascii.Error, ValueError):
        return False


def fits(certificate: bytes, pins: Iterable[str]) -> bool:
    """Tell whether the certificate's key is one of the pinned ones; an odd certificate is not."""
    try:
        found = pin_of(certificate)
    except ValueError:
        return False
    return any(hmac.compare_digest(found.encode(), pin.encode()) for pin in pins)
