"""What somebody means who types into a search box."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.lookup import begins, digits_of, words_of
from station.rules.names import fold, matches, search_text

letters = st.text(alphabet="abcæøåÆØÅéöüđ '-", min_size=1)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("68 05 01 12", "68050112"),
        ("+47 68 05 01 12", "68050112"),
        ("004768050112", "68050112"),
        ("018140 49996", "01814049996"),
        ("018140\u00a049996", "01814049996"),
        ("Kari 68", ""),
        ("٣", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_number_alone_is_searched_as_a_number(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(letters)
def test_capitals_and_the_way_an_accent_is_stored_do_not_matter(text: str) -> None:
    assert words_of(text.upper()) == words_of(text)
    assert words_of(normalize("NFD", text)) == words_of(normalize("NFC", text))


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_person_is_found_by_the_own_name_in_either_order(one: str, other: str) -> None:
    stored = search_text(one, other)
    assert matches(f"{other} {one}", stored)
    assert begins(words_of(one), stored)


def test_a_word_begins_where_a_word_begins() -> None:
    assert begins(("el", "ra"), search_text("Rask", "Elg"))
    assert not begins(("lg",), search_text("Rask", "Elg"))
