"""How a software device's services and characteristics are written down, and advertised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bumble import att
from bumble.core import UUID, AdvertisingData

LONGEST_ADVERTISED_NAME = 200


class Security(StrEnum):
    """What a device asks for before its values are read or subscribed to."""

    NONE = "none"
    JUST_WORKS = "just_works"
    PASSKEY = "passkey"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Value:
    """One characteristic: `properties` as Bumble writes them, such as "READ|NOTIFY".

    `read` gives its bytes, `write` is told what was written (raise att.ATT_Error to refuse).
    A `guarded` one wants the link encrypted, if the device asks for security at all.
    """

    uuid: int | str
    properties: str
    read: Callable[[], bytes] | None = None
    write: Callable[[bytes], None] | None = None
    guarded: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """One service and its characteristics."""

    uuid: int | str
    values: tuple[Value, ...]


def uuid_of(number: int | str) -> UUID:
    """Give Bumble's own kind of UUID for a 16-bit number or a full UUID as text."""
    return UUID.from_16_bits(number) if isinstance(number, int) else UUID(number)


def advertisement(name: str, services: Iterable[int | str]) -> bytes:
    """Write flags, services and the name, cut to what Bumble's controller carries."""
    kind = AdvertisingData.Type
    parts: list[tuple[int, bytes]] = [(kind.FLAGS, b"\x06")]
    numbers = b"".join(each.to_bytes(2, "little") for each in services if isinstance(each, int))
    if numbers:
        parts.append((kind.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, numbers))
    for each in services:
        if isinstance(each, str):
            code = kind.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
            parts.append((code, UUID(each).to_bytes()))
    cut = name.encode()[:LONGEST_ADVERTISED_NAME].decode(errors="ignore")
    whole = kind.COMPLETE_LOCAL_NAME if cut == name else kind.SHORTENED_LOCAL_NAME
    parts.append((whole, cut.encode()))
    return bytes(AdvertisingData(parts))


def permissions(value: Value, *, guarded: bool) -> att.Attribute.Permissions:
    """Give Bumble's permissions for a characteristic's value."""
    allowed = att.Attribute.Permissions(0)
    if value.read is not None:
        allowed |= att.Attribute.READABLE
    if value.write is not None:
        allowed |= att.Attribute.WRITEABLE
    if guarded:
        allowed |= att.Attribute.READ_REQUIRES_ENCRYPTION
        allowed |= att.Attribute.WRITE_REQUIRES_ENCRYPTION
    return allowed
