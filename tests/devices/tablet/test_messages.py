"""What is said: every message there and back, and everything else refused."""

from contextlib import suppress
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.tablet import cbor, messages
from station.devices.tablet.limits import MOST_PLAIN, TabletFault
from station.devices.tablet.messages import Entries, Log, Message, Ready, parse, render

NUMBERS, MOMENTS = st.integers(0, 2**31 - 1), st.integers(0, 2**53 - 1)
WORDS = st.text(st.characters(codec="utf-8"), max_size=40).filter(str.isprintable)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "model": WORDS,
    "why": WORDS,
    "keys": st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=3).map(tuple),
    "lease": MOMENTS,
    "now": MOMENTS,
    "first": NUMBERS,
    "last": NUMBERS,
    "head": st.binary(min_size=32, max_size=32),
    "shifts": st.dictionaries(
        NUMBERS, st.none() | st.integers(-(2**53) + 1, 2**53 - 1), max_size=64
    ).map(lambda found: tuple(sorted(found.items()))),
    "battery": st.none() | st.integers(0, 100),
    "wiped": st.none() | st.binary(min_size=16, max_size=16),
    "from_n": NUMBERS,
    "most": NUMBERS,
    "entries": st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=12).map(tuple),
    "upto": NUMBERS,
    "loan": st.binary(min_size=16, max_size=16),
    "nonce": st.binary(min_size=16, max_size=16),
}
MESSAGES = st.one_of(
    [
        st.builds(kind, **{each.name: VALUES[each.name] for each in fields(kind)})
        for kind in get_args(Message)
    ]
)


@given(MESSAGES)
def test_every_message_is_read_as_it_was_said(message: Message) -> None:
    assert parse(render(message)) == message


@given(MESSAGES, st.text("xyz", min_size=1, max_size=3))
def test_what_is_not_known_is_ignored(message: Message, key: str) -> None:
    said: Any = cbor.read(render(message))
    assert parse(cbor.write({**said, key: [1, {"a": b"b"}]})) == message


@given(MESSAGES, st.data())
def test_no_changed_field_makes_anything_else_of_it(message: Message, data: st.DataObject) -> None:
    said: Any = cbor.read(render(message))
    key = data.draw(st.sampled_from(sorted(said)))
    said[key] = data.draw(
        st.sampled_from([None, True, -1, 2**60, "x" * 41, "a\nb", b"", [], [True], [b""], {}, 0.5])
        | st.lists(st.integers(0, 3), min_size=1, max_size=3)
        | st.lists(st.lists(st.integers(0, 3) | st.booleans(), max_size=3), min_size=1, max_size=3)
    )
    with suppress(TabletFault):
        assert isinstance(parse(cbor.write(said)), get_args(Message))


@given(st.binary(max_size=120))
def test_arbitrary_bytes_are_one_kind_of_fault(data: bytes) -> None:
    with suppress(TabletFault):
        assert isinstance(parse(data), get_args(Message))


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"t": 1},
        {"t": "shout"},
        {"t": "log"},
        {"t": "keep", "keys": [], "lease": 1, "now": 1},
        {"t": "keep", "keys": [bytes(32)] * 4, "lease": 1, "now": 1},
        {"t": "keep", "keys": [bytes(31)], "lease": 1, "now": 1},
        {"t": "keep", "keys": 1, "lease": 1, "now": 1},
        {"t": "acked", "upto": True},
        {"t": "acked", "upto": 2**31},
        {"t": "acked", "upto": -1},
        {"t": "wiped", "nonce": "x"},
        {"t": "no", "why": 3},
        {"t": "batch", "from": 1, "head": bytes(32), "e": []},
        {"t": "batch", "from": 1, "head": bytes(32), "e": b"x"},
        {"t": "batch", "from": 1, "head": bytes(32), "e": ["x"]},
        {"t": "batch", "from": 1, "head": bytes(32), "e": [b""]},
        {"t": "batch", "from": 1, "head": bytes(32), "e": [b"x"] * 257},
        {"t": "batch", "from": 1, "head": bytes(32), "e": [bytes(2049)] * 2},
    ],
)
def test_what_is_refused(said: object) -> None:
    with pytest.raises(TabletFault):
        parse(cbor.write(said))


@pytest.mark.parametrize(
    "shifts",
    [
        1,
        [1],
        [[1]],
        [[1, 2, 3]],
        [[True, 1]],
        [[1, True]],
        [[1, 2**53]],
        [[2, 1], [1, 1]],
        [[1, 1], [1, 1]],
        [[n, 1] for n in range(65)],
    ],
)
def test_shifts_that_cannot_be(shifts: object) -> None:
    said: Any = cbor.read(render(Log(1, 0, bytes(32), 0)))
    with pytest.raises(TabletFault):
        parse(cbor.write({**said, "shifts": shifts}))


def test_a_message_that_is_too_long_is_not_even_read() -> None:
    with pytest.raises(TabletFault, match="long"):
        parse(bytes(MOST_PLAIN + 1))


def test_the_largest_batch_fits_in_a_message() -> None:
    largest = Entries(2**31 - 1, (b"x" * 16,) * 256, bytes(32))
    assert len(render(largest)) <= MOST_PLAIN
    assert parse(render(largest)) == largest
    assert render(Ready("x")) == bytes.fromhex("a26174657265616479656d6f64656c6178")


def test_every_message_has_a_name() -> None:
    assert set(messages._KINDS.values()) == set(get_args(Message))
