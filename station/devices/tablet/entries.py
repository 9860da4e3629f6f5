"""The tablet's log: entries that only grow, each chained to all before it by a hash."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from station.devices.tablet import cbor
from station.devices.tablet.limits import (
    MOST_ENTRY,
    MOST_MOMENT,
    MOST_NUMBER,
    MOST_SHIFTS,
    TabletFault,
    Why,
)
from station.rules.kinds import KINDS
from station.rules.limits import Side

_LABEL = b"station tablet 1 log"
_MOST_WORD, _MOST_RAW, _MOST_TEXT, _MOST_ANSWERS = 64, 512, 3000, 200
_PLACES = {kind.code: len(kind.components) for kind in KINDS}
_LARGEST_VALUE = 1e9
"""No kind has values near it; it keeps sums finite."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What every entry has: its number, and when by the tablet's clock (UTC ms, zone's name)."""

    n: int
    at: int
    zone: str


@dataclass(frozen=True, slots=True)
class TabletReading:
    """A measurement: values in the kind's units, and the meter's own bytes where there are any."""

    stamp: Stamped
    kind: str
    values: tuple[float | None, ...]
    beyond: Side | None
    quality: str
    meter: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class TabletForm:
    """An answered form: `version` is None where the tablet does not say."""

    stamp: Stamped
    form: str
    version: int | None
    answers: Mapping[str, object]
    by: str
    name: str
    comment: str
    language: str


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The tablet's clock was set: it showed `was` (None: nobody knows), and now `stamp.at`."""

    stamp: Stamped
    was: int | None


@dataclass(frozen=True, slots=True)
class TabletEvent:
    """Something happened that is no number: a failed measurement, a low battery, a restart."""

    stamp: Stamped
    code: str
    kind: str
    raw: bytes


Entry: TypeAlias = TabletReading | TabletForm | ClockChange | TabletEvent


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries as they came, from number `first`; `head` is the chain after the last.

    `offsets` says for each how far the tablet's clock was ahead of the PC's then (ms, negative
    behind), None where nobody knows.
    """

    first: int
    entries: tuple[bytes, ...]
    head: bytes
    offsets: tuple[int | None, ...]

    @property
    def upto(self) -> int:
        """Give the number of the last one."""
        return self.first + len(self.entries) - 1


def first_head(loan_id: bytes) -> bytes:
    """Give what the first entry of a loan is chained to."""
    return hashlib.sha256(_LABEL + loan_id).digest()


def next_head(head: bytes, raw: bytes) -> bytes:
    """Give the chain after one more entry."""
    return hashlib.sha256(head + raw).digest()


def heads(head: bytes, entries: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Give the chain after each of some entries."""
    found = []
    for raw in entries:
        head = next_head(head, raw)
        found.append(head)
    return tuple(found)


def offset_at(
    number: int, offset_ms: int, shifts: tuple[tuple[int, int | None], ...]
) -> int | None:
    """Give how far the clock was ahead when an entry was written, None where nobody knows.

    `offset_ms` is how far it is ahead now, `shifts` how it was set since (see messages.Log).
    """
    if len(shifts) >= MOST_SHIFTS and number < shifts[0][0]:
        return None
    for changed, by in shifts:
        if changed > number:
            if by is None:
                return None
            offset_ms -= by
    return offset_ms


def read_entry(number: int, raw: bytes) -> Entry:
    """Understand entry `number`; TabletFault, and nothing else, for one that says anything odd."""
    if len(raw) > MOST_ENTRY:
        raise _unfit("long")
    said = cbor.read(raw)
    if not isinstance(said, dict):
        raise _unfit("no map")
    if said.get("n") != number or isinstance(said.get("n"), bool):
        raise _unfit("number")
    stamp = Stamped(
        number, _whole(said.get("at"), MOST_MOMENT), _word(said.get("tz", ""), _MOST_WORD)
    )
    name = said.get("k")
    maker = _MAKERS.get(name) if isinstance(name, str) else None
    if maker is None:
        raise _unfit("kind")
    return maker(stamp, said)


def _reading(stamp: Stamped, said: Mapping[str, object]) -> Entry:
    kind = _word(said.get("kind"), _MOST_WORD)
    values = said.get("v")
    if not isinstance(values, list) or len(values) != _PLACES.get(kind):
        raise _unfit("values")
    beyond = said.get("b")
    if beyond is not None and beyond not in set(Side):
        raise _unfit("beyond")
    return TabletReading(
        stamp,
        kind,
        tuple(map(_value, values)),
        None if beyond is None else Side(str(beyond)),
        _word(said.get("q", ""), _MOST_WORD),
        _word(said.get("m", ""), _MOST_WORD),
        _raw(said.get("raw", b"")),
    )


def _form(stamp: Stamped, said: Mapping[str, object]) -> Entry:
    version = said.get("ver")
    answers = said.get("a")
    if not isinstance(answers, dict) or len(answers) > _MOST_ANSWERS:
        raise _unfit("answers")
    if not all(each is None or isinstance(each, int | float | str) for each in answers.values()):
        raise _unfit("answers")
    return TabletForm(
        stamp,
        _word(said.get("form"), _MOST_WORD),
        None if version is None else _whole(version, MOST_NUMBER),
        answers,
        _word(said.get("by", "patient"), _MOST_WORD),
        _word(said.get("name", ""), _MOST_WORD),
        _text(said.get("note", "")),
        _word(said.get("lang", "nb"), _MOST_WORD),
    )


def _clock(stamp: Stamped, said: Mapping[str, object]) -> Entry:
    was = said.get("was")
    return ClockChange(stamp, None if was is None else _whole(was, MOST_MOMENT))


def _event(stamp: Stamped, said: Mapping[str, object]) -> Entry:
    code = _word(said.get("code"), _MOST_WORD)
    if not code.isidentifier() or not code.isascii():
        raise _unfit("code")
    return TabletEvent(
        stamp, code, _word(said.get("kind", ""), _MOST_WORD), _raw(said.get("raw", b""))
    )


_MAKERS: Mapping[str, Callable[[Stamped, Mapping[str, object]], Entry]] = {
    "reading": _reading,
    "form": _form,
    "clock": _clock,
    "event": _event,
}


def _value(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit("value")
    if abs(value) > _LARGEST_VALUE:
        raise _unfit("value")
    return float(value)


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise _unfit("whole")
    return value


def _word(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise _unfit("word")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise _unfit("text")
    return value


def _raw(value: object) -> bytes:
    if not isinstance(value, bytes) or len(value) > _MOST_RAW:
        raise _unfit("raw")
    return value


def _unfit(what: str) -> TabletFault:
    return TabletFault(Why.MESSAGE, f"entry {what}")
