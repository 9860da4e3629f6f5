"""The little CBOR that is understood: one form of each value, and nothing that builds things."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.tablet import cbor
from station.devices.tablet.limits import TabletFault

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.binary(max_size=40)
    | st.text(max_size=20)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5).filter(lambda key: len(key.encode()) <= 23), inner)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_written_is_read_unless_it_lies_too_deep(value: object) -> None:
    written = cbor.write(value)
    if depth(value) <= 5:
        assert cbor.read(written) == value
    else:
        with pytest.raises(TabletFault):
            cbor.read(written)


def depth(value: object) -> int:
    """How deep a value lies."""
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, list | dict):
        return 0
    return 1 + max(map(depth, inner), default=0)  # type: ignore[call-overload]


@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_one_kind_of_fault_or_the_one_form(data: bytes) -> None:
    try:
        value = cbor.read(data)
    except TabletFault:
        return
    assert cbor2.dumps(value, canonical=True) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1801",  # a small number, written long
        "9f01ff",  # a list without a length
        "5f4101ff",
        "bf616101ff",
        "a2616201616101",  # keys in the wrong order
        "a2616101616101",  # a key twice
        "a10101",  # a key that is no text
        "a17818" + "61" * 24 + "01",  # a key that is too long
        "c11a5f5e1000",  # a date
        "c249010000000000000000",  # a big number
        "d8234161",
        "d823" + "61" + "61",  # a regular expression
        "f97e00",  # no number
        "f97c00",
        "fb3ff0000000000000",  # one, written long
        "f6f6",
        "f7",  # undefined
        "f820",
        "e0",
        "1c",
        "61ff",  # text that is none
        "62c3",
        "9bffffffffffffffff",
        "5affffffff00",
        "818181818181" + "00",
    ],
)
def test_what_is_refused(data: str) -> None:
    with pytest.raises(TabletFault):
        cbor.read(bytes.fromhex(data))
