"""Kroner as they are written, and as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import i18n
from station.services.equipment.money import kroner, ore_of


@pytest.mark.parametrize(
    ("ore", "nb", "en"),
    [
        (0, "0 kr", "0 kr"),
        (72_000, "720 kr", "720 kr"),
        (72_050, "720,50 kr", "720.50 kr"),
        (123_456_705, "1 234 567,05 kr", "1 234 567.05 kr"),
        (-150, "−1,50 kr", "−1.50 kr"),
    ],
)
def test_kroner_are_written_with_space_and_comma(ore: int, nb: str, en: str) -> None:
    for language, words in (("nb", nb), ("en", en)):
        i18n.use(language)
        assert kroner(ore) == words.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("720", 72_000),
        (" 1 250,5 ", 125_050),
        ("1250.05", 125_005),
        ("1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567 KR", 123_456_700),
        ("-3", -300),
        ("−3,10kr", -310),
    ],
)
def test_what_people_type_is_read(text: str, ore: int) -> None:
    assert ore_of(text) == ore


@pytest.mark.parametrize(
    "text", ["", "gratis", "1,234", "1.250.00", "12 34", "5 kr 5", "١٢", "=1", "9" * 30]
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sum"):
        ore_of(text)


@given(st.integers(-(10**10), 10**10), st.sampled_from(("nb", "nn", "en")))
def test_what_is_written_is_read_back(ore: int, language: str) -> None:
    i18n.use(language)
    assert ore_of(kroner(ore)) == ore
