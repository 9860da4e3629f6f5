"""Ids: random ones differ, made ones stay."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from station.core.ids import new_id, same_id


def test_new_ids_are_32_hexadecimal_characters_and_differ() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(name) == 32 and int(name, 16) >= 0 for name in ids)
    assert {uuid.UUID(name).version for name in ids} == {4}


def test_the_same_parts_give_the_same_id_on_every_machine() -> None:
    assert same_id("draft", "1") == "02036988726e57dd8763b1a7b71e10d5"


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_different_parts_give_different_ids(one: list[str], other: list[str]) -> None:
    assert (same_id(*one) == same_id(*other)) == (one == other)
