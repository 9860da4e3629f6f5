"""The key file as bytes: read back, damaged, changed, newer."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.security.keyfile import KeyFile, Tries, parse, render
from station.security.passwords import Cost
from station.security.secrets import DataKey
from station.security.slots import PERSON, RECOVERY, Owner, Slot

KEY = DataKey(bytearray(range(32)))
OTHER = DataKey(bytearray(32))

names = st.text(max_size=20)
owners = st.builds(
    Owner, st.uuids().map(str), st.sampled_from([PERSON, RECOVERY]), names, names, names
)
slots = st.builds(
    Slot,
    owners,
    st.integers(0, 2**50),
    st.builds(Cost, st.integers(8192, 2**20), st.integers(1, 16), st.integers(1, 16)),
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=80),
    st.binary(max_size=80),
)
files = st.builds(
    KeyFile,
    names,
    st.binary(max_size=16),
    st.integers(0, 1000),
    st.lists(slots, max_size=3, unique_by=lambda slot: slot.owner.slot_id).map(tuple),
    st.dictionaries(
        names,
        st.builds(
            Tries, st.integers(0, 99), st.lists(st.integers(0, 2**50), max_size=3).map(tuple)
        ),
        max_size=2,
    ),
)
ONE = KeyFile(
    "i" * 32,
    b"s" * 16,
    3,
    (
        Slot(
            Owner("1", PERSON, "Rask Elg", "RE", "nb"), 5, Cost(), b"s" * 16, b"p" * 32, b"w", b"k"
        ),
    ),
    {"1": Tries(2, (7, 8))},
).signed(KEY)


def is_damaged(content: bytes) -> bool:
    with pytest.raises(Trouble) as caught:
        parse(content)
    return caught.value.code == "keys_damaged"


@given(files)
def test_every_file_reads_back_and_is_genuine(file: KeyFile) -> None:
    signed = file.signed(KEY)
    read = parse(render(signed))
    assert read == signed
    assert read.genuine(KEY)
    assert not read.genuine(OTHER)


@given(st.binary())
def test_any_bytes_are_damage_and_never_an_error_of_ours(content: bytes) -> None:
    assert is_damaged(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_damage_and_never_an_error_of_ours(value: object) -> None:
    assert is_damaged(json.dumps(value).encode())


@given(st.integers(0, len(render(ONE)) - 1), st.integers(1, 255))
def test_one_changed_byte_is_found_or_lies_outside_what_counts(at: int, change: int) -> None:
    content = bytearray(render(ONE))
    content[at] ^= change
    read = outcome(bytes(content))
    if isinstance(read, str):
        assert read in {"keys_damaged", "keys_newer"}
    else:
        # Left: blanks, the failed tries, and the code itself, which then does not fit.
        assert replace(read, tries=ONE.tries, mac=ONE.mac) == ONE
        assert read.genuine(KEY) == (read.mac == ONE.mac)


def outcome(content: bytes) -> KeyFile | str:
    """The file that was read, or the code of the trouble."""
    try:
        return parse(content)
    except Trouble as trouble:
        return trouble.code


def changed(change: Callable[[dict[str, Any]], object], *, mend: bool = True) -> bytes:
    """The file with a change in its body, and (`mend`) the sum against damage made to fit."""
    body = json.loads(render(ONE))["body"]
    change(body)
    data = json.loads(render(ONE)) | {"body": body}
    if mend:
        text = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
        data["check"] = hashlib.sha256(text).hexdigest()
    return json.dumps(data).encode()


def test_a_stranger_can_mend_the_sum_but_not_the_code() -> None:
    content = changed(lambda body: body["slots"][0].update(name="Stille Brygge"))
    assert not parse(content).genuine(KEY)
    assert is_damaged(changed(lambda body: body.update(generation=2), mend=False))


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["slots"][0]["cost"].update(memory_kib=1 << 40),
        lambda body: body["slots"][0]["cost"].update(iterations=True),
        lambda body: body["slots"][0].update(salt="AAAA"),
        lambda body: body["slots"][0].update(public="not base64!"),
        lambda body: body["slots"][0].update(name=None),
        lambda body: body["slots"][0].update(created_at=-1),
        lambda body: body["slots"].append(body["slots"][0]),
        lambda body: body.update(slots=None),
        lambda body: body.update(file_salt="zz"),
        lambda body: body.update(format="something else"),
        lambda body: body.pop("version"),
    ],
)
def test_a_body_that_cannot_be_meant_is_damage(change: Callable[[dict[str, Any]], object]) -> None:
    assert is_damaged(changed(change))


def test_a_file_of_a_newer_program_is_told_as_such() -> None:
    with pytest.raises(Trouble) as caught:
        parse(changed(lambda body: body.update(version=2)))
    assert caught.value.code == "keys_newer"


def test_a_huge_file_is_not_even_read() -> None:
    assert is_damaged(render(ONE) + b" " * 1_000_001)


def test_deep_nesting_is_damage() -> None:
    assert is_damaged(b"[" * 100_000)


def test_a_slot_is_found_by_its_name() -> None:
    assert ONE.slot("1").owner.name == "Rask Elg"
    with pytest.raises(Trouble) as caught:
        ONE.slot("2")
    assert caught.value.code == "slot_gone"
