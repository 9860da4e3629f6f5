"""The station's seal: its own holds, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.security.signing import KEY_BYTES, Stamp, new_key

KEY = bytes(range(KEY_BYTES))
STAMP = Stamp(KEY)


@given(st.binary(max_size=60))
def test_what_was_sealed_holds(content: bytes) -> None:
    assert STAMP.holds(content, STAMP.seal(content))


@given(st.binary(min_size=1, max_size=60), st.integers(0, 479))
def test_one_flipped_bit_breaks_the_seal(content: bytes, bit: int) -> None:
    other = bytearray(content)
    other[bit // 8 % len(content)] ^= 1 << bit % 8
    assert not STAMP.holds(bytes(other), STAMP.seal(content))


@given(st.integers(0, 127))
def test_one_flipped_bit_of_the_seal_is_seen(bit: int) -> None:
    seal = bytearray.fromhex(STAMP.seal(b"content"))
    seal[bit // 8] ^= 1 << bit % 8
    assert not STAMP.holds(b"content", seal.hex())


@pytest.mark.parametrize("seal", ["", "00", "å" * 32, "0" * 32])
def test_what_is_no_seal_does_not_hold(seal: str) -> None:
    assert not STAMP.holds(b"content", seal)


def test_another_station_has_another_name_and_another_seal() -> None:
    other = Stamp(new_key())
    assert len(STAMP.name) == 8
    assert other.name != STAMP.name
    assert not other.holds(b"content", STAMP.seal(b"content"))


def test_new_keys_differ_and_a_short_one_is_refused() -> None:
    assert len(new_key()) == KEY_BYTES
    assert new_key() != new_key()
    with pytest.raises(ValueError, match="32 bytes"):
        Stamp(b"short")
