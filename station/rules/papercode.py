"""The code on paper: which version of a plan a sheet shows, packed so that any scanner can type it.

The letters A-Z and the digits 2-7 lie in the same place on every keyboard, so that a scanner that
types what it sees («keyboard wedge») gives the same text on a Norwegian keyboard as on another.

    STN1  station 4 | version 16 | number 2 | page 1 | pages 1 | content 8 | seal 16 | check 2

The prefix names the program and the form; the 50 bytes after it stand in base 32 (80 letters). The
check (CRC-16) finds what was read wrongly. Whether the sheet is genuine only the seal tells.
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "STN"
FORMAT = "1"
CHECKSUM_LETTERS = 16
"""How much of a content's hash (hexadecimal) stands in the code."""
LONGEST = 40_000
"""Longer text was not typed by a scanner, and is not looked through."""

_MARK = PREFIX + FORMAT
_SIGNED = struct.Struct(">4s16sHBB8s")
_BODY_LETTERS = 80
_SEAL_BYTES = 16
_MOST = {"number": 0xFFFF, "page": 0xFF, "pages": 0xFF}
_LETTERS = re.compile(r"[A-Z2-7]*")
_NEWER = re.compile(rf"{PREFIX}[2-9][A-Z0-9]{{8}}")
_ANNOUNCED = re.compile(r"\]Q[0-9A-Z]")
"""What some scanners type first, to say that it was a QR code."""
_SHORT = re.compile(r"([0-9A-F]{4})[-+]?([0-9A-F]{4})[-+]?V([0-9]{1,5})")


class Outcome(StrEnum):
    """What came of a text that somebody scanned or typed."""

    READ = "read"
    """One version of a plan, from one or several of its pages."""
    SEVERAL = "several"
    """Codes of different sheets."""
    SHORT = "short"
    """The short code that people read: it finds a version and proves nothing."""
    EMPTY = "empty"
    CUT = "cut"
    """Begins as a code of ours does and ends too early."""
    DAMAGED = "damaged"
    """Was read wrongly, or somebody has changed it."""
    NEWER = "newer"
    """Made by a later version of Station, whose form this one does not know."""
    FOREIGN = "foreign"
    """Something else: another program's code, or no code at all."""


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What stands in a code; ids, checksum and seal are hexadecimal.

    `station` (8 letters) names the station that printed, `checksum` begins the hash of the content
    that was printed, `seal` (32 letters) is the station's authentication code of all the rest.
    """

    station: str
    version_id: str
    number: int
    page: int
    pages: int
    checksum: str
    seal: str = ""

    @property
    def sheet(self) -> tuple[str, str, str]:
        """Give what all pages of one print have in common."""
        return self.station, self.version_id, self.checksum


@dataclass(frozen=True, slots=True)
class ShortCode:
    """The code that people read, such as 3F2A-9C01-v4: the beginnings of id and hash."""

    version: str
    content: str
    number: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a text held; `codes` are all pages of one sheet, or one code of each of several."""

    outcome: Outcome
    codes: tuple[PaperCode, ...] = ()
    short: ShortCode | None = None


def signed_part(code: PaperCode) -> bytes:
    """Give the bytes that the station's seal is made of; ValueError if a part does not fit."""
    for name, most in _MOST.items():
        if not 0 <= getattr(code, name) <= most:
            raise ValueError(f"{name} does not fit into the code")
    return _MARK.encode() + _SIGNED.pack(
        _bytes(code.station, 4),
        _bytes(code.version_id, 16),
        code.number,
        code.page,
        code.pages,
        _bytes(code.checksum, CHECKSUM_LETTERS // 2),
    )


def pack(code: PaperCode) -> str:
    """Give the text that is printed as a QR code: 84 capital letters and digits."""
    body = signed_part(code)[len(_MARK) :] + _bytes(code.seal, _SEAL_BYTES)
    return _MARK + base64.b32encode(body + _check(body)).decode()


def scanned(text: str) -> Scanned:
    """Read what a scanner typed or a picture held; never raises, never guesses."""
    shown = "".join(text[:LONGEST].upper().split())
    if not shown:
        return Scanned(Outcome.EMPTY)
    if found := _SHORT.fullmatch(shown):
        return Scanned(Outcome.SHORT, short=ShortCode(found[1], found[2], int(found[3])))
    before, *bodies = shown.split(_MARK)
    if not bodies:
        return Scanned(_without_mark(shown))
    if not (len(text) <= LONGEST and _harmless(before)):
        return Scanned(Outcome.DAMAGED)
    return _bodies(bodies)


def together(found: Iterable[Scanned]) -> Scanned:
    """Put together what several texts held (all codes on a page, all pages of a file).

    Codes of other programs beside ours are passed over. Without any whole code of ours, what is
    nearest to one says what happened.
    """
    known = list(found)
    codes = tuple(dict.fromkeys(code for each in known for code in each.codes))
    sheets = tuple({code.sheet: code for code in reversed(codes)}.values())[::-1]
    if len(sheets) > 1:
        return Scanned(Outcome.SEVERAL, sheets)
    if codes:
        return Scanned(Outcome.READ, codes)
    return min(known, key=lambda each: _NEAREST.index(each.outcome), default=_NOTHING)


_NOTHING = Scanned(Outcome.EMPTY)
_NEAREST: Sequence[Outcome] = (
    Outcome.SHORT,
    Outcome.NEWER,
    Outcome.DAMAGED,
    Outcome.CUT,
    Outcome.FOREIGN,
    Outcome.EMPTY,
)


def _bodies(bodies: Sequence[str]) -> Scanned:
    """Give what stands after each prefix, put together."""
    pieces = [_piece(body) for body in bodies]
    codes = tuple(piece for piece in pieces if isinstance(piece, PaperCode))
    if not codes:
        return Scanned(next(piece for piece in pieces if isinstance(piece, Outcome)))
    # A scan that was cut off by its own repetition is whole all the same.
    rest = [body for body, piece in zip(bodies, pieces, strict=True) if isinstance(piece, Outcome)]
    if any(not any(each.startswith(body) for each in bodies if each != body) for body in rest):
        return Scanned(Outcome.DAMAGED)
    return together([Scanned(Outcome.READ, codes)])


def _piece(body: str) -> PaperCode | Outcome:
    """Give what stands after one prefix."""
    if _LETTERS.fullmatch(body) is None or len(body) > _BODY_LETTERS:
        return Outcome.DAMAGED
    if len(body) < _BODY_LETTERS:
        return Outcome.CUT
    raw = base64.b32decode(body)
    if _check(raw[:-2]) != raw[-2:]:
        return Outcome.DAMAGED
    station, version, number, page, pages, checksum = _SIGNED.unpack_from(raw)
    seal = raw[_SIGNED.size : _SIGNED.size + _SEAL_BYTES]
    return PaperCode(station.hex(), version.hex(), number, page, pages, checksum.hex(), seal.hex())


def _without_mark(shown: str) -> Outcome:
    if _NEWER.match(shown):
        return Outcome.NEWER
    return Outcome.CUT if _MARK.startswith(shown) else Outcome.FOREIGN


def _harmless(before: str) -> bool:
    """Tell whether what stands before the first code is what a scanner says of itself."""
    return not before or _ANNOUNCED.fullmatch(before) is not None


def _check(body: bytes) -> bytes:
    return binascii.crc_hqx(body, 0xFFFF).to_bytes(2, "big")


def _bytes(text: str, size: int) -> bytes:
    raw = bytes.fromhex(text)
    if len(raw) != size:
        raise ValueError(f"{size} bytes are expected")
    return raw
