"""Entries of the log: understood for certain, or not at all."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.tablet import cbor
from station.devices.tablet.entries import (
    Batch,
    ClockChange,
    TabletEvent,
    TabletForm,
    TabletReading,
    first_head,
    heads,
    next_head,
    offset_at,
    read_entry,
)
from station.devices.tablet.limits import MOST_SHIFTS, TabletFault
from station.rules.limits import Side

READING: dict[str, Any] = {"n": 1, "k": "reading", "at": 5, "kind": "spo2", "v": [93.5]}
FORM: dict[str, Any] = {"n": 1, "k": "form", "at": 5, "form": "kols_daily", "a": {"breath": 1}}
EVENT: dict[str, Any] = {"n": 1, "k": "event", "at": 5, "code": "restarted"}


def understood(said: object, number: int = 1) -> object:
    """What an entry comes to."""
    return read_entry(number, cbor.write(said))


def test_each_kind() -> None:
    reading = understood({**READING, "b": "low", "v": [None], "q": "moved", "m": "N", "raw": b"r"})
    assert isinstance(reading, TabletReading)
    assert (reading.kind, reading.values, reading.beyond) == ("spo2", (None,), Side.LOW)
    assert (reading.quality, reading.meter, reading.raw) == ("moved", "N", b"r")
    plain = understood({**READING, "kind": "bp", "v": [132, 78], "tz": "Europe/Oslo"})
    assert isinstance(plain, TabletReading)
    assert (plain.values, plain.beyond, plain.stamp.zone) == ((132.0, 78.0), None, "Europe/Oslo")
    form = understood({**FORM, "ver": 2, "note": "to\nlinjer"})
    assert isinstance(form, TabletForm)
    assert (form.form, form.version, form.answers) == ("kols_daily", 2, {"breath": 1})
    assert (form.by, form.comment, form.language) == ("patient", "to\nlinjer", "nb")
    clock = understood({"n": 1, "k": "clock", "at": 5})
    assert isinstance(clock, ClockChange)
    assert clock.was is None
    told = understood({"n": 1, "k": "clock", "at": 5, "was": 4})
    assert isinstance(told, ClockChange)
    assert told.was == 4
    event = understood({**EVENT, "kind": "spo2", "raw": b"x"})
    assert isinstance(event, TabletEvent)
    assert (event.code, event.kind, event.raw) == ("restarted", "spo2", b"x")


@pytest.mark.parametrize(
    "said",
    [
        [],
        {**READING, "n": 2},
        {**READING, "n": True},
        {**READING, "at": -1},
        {**READING, "at": 2**53},
        {**READING, "at": True},
        {**READING, "at": 1.5},
        {**READING, "tz": "x" * 65},
        {**READING, "tz": 1},
        {**READING, "tz": "a\u0000"},
        {**READING, "k": "rumour"},
        {**READING, "k": 1},
        {**READING, "kind": "mood"},
        {**READING, "kind": None},
        {**READING, "v": [1, 2]},
        {**READING, "v": 93},
        {**READING, "v": [True]},
        {**READING, "v": ["93"]},
        {**READING, "v": [1e300]},
        {**READING, "v": [2**60]},
        {**READING, "b": "over"},
        {**READING, "raw": "x"},
        {**READING, "raw": bytes(513)},
        {**FORM, "a": []},
        {**FORM, "a": {"x": [1]}},
        {**FORM, "a": {f"i{n}": 0 for n in range(201)}},
        {**FORM, "ver": -1},
        {**FORM, "note": "x" * 3001},
        {**FORM, "note": 5},
        {**EVENT, "code": "two words"},
        {**EVENT, "code": "å"},
        {**EVENT, "code": ""},
    ],
)
def test_what_is_odd_is_not_guessed(said: object) -> None:
    with pytest.raises(TabletFault):
        understood(said)


@given(st.binary(max_size=100))
def test_arbitrary_bytes_are_one_kind_of_fault(data: bytes) -> None:
    with pytest.raises(TabletFault):
        read_entry(1, data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**54) | st.floats(allow_nan=False) | st.text("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([READING, FORM, EVENT]), st.data())
def test_a_changed_entry_is_understood_or_refused(
    said: dict[str, Any], data: st.DataObject
) -> None:
    changed = {**said, data.draw(st.sampled_from(sorted(said))): data.draw(VALUES)}
    with suppress(TabletFault):
        assert understood(changed) is not None


def test_an_entry_that_is_too_long_is_not_even_read() -> None:
    with pytest.raises(TabletFault, match="long"):
        read_entry(1, bytes(4097))


def test_the_chain_depends_on_every_entry_and_on_the_loan() -> None:
    start = first_head(b"l" * 16)
    assert heads(start, (b"a", b"b")) == (
        next_head(start, b"a"),
        next_head(next_head(start, b"a"), b"b"),
    )
    assert heads(start, (b"a", b"b"))[-1] != heads(start, (b"b", b"a"))[-1]
    assert first_head(b"m" * 16) != start
    assert Batch(3, (b"a", b"b"), b"", (0, 0)).upto == 4


def test_the_offset_follows_how_the_clock_was_set() -> None:
    shifts = ((5, 100), (9, -40))
    assert [offset_at(n, 7, shifts) for n in (4, 5, 8, 9, 10)] == [-53, 47, 47, 7, 7]
    assert [offset_at(n, 7, ((5, None),)) for n in (4, 5)] == [None, 7]
    full = tuple((n, 1) for n in range(10, 10 + MOST_SHIFTS))
    assert offset_at(9, 0, full) is None
    assert offset_at(10, 0, full) == -(MOST_SHIFTS - 1)
