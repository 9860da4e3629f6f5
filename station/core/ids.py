"""Names for rows: 32 hexadecimal characters, random or made from what they name."""

import uuid

_NAMESPACE = uuid.UUID("6f1c1f5c-8d0b-4b0e-9a57-0d1a2b3c4d5e")


def new_id() -> str:
    """Give a new random id."""
    return uuid.uuid4().hex


def same_id(*parts: str) -> str:
    """Give the one id that belongs to these parts in this order, today and tomorrow."""
    # Lengths first, so that ("a", "bc") and ("ab", "c") stay apart.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return uuid.uuid5(_NAMESPACE, joined).hex
