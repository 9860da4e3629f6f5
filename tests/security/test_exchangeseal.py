"""What seals change sets: opens what was sealed, and nothing else."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.security.exchangeseal import (
    CHUNK,
    check_of,
    new_secret,
    open_code,
    opened_parts,
    seal_code,
    sealed_parts,
)

SECRET, OTHER, HEADER = bytes(16), b"another secret!!", b'{"salt": "00"}'


def opened(secret: bytes, header: bytes, sealed: bytes) -> bytes:
    return b"".join(opened_parts(secret, header, io.BytesIO(sealed)))


def test_a_secret_is_never_made_twice() -> None:
    assert len({new_secret() for _ in range(10)}) == 10
    assert check_of(SECRET) == check_of(SECRET) != check_of(OTHER)
    assert len(check_of(SECRET)) == 8


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_comes_back_filled_up(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    sealed = b"".join(sealed_parts(SECRET, HEADER, [content[:size]]))
    back = opened(SECRET, HEADER, sealed)
    assert back[:size] == content[:size]
    assert not any(back[size:])
    assert len(back) % CHUNK == 0


def _cut(sealed: bytes) -> bytes:
    return sealed[: CHUNK + 16]


def _shortened(sealed: bytes) -> bytes:
    return sealed[:-1]


def _exchanged(sealed: bytes) -> bytes:
    size = CHUNK + 16
    return sealed[size : 2 * size] + sealed[:size] + sealed[2 * size :]


def _empty(_sealed: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("spoil", [_cut, _shortened, _exchanged, _empty])
def test_nothing_is_left_out_moved_or_cut_off(spoil: Callable[[bytes], bytes]) -> None:
    sealed = b"".join(sealed_parts(SECRET, HEADER, [bytes(3 * CHUNK)]))
    with pytest.raises(Trouble) as caught:
        opened(SECRET, HEADER, spoil(sealed))
    assert caught.value.code == "exchange_damaged"


@pytest.mark.parametrize(("secret", "header"), [(OTHER, HEADER), (SECRET, b'{"salt": "01"}')])
def test_another_secret_or_header_opens_nothing(secret: bytes, header: bytes) -> None:
    sealed = b"".join(sealed_parts(SECRET, HEADER, [b"content"]))
    with pytest.raises(Trouble):
        opened(secret, header, sealed)


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_a_code_with_any_byte_changed_does_not_open(content: bytes, at: int) -> None:
    sealed = seal_code(SECRET, HEADER, content)
    assert open_code(SECRET, HEADER, sealed) == content
    spoilt = bytearray(sealed)
    spoilt[at % len(sealed)] ^= 1
    with pytest.raises(Trouble):
        open_code(SECRET, HEADER, bytes(spoilt))


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12)])
def test_what_is_too_short_is_damaged(sealed: bytes) -> None:
    with pytest.raises(Trouble):
        open_code(SECRET, HEADER, sealed)
