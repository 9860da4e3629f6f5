"""The code on the screen, the digits, and what anybody may read of a tablet."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.tablet.handout import (
    BUNDLE_BYTES,
    Bundle,
    Info,
    State,
    digits,
    expires_s,
    hint_of,
    read_info,
    unpack,
)
from station.devices.tablet.limits import TabletFault, Why


@given(
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 2**32 - 1),
)
def test_a_bundle_has_87_bytes_and_comes_back(
    loan: bytes, key: bytes, secret: bytes, expires: int
) -> None:
    bundle = Bundle(loan, key, secret, expires)
    assert len(bundle.pack()) == BUNDLE_BYTES == 87
    assert unpack(bundle.pack()) == bundle


@given(st.binary(max_size=100))
def test_anything_else_that_is_scanned_is_refused(data: bytes) -> None:
    with suppress(TabletFault):
        assert unpack(data).pack() == data


def test_a_bundle_of_another_version() -> None:
    packed = Bundle(bytes(16), bytes(32), bytes(32), 0).pack()
    with pytest.raises(TabletFault) as caught:
        unpack(packed[:2] + b"\x02" + packed[3:])
    assert caught.value.why is Why.VERSION
    with pytest.raises(TabletFault, match="bundle"):
        unpack(packed[:-1])


@given(st.binary(min_size=32, max_size=32))
def test_the_digits_are_six(handshake: bytes) -> None:
    found = digits(handshake)
    assert len(found) == 6
    assert found.isdigit()


def test_the_digits_differ_and_keep_their_zeros() -> None:
    found = {digits(bytes([n]) * 32) for n in range(200)}
    assert len(found) == 200
    assert any(each.startswith("0") for each in found)


@given(st.binary(max_size=40))
def test_info_is_read_or_refused(data: bytes) -> None:
    with suppress(TabletFault):
        assert data.startswith(read_info(data).pack())


def test_the_hint_tells_those_who_know() -> None:
    info = Info(State.ON_LOAN, b"saltsalt", hint_of(b"k" * 32, b"saltsalt"))
    assert info.is_of(b"k" * 32)
    assert not info.is_of(b"l" * 32)
    assert read_info(info.pack() + b"more") == info
    for odd in (b"", b"\x01", b"\x01\x09" + bytes(16), b"\x01\x02" + bytes(15)):
        with pytest.raises(TabletFault, match="info"):
            read_info(odd)
    with pytest.raises(TabletFault) as caught:
        read_info(b"\x02" + bytes(17))
    assert caught.value.why is Why.VERSION


def test_when_it_expires() -> None:
    assert expires_s(1_999) == 1
