"""What a station and a tablet say to each other once nobody else understands it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from station.devices.tablet import cbor
from station.devices.tablet.limits import (
    HASH_BYTES,
    ID_BYTES,
    KEY_BYTES,
    MOST_BATCH,
    MOST_ENTRY,
    MOST_MOMENT,
    MOST_NUMBER,
    MOST_PER_BATCH,
    MOST_PLAIN,
    MOST_SHIFTS,
    MOST_STATION_KEYS,
    NONCE_BYTES,
    TabletFault,
    Why,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """Tablet: I have the secret, and heard you to the end; `model` is what I am."""

    model: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Station: a person has compared the digits; keep these keys of ours until `lease` (UTC ms)."""

    keys: tuple[bytes, ...]
    lease: int
    now: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Tablet: I have kept them, and am on loan."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Station: it is `now` (UTC ms), and the loan lasts until `lease` as things stand."""

    now: int
    lease: int


@dataclass(frozen=True, slots=True)
class Log:
    """Tablet: I hold entries `first` to `last`, the chain ends in `head`, my clock says `now`.

    `shifts` are the times my clock was set since entry `first`: the number of the entry that tells
    of it, and by how many milliseconds (None: nobody knows). `battery` is percent or None; `wiped`
    is the nonce of the order by which I was emptied.
    """

    first: int
    last: int
    head: bytes
    now: int
    shifts: tuple[tuple[int, int | None], ...] = ()
    battery: int | None = None
    wiped: bytes | None = None


@dataclass(frozen=True, slots=True)
class Get:
    """Station: give me entries from number `from_n`, together at most `most` bytes."""

    from_n: int
    most: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Tablet: these are they, from number `from_n`; after the last of them the chain is `head`."""

    from_n: int
    entries: tuple[bytes, ...]
    head: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """Station: everything up to `upto` is stored here, where the chain was `head`."""

    upto: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Acked:
    """Tablet: then I have let go of everything up to `upto`."""

    upto: int


@dataclass(frozen=True, slots=True)
class Wipe:
    """Station: forget this loan and all it brought, which ended with number `upto`."""

    loan: bytes
    nonce: bytes
    upto: int


@dataclass(frozen=True, slots=True)
class Wiped:
    """Tablet: nothing is left of it. `nonce` says of which order this is the receipt."""

    nonce: bytes


@dataclass(frozen=True, slots=True)
class Forget:
    """Station: your receipt is kept; forget our keys too."""


@dataclass(frozen=True, slots=True)
class Forgot:
    """Tablet: this is the last that you hear from me."""


@dataclass(frozen=True, slots=True)
class Bye:
    """Station: that was all; no answer is expected."""


@dataclass(frozen=True, slots=True)
class No:
    """Either: I will not, for this reason (a code)."""

    why: str


Message: TypeAlias = (
    Ready | Keep | Kept | Hello | Log | Get | Entries | Ack | Acked | Wipe | Wiped | Forget | Forgot
    | Bye | No
)  # fmt: skip

_KINDS: Mapping[str, type[Message]] = {
    "ready": Ready,
    "keep": Keep,
    "kept": Kept,
    "hello": Hello,
    "log": Log,
    "get": Get,
    "batch": Entries,
    "ack": Ack,
    "acked": Acked,
    "wipe": Wipe,
    "wiped": Wiped,
    "forget": Forget,
    "forgot": Forgot,
    "bye": Bye,
    "no": No,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_KEYS = {"from_n": "from", "most": "max", "entries": "e"}
"""Fields that are called otherwise on the wire."""


def render(message: Message) -> bytes:
    """Give the bytes of a message."""
    values = {
        _KEYS.get(each.name, each.name): getattr(message, each.name) for each in fields(message)
    }
    said = {key: value for key, value in values.items() if value is not None}
    return cbor.write({"t": _NAMES[type(message)], **said})


def parse(data: bytes) -> Message:
    """Give the message that these bytes are; TabletFault, and nothing else, for any others."""
    if len(data) > MOST_PLAIN:
        raise TabletFault(Why.MESSAGE, "long")
    said = cbor.read(data)
    if not isinstance(said, dict):
        raise TabletFault(Why.MESSAGE, "no map")
    name = said.get("t")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise TabletFault(Why.MESSAGE, "unknown")
    values: dict[str, Any] = {}
    for each in fields(kind):
        values[each.name] = _FIELDS[each.name](said.get(_KEYS.get(each.name, each.name)))
    return kind(**values)


def _fit(*, holds: bool) -> None:
    if not holds:
        raise TabletFault(Why.MESSAGE, "field")


def _whole(most: int) -> Callable[[object], int]:
    def checked(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TabletFault(Why.MESSAGE, "field")
        _fit(holds=0 <= value <= most)
        return value

    return checked


def _exactly(size: int) -> Callable[[object], bytes]:
    def checked(value: object) -> bytes:
        if not isinstance(value, bytes):
            raise TabletFault(Why.MESSAGE, "field")
        _fit(holds=len(value) == size)
        return value

    return checked


def _maybe(check: Callable[[object], Any]) -> Callable[[object], Any]:
    def checked(value: object) -> object:
        return None if value is None else check(value)

    return checked


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=len(value) <= 40 and value.isprintable())  # noqa: PLR2004  (a code, or a model)
    return value


def _entries(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=0 < len(value) <= MOST_PER_BATCH)
    for each in value:
        _fit(holds=isinstance(each, bytes) and 0 < len(each) <= MOST_ENTRY)
    _fit(holds=sum(map(len, value)) <= MOST_BATCH)
    return tuple(value)


def _keys(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=0 < len(value) <= MOST_STATION_KEYS)
    return tuple(map(_exactly(KEY_BYTES), value))


def _shifts(value: object) -> tuple[tuple[int, int | None], ...]:
    if not isinstance(value, list):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=len(value) <= MOST_SHIFTS)
    found = tuple(map(_shift, value))
    numbers = [number for number, _ in found]
    _fit(holds=numbers == sorted(set(numbers)))
    return found


def _shift(value: object) -> tuple[int, int | None]:
    if not isinstance(value, list):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=len(value) == 2)  # noqa: PLR2004  (an entry's number, and by how much)
    number, by = value
    if by is None:
        return _number(number), None
    if not isinstance(by, int) or isinstance(by, bool):
        raise TabletFault(Why.MESSAGE, "field")
    _fit(holds=abs(by) <= MOST_MOMENT)
    return _number(number), by


_number, _moment = _whole(MOST_NUMBER), _whole(MOST_MOMENT)
_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "model": _word,
    "why": _word,
    "keys": _keys,
    "lease": _moment,
    "now": _moment,
    "first": _number,
    "last": _number,
    "head": _exactly(HASH_BYTES),
    "shifts": _shifts,
    "battery": _maybe(_whole(100)),
    "wiped": _maybe(_exactly(NONCE_BYTES)),
    "from_n": _number,
    "most": _number,
    "entries": _entries,
    "upto": _number,
    "loan": _exactly(ID_BYTES),
    "nonce": _exactly(NONCE_BYTES),
}
