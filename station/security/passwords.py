"""From what a person types to a key: normal form, rules, and Argon2id with checked cost."""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from station.core.i18n import N_
from station.core.trouble import Trouble

SHORTEST = 12
LONGEST = 1024
SALT_BYTES = 16
_KEY_BYTES = 32
_MEMORY_KIB = range(8 * 1024, 1024 * 1024 + 1)
_ITERATIONS = range(1, 17)
_LANES = range(1, 17)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, and lanes (Argon2id, RFC 9106)."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        """Raise ValueError outside the range that is neither worthless nor a trap."""
        # A changed key file must not make the program ask for terabytes of memory.
        if (
            self.memory_kib not in _MEMORY_KIB
            or self.iterations not in _ITERATIONS
            or self.lanes not in _LANES
        ):
            raise ValueError("the cost is out of range")


def check_new_password(password: str) -> None:
    """Raise Trouble `password_short` or `password_simple` for a password that is easily guessed."""
    if len(normal(password)) < SHORTEST:
        raise Trouble(
            "password_short",
            N_("The password needs at least {shortest} characters. A short sentence works well."),
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Trouble("password_long", N_("The password is longer than Station can take."))
    if len(set(password.casefold())) <= SHORTEST // 3:
        raise Trouble(
            "password_simple",
            N_("The password repeats the same few characters. A short sentence works well."),
        )


def normal(password: str) -> str:
    """Give the password as every keyboard and system types it (NFC: one «å», not «a» and «˚»)."""
    return unicodedata.normalize("NFC", password)


def stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    """Give the 32 bytes that `password` stands for; takes about 0.12 s at the usual cost."""
    kdf = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(normal(password).encode("utf-8", "surrogatepass"))
