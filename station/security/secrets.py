"""The data key while it is in use: held in one buffer that is overwritten when it is let go."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32

DATABASE = "database"
AUDIT = "audit"
ANCHOR = "anchor"
KEY_FILE = "key file"


class DataKey:
    """The random key of one installation; every key in use is derived from it for one purpose."""

    def __init__(self, secret: bytearray) -> None:
        """Take over `secret` (32 bytes), which is overwritten by wipe()."""
        if len(secret) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self._secret = secret
        self._wiped = False

    def derive(self, purpose: str) -> bytearray:
        """Give the key (32 bytes) for one purpose; RuntimeError after wipe()."""
        return derive(self.reveal(), purpose)

    def reveal(self) -> bytearray:
        """Give the key itself, to be sealed for a person; RuntimeError after wipe()."""
        if self._wiped:
            raise RuntimeError("the key is gone")
        return self._secret

    def wipe(self) -> None:
        """Overwrite the key; copies that Python or a library made cannot be promised gone."""
        self._secret[:] = bytes(KEY_BYTES)
        self._wiped = True


def derive(secret: bytes | bytearray, purpose: str) -> bytearray:
    """Give 32 bytes that follow from `secret` (HKDF with SHA-256) for `purpose` and no other."""
    info = f"station {purpose}".encode()
    return bytearray(HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret))
