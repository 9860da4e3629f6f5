"""Bodies: unpacked and bounded while they come."""

import gzip
import tracemalloc
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.sync.unpacking import Unpackable, whole

MEGABYTE = 1024 * 1024


def code_of(parts: list[bytes], coding: str, largest: int = 100) -> str:
    with pytest.raises(Unpackable) as caught:
        whole(parts, coding, largest)
    return caught.value.code


@given(
    st.binary(max_size=200),
    st.integers(1, 50),
    st.sampled_from(["gzip", "X-GZIP ", "", "identity"]),
)
def test_what_was_packed_comes_out_however_it_is_cut(body: bytes, step: int, coding: str) -> None:
    sent = gzip.compress(body) if "zip" in coding.lower() else body
    parts = [sent[at : at + step] for at in range(0, len(sent), step)]
    assert whole(parts, coding, 200) == body


@pytest.mark.parametrize("coding", ["gzip", ""])
def test_the_largest_is_taken_and_one_byte_more_is_not(coding: str) -> None:
    def sent(size: int) -> list[bytes]:
        return [gzip.compress(bytes(size))] if coding else [bytes(size)]

    assert len(whole(sent(100), coding, 100)) == 100
    assert code_of(sent(101), coding) == "too_large"


def test_a_bomb_does_not_go_off() -> None:
    layer = gzip.compress(bytes(40 * MEGABYTE))
    tracemalloc.start()
    assert code_of([layer], "gzip", MEGABYTE) == "too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MEGABYTE


def test_a_stream_without_end_is_left() -> None:
    with pytest.raises(Unpackable, match="too_large"):
        whole(repeat(b"x" * 60), "", 100)


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_what_was_not_asked_for_is_not_taken(coding: str) -> None:
    assert code_of([b"{}"], coding) == "garbled"


@pytest.mark.parametrize(
    "sent",
    [b"{}", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") + b"more", gzip.compress(b"a") * 2],
    ids=["not packed", "cut", "with more", "twice"],
)
def test_what_is_not_one_whole_gzip_is_not_taken(sent: bytes) -> None:
    assert code_of([sent], "gzip") == "garbled"


def test_no_body_is_no_body() -> None:
    assert whole([], "gzip", 100) == b""
    assert whole([b""], "gzip", 100) == b""
