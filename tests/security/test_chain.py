"""The chain of codes under the audit log."""

from hypothesis import given
from hypothesis import strategies as st

from station.security.chain import GENESIS, Chain

FIELDS = st.lists(st.one_of(st.none(), st.integers(), st.text()), max_size=5)


@given(FIELDS, FIELDS)
def test_different_rows_have_different_codes(
    one: list[int | str | None], other: list[int | str | None]
) -> None:
    chain = Chain(b"k" * 32)
    assert (chain.link(GENESIS, one) == chain.link(GENESIS, other)) == (one == other)


@given(FIELDS)
def test_a_code_depends_on_the_one_before_and_on_the_key(fields: list[int | str | None]) -> None:
    chain = Chain(b"k" * 32)
    code = chain.link(GENESIS, fields)
    assert chain.follows(GENESIS, fields, code)
    assert not chain.follows("1" * 64, fields, code)
    assert not Chain(b"l" * 32).follows(GENESIS, fields, code)


def test_a_code_of_strange_letters_does_not_follow() -> None:
    assert not Chain(b"k" * 32).follows(GENESIS, ("a",), "æøå")


def test_a_lone_surrogate_in_a_name_is_no_reason_to_fail() -> None:
    assert len(Chain(b"k" * 32).link(GENESIS, ("\ud800",))) == 64
