"""The file of changes: what is written comes back, and a wrong file is refused with a reason."""

import io
import json
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.security.exchangeseal import check_of, sealed_parts
from station.sync import exchange
from station.sync.exchange import AuditRow, Header, Item, LogRow, Sender

SECRET, OTHER = b"sixteen bytes ok", b"sixteen others!!"
HEADER = Header("a" * 32, 1, 3, audit_first=1, audit_last=2, at=5, have={"b" * 32: (7, 8)})
SENDER = Sender("Lesja-2", "Fjellsund kommune")
NAME = "Stille Brygge"


def row(seq: int, **values: object) -> LogRow:
    """A change of a patient, as the log has it."""
    new = json.dumps({"id": "p", "given_name": NAME, "national_number": "01817099999"})
    bare = LogRow(seq, "a" * 32, str(seq), "patients", "p", "p", "insert", None, new, 5, "u")
    return replace(bare, **values)  # type: ignore[arg-type]


ROWS: tuple[Item, ...] = (
    row(1),
    row(2, kind="documents", content=b"%PDF-pages" * 9000),
    row(3, op="delete", old="{}", new=None, patient_id=None),
    AuditRow(1, 5, "u", NAME, "patient_opened", "patient", "p", "p", "{}", "ab"),
    AuditRow(2, 6, "u", NAME, "signed_in", "user", "u", None, "{}", "ac"),
)


def made(header: Header = HEADER, items: tuple[Item, ...] = ROWS, secret: bytes = SECRET) -> bytes:
    """The bytes of a file."""
    file = io.BytesIO()
    exchange.write(file, secret, header, SENDER, items)
    return file.getvalue()


def refused(content: bytes, secret: bytes = SECRET) -> str:
    """The code of why a file is refused."""
    with pytest.raises(Trouble) as caught:
        exchange.look(io.BytesIO(content), secret)
    assert caught.value.sentence()
    return caught.value.code


def test_what_is_written_comes_back() -> None:
    content, told = made(), list[int]()
    header, sender = exchange.look(io.BytesIO(content), SECRET, told.append)
    assert (header.sender, header.first, header.last, header.have) == (
        *(HEADER.sender, 1, 3),
        HEADER.have,
    )
    assert sender == SENDER
    assert told == [0]
    assert tuple(exchange.items_of(io.BytesIO(content), SECRET)) == ROWS


def test_nothing_is_readable_on_a_stick() -> None:
    content = made()
    for secret in (NAME, "Lesja", "Fjellsund", "01817099999", "given_name", "%PDF", "patients"):
        assert secret.encode() not in content
    assert SECRET not in content
    assert SECRET.hex().encode() not in content


def test_the_same_twice_is_written_under_another_key() -> None:
    assert made()[-1000:] != made()[-1000:]


def test_a_file_without_changes_tells_what_its_writer_has() -> None:
    content = made(replace(HEADER, first=4, last=3, audit_first=1, audit_last=0), ())
    header, _sender = exchange.look(io.BytesIO(content), SECRET)
    assert header.have == HEADER.have
    assert not list(exchange.items_of(io.BytesIO(content), SECRET))


def test_another_secret_is_told_before_anything_is_opened() -> None:
    assert refused(made(), OTHER) == "exchange_other_secret"


def body(frames: bytes, header: Header = HEADER, pack: bool = True) -> bytes:
    """A file, rightly sealed, with any content."""
    text = exchange._header_text(SECRET, header)
    parts = [zlib.compress(frames) if pack else frames]
    return b"station exchange 1\n" + text + b"\n" + b"".join(sealed_parts(SECRET, text, parts))


def frame(kind: bytes, value: object, size: int | None = None) -> bytes:
    """One frame, of a size that may be a lie."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return exchange._HEAD.pack(kind, len(content) if size is None else size) + content


FIRST = frame(b"S", ["Lesja-2", "Fjellsund"])
ONE = [1, "a", "1", "patients", "p", None, "insert", None, "{}", 1, "u"]
AUDITED = [1, 1, "u", "n", "a", "k", "s", None, "{}", ""]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "exchange_empty"),
        (b"\x89PNG\r\n\x1a\n", "exchange_foreign"),
        (b"station sealed 1\n{}\n", "exchange_foreign"),
        (b"station exchange 2\n{}\n", "exchange_newer"),
        (b"station exchange x\n{}\n", "exchange_damaged"),
        (b"station exchange 1\n", "exchange_damaged"),
        (b"station exchange 1\n{}", "exchange_damaged"),
        (b"station exchange 1\n{}\n", "exchange_damaged"),
        (b"station exchange 1\n[]\n", "exchange_damaged"),
        (b"station exchange 1\n" + b"[" * 50_000 + b"\n", "exchange_damaged"),
        (made()[: len(made()) // 2], "exchange_damaged"),
        (body(FIRST, pack=False), "exchange_damaged"),
        (body(FIRST), "exchange_damaged"),
        (body(frame(b"R", ["Lesja-2", "Fjellsund"])), "exchange_damaged"),
        (body(frame(b"S", "xx", 2_000_000_000)), "exchange_damaged"),
        (body(frame(b"S", [1, 2])), "exchange_damaged"),
        (body(FIRST + frame(b"R", "", 2_000_000_000)), "exchange_damaged"),
        (body(FIRST + frame(b"R", ONE) * 2), "exchange_damaged"),
        (body(FIRST + frame(b"R", [4, *ONE[1:]])), "exchange_damaged"),
        (body(FIRST + frame(b"R", [True, *ONE[1:]])), "exchange_damaged"),
        (body(FIRST + frame(b"R", [1, "", *ONE[2:]])), "exchange_damaged"),
        (body(FIRST + frame(b"R", [1, "x" * 65, *ONE[2:]])), "exchange_damaged"),
        (body(FIRST + frame(b"R", b"[")), "exchange_damaged"),
        (body(FIRST + frame(b"A", AUDITED) * 2), "exchange_damaged"),
        (body(FIRST + frame(b"X", [])), "exchange_damaged"),
        (body(FIRST + frame(b"E", [1 << 40, 0])), "exchange_damaged"),
        (body(FIRST + frame(b"D", bytes(50_000_000))), "exchange_damaged"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_what_stands_behind_the_end_is_held_against_its_seal_too() -> None:
    text = exchange._header_text(SECRET, HEADER)
    rows = [FIRST + frame(b"E", [0, 0])]
    head = b"station exchange 1\n" + text + b"\n"
    whole = head + b"".join(sealed_parts(SECRET, text, [zlib.compress(rows[0]), b"more"]))
    assert exchange.look(io.BytesIO(whole), SECRET)[1] == Sender("Lesja-2", "Fjellsund")
    assert refused(whole[:-1] + bytes([whole[-1] ^ 1])) == "exchange_damaged"
    assert refused(whole[:-30]) == "exchange_damaged"


def _with(**values: object) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda data: {**data, **values}


@pytest.mark.parametrize(
    "spoil",
    [
        _with(range=[0, 3]),
        _with(range=[5, 3]),
        _with(range=[1, 1 << 60]),
        _with(range=[1]),
        _with(audit=[0, 0]),
        _with(to=7),
        _with(**{"from": ""}),
        _with(have={"b": [1]}),
        _with(have=[]),
        _with(at=-1),
    ],
)
def test_a_header_that_claims_too_much_is_damaged(
    spoil: Callable[[dict[str, object]], dict[str, object]],
) -> None:
    first, text, rest = made().split(b"\n", 2)
    changed = json.dumps(spoil(json.loads(text))).encode()
    assert refused(b"\n".join((first, changed, rest))) == "exchange_damaged"


@given(st.integers(0, 10_000_000), st.integers(1, 255))
def test_any_byte_that_changed_is_found(at: int, change: int) -> None:
    content = bytearray(_MADE)
    content[at % len(content)] ^= change
    assert refused(bytes(content)).startswith("exchange_")


@given(st.binary(max_size=400))
def test_any_bytes_after_the_beginning_are_refused_calmly(rest: bytes) -> None:
    text = json.dumps({"check": check_of(SECRET)}).encode()
    for content in (rest, b"station exchange 1\n" + rest, b"station exchange 1\n" + text + rest):
        assert refused(content).startswith("exchange_")


_MADE = made(items=(row(1), *ROWS[3:]))


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Lesja\u202e-2\u0007", "Lesja-2"), ("\u2066", "?"), ("L" * 90, "L" * 40)],
)
def test_who_wrote_it_is_told_without_signs_that_turn_the_writing(written: str, shown: str) -> None:
    file = io.BytesIO()
    exchange.write(file, SECRET, HEADER, Sender(written, "Fjell\u202esund"), ROWS)
    file.seek(0)
    assert exchange.look(file, SECRET)[1] == Sender(shown, "Fjellsund")
