"""The station's seal on paper: tells a sheet that this station printed from any other.

HMAC-SHA-256 under a key of its own, cut to 128 bits; why no signature with two keys stands in
docs/decisions/0082-the-code-on-paper.md.
"""

import hashlib
import hmac
import secrets

KEY_BYTES = 32
_NAME, _SEAL = b"station paper 1: name", b"station paper 1: seal"
_NAME_BYTES, _SEAL_BYTES = 4, 16


def new_key() -> bytes:
    """Make the key of a new station."""
    return secrets.token_bytes(KEY_BYTES)


class Stamp:
    """One station's seal: makes it and knows it again."""

    def __init__(self, key: bytes) -> None:
        """Seal with `key` (32 bytes); ValueError for another length."""
        if len(key) != KEY_BYTES:
            raise ValueError("a station's key has 32 bytes")
        self._key = key

    @property
    def name(self) -> str:
        """Give the station's name (8 hexadecimal letters), from which the key cannot be told."""
        return self._code(_NAME)[:_NAME_BYTES].hex()

    def seal(self, content: bytes) -> str:
        """Give the seal of some content (32 hexadecimal letters)."""
        return self._code(_SEAL + content)[:_SEAL_BYTES].hex()

    def holds(self, content: bytes, seal: str) -> bool:
        """Tell whether `seal` is this station's seal of `content`, in the same time for any."""
        return hmac.compare_digest(self.seal(content).encode(), seal.encode())

    def _code(self, content: bytes) -> bytes:
        return hmac.new(self._key, content, hashlib.sha256).digest()
