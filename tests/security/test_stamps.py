"""The stamp of the municipality's stations: of one code and one message, and of no other."""

from hypothesis import given
from hypothesis import strategies as st

from station.security.exchangeseal import new_secret
from station.security.stamps import LETTERS, fits, mac, stamp_key

KEY = stamp_key(bytes(16))


def test_the_key_follows_from_the_code_and_is_not_the_code() -> None:
    assert stamp_key(bytes(16)) == KEY
    assert len(KEY) == 32
    assert bytes(16) not in KEY
    assert stamp_key(new_secret()) != KEY


def test_it_is_hmac_sha256_cut_to_128_bits() -> None:
    # RFC 4231, test case 2, cut to its first 128 bits.
    assert mac(b"Jefe", b"what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c7"


@given(st.binary(), st.binary(), st.text(max_size=40))
def test_it_fits_what_it_was_made_of_only(message: bytes, other: bytes, told: str) -> None:
    made = mac(KEY, message)
    assert len(made) == LETTERS
    assert fits(KEY, message, made)
    assert fits(KEY, other, made) == (message == other)
    assert not fits(stamp_key(b"x" * 16), message, made)
    assert not fits(KEY, message, told)
