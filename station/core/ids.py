"""Names for rows: 32 hexadecimal characters, random or made from what they name."""

import os
import uuid

_RANDOM = 0x4000_8000_0000_0000_0000
_FREE = ~0xF000_C000_0000_0000_0000
"""Version 4 of RFC 9562: where the marks stand, and what is random."""
_NAMESPACE = uuid.UUID("6f1c1f5c-8d0b-4b0e-9a57-0d1a2b3c4d5e")


def new_id() -> str:
    """Give a new random id."""
    # By hand, as uuid.uuid4() makes them at four times the cost: a delivery needs thousands.
    return f"{int.from_bytes(os.urandom(16)) & _FREE | _RANDOM:032x}"


def same_id(*parts: str) -> str:
    """Give the one id that belongs to these parts in this order, today and tomorrow."""
    # Lengths first, so that ("a", "bc") and ("ab", "c") stay apart.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return uuid.uuid5(_NAMESPACE, joined).hex
