"""The file of changes for a stick (.stationx): its header, its frames, and reading them back.

Byte by byte in docs/exchange-format.md. What is read here was sealed by a station with the same
secret; even so every number in it is bounded before anything is made of it.
"""

import json
import os
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Protocol

from station.rules.names import shown
from station.security.exchangeseal import check_of, damaged, opened_parts, sealed_parts
from station.sync import exchange_refusals as refusals

VERSION: Final = 1
SUFFIX: Final = ".stationx"
MAGIC: Final = b"station exchange "
LONGEST_HEADER: Final = 1 << 18
LARGEST_FILE: Final = 1 << 30
LARGEST_FRAME: Final = 1 << 26
"""Bytes: a scanned document is at most 40 000 000."""
_HEAD = struct.Struct(">cI")
_STEP = 1 << 16
_HIGHEST, _ID = 1 << 53, 64
_SENDER, _ROW, _PAGES, _AUDIT, _END = b"S", b"R", b"D", b"A", b"E"


@dataclass(frozen=True, slots=True)
class Header:
    """What stands outside the seal: no name and no value, and it cannot be changed either.

    `first` to `last` is the range of the sender's log (empty when first is last + 1), `have` how
    far the sender has log and audit log of each other station, `to` the station that it is meant
    for ("" for any), `at` when it was written (UTC ms).
    """

    sender: str
    first: int
    last: int
    to: str = ""
    audit_first: int = 1
    audit_last: int = 0
    at: int = 0
    have: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    check: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a file, in words; stands inside the seal."""

    name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """One change of the sender's log; `old` and `new` are JSON objects, `number` is never empty.

    `content` are the pages of a document, where the change brings one.
    """

    seq: int
    origin: str
    number: str
    kind: str
    record_id: str
    patient_id: str | None
    op: str
    old: str | None
    new: str | None
    at: int
    by: str
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the sender's audit log; `details` is JSON, `mac` its code there (hexadecimal)."""

    seq: int
    at: int
    user_id: str
    user_name: str
    action: str
    subject_kind: str
    subject_id: str
    patient_id: str | None
    details: str
    mac: str


Item = LogRow | AuditRow


class Sink(Protocol):
    """What a file is written to."""

    def write(self, content: bytes, /) -> object:
        """Take the next bytes."""
        ...


def write(file: Sink, secret: bytes, header: Header, sender: Sender, items: Iterable[Item]) -> None:
    """Write a whole file; `items` come in the order of the log, the audit rows after them."""
    text = _header_text(secret, header)
    file.write(MAGIC + str(VERSION).encode() + b"\n" + text + b"\n")
    for chunk in sealed_parts(secret, text, _packed(_frames(sender, items))):
        file.write(chunk)


def read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """Give the header and its bytes; Trouble `exchange_*` says what else a file is."""
    first = file.readline(64)
    if not first:
        raise refusals.empty()
    if not first.startswith(MAGIC):
        raise refusals.foreign()
    version = first.removeprefix(MAGIC).strip()
    if not version.isdigit():
        raise damaged()
    if int(version) != VERSION:
        raise refusals.newer()
    line = file.readline(LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise damaged()
    text = line.removesuffix(b"\n")
    try:
        return _header_of(json.loads(text)), text
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged() from error


def look(
    file: BinaryIO, secret: bytes, tell: Callable[[int], object] = int
) -> tuple[Header, Sender]:
    """Read a file to its end and prove it whole; nothing of it counts before this returns.

    `tell` is called with the number of frames so far; what it raises stops the reading.
    """
    header, text = checked_header(file, secret)
    frames = _unpacked(opened_parts(secret, text, file))
    sender = _sender(frames)
    for count, _item in enumerate(_items(frames, header)):
        if not count % 1000:
            tell(count)
    return header, sender


def items_of(file: BinaryIO, secret: bytes) -> Iterator[Item]:
    """Give what a file that was looked at holds, one by one, from its beginning."""
    header, text = checked_header(file, secret)
    frames = _unpacked(opened_parts(secret, text, file))
    _sender(frames)
    yield from _items(frames, header)


def checked_header(file: BinaryIO, secret: bytes) -> tuple[Header, bytes]:
    """Give the header of a file that was sealed with this secret; else Trouble."""
    header, text = read_header(file)
    if header.check != check_of(secret):
        raise refusals.other_secret()
    return header, text


# --------------------------------------------------------------------------------- the header


def _header_text(secret: bytes, header: Header) -> bytes:
    data = {
        "check": check_of(secret),
        "salt": os.urandom(16).hex(),
        "from": header.sender,
        "to": header.to,
        "range": [header.first, header.last],
        "audit": [header.audit_first, header.audit_last],
        "at": header.at,
        "have": {station: list(upto) for station, upto in sorted(header.have.items())},
    }
    return json.dumps(data, separators=(",", ":")).encode()


def _header_of(data: Mapping[str, Any]) -> Header:
    first, last = map(_whole, data["range"])
    audit_first, audit_last = map(_whole, data["audit"])
    have = {_text(name, _ID): _pair(upto) for name, upto in data["have"].items()}
    if not (1 <= first <= last + 1 and 1 <= audit_first <= audit_last + 1 and data["from"]):
        raise ValueError("a range that is none")
    return Header(
        sender=_text(data["from"], _ID),
        first=first,
        last=last,
        to=_text(data["to"], _ID),
        audit_first=audit_first,
        audit_last=audit_last,
        at=_whole(data["at"]),
        have=have,
        check=_text(data["check"], _ID),
        salt=_text(data["salt"], _ID),
    )


# --------------------------------------------------------------------------------- the frames


def _frames(sender: Sender, items: Iterable[Item]) -> Iterator[bytes]:
    yield from _frame(_SENDER, _json([sender.name, sender.municipality]))
    rows = audits = 0
    for item in items:
        if isinstance(item, AuditRow):
            audits += 1
            yield from _frame(_AUDIT, _json(_audit_values(item)))
            continue
        if item.content:
            yield from _frame(_PAGES, item.content)
        rows += 1
        yield from _frame(_ROW, _json(_row_values(item)))
    yield from _frame(_END, _json([rows, audits]))


def _frame(kind: bytes, content: bytes) -> Iterator[bytes]:
    yield _HEAD.pack(kind, len(content))
    yield content


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6)
    for part in parts:
        if made := packer.compress(part):
            yield made
    yield packer.flush()


def _unpacked(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Give frame by frame, never holding more than one of them, to the very end."""
    taker = _Taker(chunks)
    kind = b""
    while kind != _END:
        kind, size = _HEAD.unpack(taker.exactly(_HEAD.size))
        if size > LARGEST_FRAME:
            raise damaged()
        yield kind, taker.exactly(size)
    taker.finish()


class _Taker:
    """Takes counted bytes out of sealed, packed chunks, unpacking no more than is asked for."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._unpacker = chunks, zlib.decompressobj()
        self._held = bytearray()

    def exactly(self, count: int) -> bytes:
        while len(self._held) < count:
            self._held += self._more()
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def finish(self) -> None:
        deque(self._chunks, maxlen=0)

    def _more(self) -> bytes:
        waiting = self._unpacker.unconsumed_tail or next(self._chunks, b"")
        if not waiting or self._unpacker.eof:
            raise damaged()
        try:
            return self._unpacker.decompress(waiting, _STEP)
        except zlib.error as error:
            raise damaged() from error


def _sender(frames: Iterator[tuple[bytes, bytes]]) -> Sender:
    try:
        kind, content = next(frames)
        if kind != _SENDER:
            raise ValueError("a file begins with who wrote it")  # noqa: TRY301  (told in one place)
        name, municipality = (shown(_text(each, 200)) for each in json.loads(content))
        return Sender(name[:40] or "?", municipality)
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged() from error


def _items(frames: Iterator[tuple[bytes, bytes]], header: Header) -> Iterator[Item]:
    reader = _Items(header)
    for kind, content in frames:
        try:
            item = reader.item(kind, content)
        except (ValueError, TypeError, RecursionError) as error:
            raise damaged() from error
        if item is not None:
            yield item


class _Items:
    """Turns frames into rows, and holds them to the order and the counts that were told."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._pages = b""
        self._rows = self._audits = 0
        self._seq, self._audit_seq = header.first - 1, header.audit_first - 1

    def item(self, kind: bytes, content: bytes) -> Item | None:
        """Give the row of a frame, None for one that is none; ValueError for a wrong one."""
        if kind == _PAGES:
            self._pages = content
            return None
        if kind == _ROW:
            return self._row(json.loads(content))
        if kind == _AUDIT:
            return self._audit(json.loads(content))
        if kind != _END or json.loads(content) != [self._rows, self._audits]:
            raise ValueError("not the frames that were told")
        return None

    def _row(self, values: list[Any]) -> LogRow:
        seq, origin, number, record_kind, record_id, patient, op, old, new, at, by = values
        row = LogRow(
            _whole(seq),
            _text(origin, _ID),
            _text(number, 400),
            _text(record_kind, _ID),
            _text(record_id, 400),
            _maybe(patient, 400),
            _text(op, _ID),
            _maybe(old, LARGEST_FRAME),
            _maybe(new, LARGEST_FRAME),
            _whole(at),
            _text(by, 400),
            self._pages,
        )
        if not self._seq < row.seq <= self._header.last or not (origin and number):
            raise ValueError("out of order")
        self._pages, self._seq, self._rows = b"", row.seq, self._rows + 1
        return row

    def _audit(self, values: list[Any]) -> AuditRow:
        seq, at, user, name, action, subject_kind, subject, patient, details, mac = values
        row = AuditRow(
            _whole(seq),
            _whole(at),
            _text(user, 400),
            _text(name, 400),
            _text(action, 400),
            _text(subject_kind, 400),
            _text(subject, 4000),
            _maybe(patient, 400),
            _text(details, LARGEST_FRAME),
            _text(mac, 400),
        )
        if not self._audit_seq < row.seq <= self._header.audit_last:
            raise ValueError("out of order")
        self._audit_seq, self._audits = row.seq, self._audits + 1
        return row


def _row_values(row: LogRow) -> list[object]:
    return [
        *(row.seq, row.origin, row.number, row.kind, row.record_id, row.patient_id),
        *(row.op, row.old, row.new, row.at, row.by),
    ]


def _audit_values(row: AuditRow) -> list[object]:
    return [
        *(row.seq, row.at, row.user_id, row.user_name, row.action, row.subject_kind),
        *(row.subject_id, row.patient_id, row.details, row.mac),
    ]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _HIGHEST:
        raise ValueError("not a whole number")
    return value


def _pair(value: list[Any]) -> tuple[int, int]:
    log, audit = value
    return _whole(log), _whole(audit)


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError("not a text")
    return value


def _maybe(value: object, longest: int) -> str | None:
    return None if value is None else _text(value, longest)
