"""Search folding: what is typed in a hurry finds what is meant."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.folding import fold, search_digits, search_text, search_words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ødegård", "odegard"),
        ("ÆRLIG Ås", "aerlig as"),
        ("Aase", "ase"),
        ("Åse", "ase"),
        ("Boe", "bo"),
        ("Bø", "bo"),
        ("O'Brien-Ødegård", "obrien odegard"),
        ("O’Brien", "obrien"),
        ("Müller", "muller"),
        ("Ságat Đorđe Ŋilsson", "sagat dorde nilsson"),
        ("<b>Ola", "b ola"),
        ("陳大文", "陳大文"),
        ("  Kari \u00a0 Null ", "kari null"),
        ("☺", "☺"),
        ("", ""),
    ],
)
def test_folds(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcæøåÆØÅéöüđ '-", min_size=1))
def test_capitals_and_the_way_an_accent_is_stored_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text))


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_person_is_found_by_the_beginning_of_every_word_of_the_own_name(
    given_name: str, family_name: str
) -> None:
    stored = search_text(given_name, family_name)
    for word in search_words(f"{family_name} {given_name}"):
        for length in range(1, len(word) + 1):
            assert f" {word[:length]}" in stored


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
    assert search_digits(typed) == digits
