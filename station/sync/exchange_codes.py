"""Readings as QR codes: a compact form, sealed, in frames that may be read in any order.

Byte by byte in docs/exchange-format.md. A text of a code is «STATION/1:» and Base45 (RFC 9285),
which QR holds in its letters mode, and which any reader of codes gives back as text.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import gcd
from typing import Final

from station.security.exchangeseal import check_of, damaged, open_code, seal_code
from station.sync import exchange_refusals as refusals

PREFIX: Final = "STATION/1:"
MOST_FRAMES: Final = 40
FRAME_BYTES: Final = 700
"""Sealed bytes in one code: some 1 060 letters, 109 squares wide with error correction M."""
MOST_READINGS: Final = 20_000
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {letter: at for at, letter in enumerate(_LETTERS)}
_BASE = 45
_NAME, _CHECK, _MARK, _PATIENT = 6, 4, 4, 16
_MOST_BYTES = 1_000_000
_SCALE = 1000
_NONE, _LOW, _HIGH, _EMPTY, _SECOND, _SECOND_EMPTY = 0, 1, 2, 4, 8, 16
_KINDS: Final = (
    *("spo2", "pulse", "bp", "weight", "temp", "glucose", "glucose_interstitial", "resp"),
    *("pef", "fev1", "steps", "cat_total", "mmrc"),
)
"""The number of a kind is its place here; new kinds come last."""


@dataclass(frozen=True, slots=True)
class CodedReading:
    """A reading as a code holds it: UTC ms, values in the kind's units (at most two)."""

    kind: str
    taken_at: int
    values: tuple[float | None, ...]
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """What a whole sequence says: whose (`mark` proves it), and which readings.

    `patient_id` is 32 hexadecimal letters; `mark` 4 bytes of what is known of the person.
    """

    patient_id: str
    mark: bytes
    readings: tuple[CodedReading, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One code of a sequence: the sequence's name, its place (from 1), of how many."""

    name: str
    number: int
    total: int
    check: str
    part: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All frames of one sequence that have been read; `missing` are the numbers still to come."""

    name: str
    total: int
    check: str
    parts: Mapping[int, bytes] = field(repr=False)

    @property
    def missing(self) -> tuple[int, ...]:
        """Give which codes have not been read, from 1."""
        return tuple(at for at in range(1, self.total + 1) if at not in self.parts)


def texts(secret: bytes, coded: Coded, most: int = FRAME_BYTES) -> tuple[str, ...]:
    """Give the texts of the codes; Trouble `exchange_codes_many` if they would be too many."""
    check = bytes.fromhex(check_of(secret))
    sealed = seal_code(secret, check, zlib.compress(pack(coded), 9))
    parts = [sealed[at : at + most] for at in range(0, len(sealed), most)]
    if len(parts) > MOST_FRAMES:
        raise refusals.too_many_codes(MOST_FRAMES)
    name = _name(sealed)
    heads = (name + check + bytes((at, len(parts))) for at in range(1, len(parts) + 1))
    return tuple(PREFIX + base45(head + part) for head, part in zip(heads, parts, strict=True))


def frame_of(text: str) -> Frame | None:
    """Give the frame that the text of a code is, or None for somebody else's code."""
    if not text.startswith(PREFIX):
        return None
    content = from_base45(text.removeprefix(PREFIX))
    if content is None or len(content) < _NAME + _CHECK + 3:
        return None
    number, total = content[_NAME + _CHECK : _NAME + _CHECK + 2]
    if not 1 <= number <= total <= MOST_FRAMES:
        return None
    check = content[_NAME : _NAME + _CHECK].hex()
    return Frame(content[:_NAME].hex(), number, total, check, content[_NAME + _CHECK + 2 :])


def gather(found: Iterable[str]) -> tuple[Gathered, ...]:
    """Put the texts of codes together to sequences, in any order and however often they came."""
    sequences: dict[tuple[str, int, str], dict[int, bytes]] = {}
    for text in found:
        frame = frame_of(text)
        if frame is not None:
            parts = sequences.setdefault((frame.name, frame.total, frame.check), {})
            parts.setdefault(frame.number, frame.part)
    return tuple(Gathered(*key, parts) for key, parts in sequences.items())


def opened(secret: bytes, sequence: Gathered) -> Coded:
    """Give what a whole sequence says; Trouble `exchange_*` if it is not ours, or was changed.

    Ask only when nothing is missing.
    """
    if sequence.check != check_of(secret):
        raise refusals.other_secret()
    sealed = b"".join(sequence.parts[at] for at in range(1, sequence.total + 1))
    if _name(sealed).hex() != sequence.name:
        raise damaged()
    content = open_code(secret, bytes.fromhex(sequence.check), sealed)
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(content, _MOST_BYTES)
        if not unpacker.eof:
            raise damaged()
        return unpack(plain)
    except (zlib.error, ValueError, IndexError) as error:
        raise damaged() from error


def _name(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()[:_NAME]


# ------------------------------------------------------------------------------- the readings


def pack(coded: Coded) -> bytes:
    """Give the compact form: about four bytes for a reading that is taken every day."""
    rows = sorted(coded.readings, key=lambda each: (each.taken_at, each.kind))
    if len(rows) > MOST_READINGS:
        raise refusals.too_many_codes(MOST_FRAMES)
    unit = gcd(*(each.taken_at for each in rows), 86_400_000) or 1
    made = bytearray(bytes.fromhex(coded.patient_id)[:_PATIENT] + coded.mark[:_MARK])
    made += _number(unit) + _number(len(rows))
    before, last = 0, dict[tuple[str, int], int]()
    for each in rows:
        made += _number((each.taken_at - before) // unit)
        before = each.taken_at
        made += bytes((_KINDS.index(each.kind), _flags(each)))
        for at, value in enumerate(each.values):
            if value is not None:
                scaled = round(value * _SCALE)
                made += _signed(scaled - last.get((each.kind, at), 0))
                last[each.kind, at] = scaled
    return bytes(made)


def unpack(plain: bytes) -> Coded:
    """Give what pack() was given; ValueError or IndexError for anything else."""
    head = _PATIENT + _MARK
    if len(plain) < head:
        raise ValueError("too short")
    numbers = _Numbers(plain, head)
    unit, count = numbers.next(), numbers.next()
    if count > MOST_READINGS or not unit:
        raise ValueError("too many")
    before, last, rows = 0, dict[tuple[str, int], int](), list[CodedReading]()
    for _ in range(count):
        before += numbers.next() * unit
        kind, flags = _KINDS[numbers.byte()], numbers.byte()
        values = tuple(_values(numbers, kind, flags, last))
        beyond = "low" if flags & _LOW else "high" if flags & _HIGH else ""
        rows.append(CodedReading(kind, before, values, beyond))
    if not numbers.ended:
        raise ValueError("too long")
    return Coded(plain[:_PATIENT].hex(), plain[_PATIENT:head], tuple(rows))


def _flags(each: CodedReading) -> int:
    flags = {"": _NONE, "low": _LOW, "high": _HIGH}[each.beyond]
    first, *more = each.values
    flags |= _EMPTY if first is None else 0
    if more:
        flags |= _SECOND | (_SECOND_EMPTY if more[0] is None else 0)
    return flags


def _values(
    numbers: "_Numbers", kind: str, flags: int, last: dict[tuple[str, int], int]
) -> Iterator[float | None]:
    empties = [flags & _EMPTY] + ([flags & _SECOND_EMPTY] if flags & _SECOND else [])
    for at, empty in enumerate(empties):
        if empty:
            yield None
            continue
        scaled = last.get((kind, at), 0) + numbers.signed()
        last[kind, at] = scaled
        yield scaled / _SCALE


def _number(value: int) -> bytes:
    """A whole number in as few bytes as it needs, seven bits in each."""
    made = bytearray()
    while value > 0x7F:  # noqa: PLR2004
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def _signed(value: int) -> bytes:
    return _number(value * 2 if value >= 0 else -value * 2 - 1)


class _Numbers:
    """Reads numbers one after the other; IndexError at the end, ValueError for endless ones."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at = content, at

    @property
    def ended(self) -> bool:
        return self._at == len(self._content)

    def byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def next(self) -> int:
        value = 0
        for shift in range(0, 63, 7):
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004
                return value
        raise ValueError("a number without end")

    def signed(self) -> int:
        value = self.next()
        return -(value + 1) // 2 if value % 2 else value // 2


# ----------------------------------------------------------------------------------- letters


def base45(content: bytes) -> str:
    """Give bytes in the 45 letters of QR (RFC 9285)."""
    made = []
    for at in range(0, len(content), 2):
        pair = content[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, letter = divmod(value, _BASE)
            made.append(_LETTERS[letter])
    return "".join(made)


def from_base45(text: str) -> bytes | None:
    """Give the bytes, or None where the text is none of base45()."""
    made = bytearray()
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        digits = [_VALUE.get(letter, -1) for letter in group]
        value = sum(digit * _BASE**place for place, digit in enumerate(digits))
        size = len(group) - 1
        if min(digits) < 0 or size == 0 or value >= 1 << (8 * size):
            return None
        made += value.to_bytes(size, "big")
    return bytes(made)
