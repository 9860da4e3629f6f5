"""Names are kept as typed, found however they are spelt, and never taken for markup."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.names import (
    MOST_CHARACTERS,
    Likeness,
    NameFault,
    NameRefusal,
    Person,
    clean_name,
    edits,
    fold,
    likeness,
    lookalikes,
    matches,
    search_text,
    shown,
)

CASES = json.loads(
    (Path(__file__).parent.parent / "data" / "bad_input.json").read_text(encoding="utf-8")
)["cases"]
BORN = date(1948, 3, 14)
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Zl", "Zp")), min_size=1)


def given_name(case: dict[str, str]) -> str:
    return case["given"].split("«", 1)[1].rsplit("»", 1)[0]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["area"] == "NAME"], ids=lambda case: case["id"]
)
def test_every_case_of_odd_names(case: dict[str, str]) -> None:
    typed = given_name(case)
    if case["expect"].startswith("refused"):
        assert clean_name(typed) == NameRefusal(NameFault.CHARACTER, 0)
        return
    assert clean_name(typed) == typed.strip()
    assert matches(typed, search_text(typed, "Hansen"))


@pytest.mark.parametrize(
    ("typed", "fault", "position"),
    [
        ("", NameFault.EMPTY, 0),
        (" \t\u200b ", NameFault.EMPTY, 0),
        ("Kari\x00", NameFault.CHARACTER, 4),
        (" Ka\nri", NameFault.CHARACTER, 3),
        ("Ka\u202eri", NameFault.CHARACTER, 2),
        ("Ka\u2066ri", NameFault.CHARACTER, 2),
        ("\ud800", NameFault.CHARACTER, 0),
        ("K" * (MOST_CHARACTERS + 1), NameFault.TOO_LONG, MOST_CHARACTERS),
    ],
)
def test_what_is_no_name_is_refused(typed: str, fault: NameFault, position: int) -> None:
    assert clean_name(typed) == NameRefusal(fault, position)


def test_the_longest_name_is_kept() -> None:
    assert clean_name("K" * MOST_CHARACTERS) == "K" * MOST_CHARACTERS


def test_names_are_composed_and_trimmed_and_otherwise_untouched() -> None:
    assert clean_name("\ufeff  Bjo\u0308rn  Å ") == "Björn  Å"
    assert clean_name("A\u030asa") == "Åsa"
    assert clean_name("陳\u200c大") == "陳\u200c大"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ødegård", "odegard"),
        ("Ødegaard", "ODEGÅRD"),
        ("Sæther", "Saether"),
        ("Bäck", "Bæck"),
        ("O'Brien", "OBrien"),
        ("O’Brien", "O´Brien"),  # noqa: RUF001  (two of the apostrophes people type)
        ("Anne-Grete", "Anne Grete"),
        ("José", "jose"),
        ("Đorđe", "dorde"),
        ("Łukasz", "lukasz"),
        ("Guðrún Þór", "gudrun thor"),
        ("Weiß", "WEISS"),
        ("Åse", "A\u030ase"),
        ("Haakon", "Håkon"),
        ("  Kari   Hansen ", "kari hansen"),
        ("Šárká Ŋuŧŧa", "sarka nutta"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_spellings_that_are_searched_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Berg", "Borg"), ("Li", "Lie"), ("陳", "张")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_patient_is_found_by_words_in_any_order_and_in_part() -> None:
    text = search_text("Rask", "Elg Ødegård", "01814049996")
    for query in ("elg rask", "RASK ELG", "ode", "rask elg-ødeg", "4049", ""):
        assert matches(query, text)
    assert not matches("rask berg", text)
    assert search_text("Rask", "") == "rask rask"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_how_a_text_is_composed_does_not_matter(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(unicodedata.normalize("NFC", decomposed))


@given(NAMES, NAMES)
def test_a_name_that_is_taken_is_found_by_itself(first: str, last: str) -> None:
    name = clean_name(first)
    if isinstance(name, str):
        assert matches(name, search_text(name, last))
        assert clean_name(name) == name


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Person("Rask", "Elg", BORN), Likeness.SAME),
        (Person("Elg", "Rask", BORN), Likeness.SAME),
        (Person("RASK", "Élg", BORN), Likeness.SAME),
        (Person("Rassk", "Elg", BORN), Likeness.SIMILAR_NAME),
        (Person("Raks", "Elg", BORN), Likeness.SIMILAR_NAME),
        (Person("Raks", "Egl", BORN), Likeness.SIMILAR_NAME),
        (Person("Rosa", "Egl", BORN), None),
        (Person("Stille", "Brygge", BORN), None),
        (Person("Rask", "Elg", date(1948, 3, 15)), Likeness.SIMILAR_BIRTH),
        (Person("Rask", "Elg", date(1984, 3, 14)), Likeness.SIMILAR_BIRTH),
        (Person("Rask", "Elg", date(1955, 8, 20)), None),
        (Person("Raskt", "Elg", date(1948, 3, 15)), None),
        (Person("Rask", "Elg"), Likeness.NAME_ONLY),
        (Person("Raskt", "Elg"), None),
    ],
)
def test_who_resembles_whom(other: Person, expected: Likeness | None) -> None:
    one = Person("Rask", "Elg", BORN)
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


def test_day_and_month_may_have_been_swapped() -> None:
    one, other = Person("Rask", "Elg", date(1948, 3, 4)), Person("Rask", "Elg", date(1948, 4, 3))
    assert likeness(one, other) is Likeness.SIMILAR_BIRTH


def test_short_names_may_differ_in_one_letter_only() -> None:
    assert likeness(Person("Bo", "Li", BORN), Person("Bo", "Lu", BORN)) is Likeness.SIMILAR_NAME
    assert likeness(Person("Bo", "Li", BORN), Person("Bu", "Lu", BORN)) is None


def test_the_most_alike_comes_first() -> None:
    one = Person("Rask", "Elg", BORN)
    others = [
        ("d", Person("Stille", "Brygge", BORN)),
        ("c", Person("Rask", "Elg")),
        ("b", Person("Rassk", "Elg", BORN)),
        ("a", Person("Rask", "Elg", BORN)),
    ]
    assert lookalikes(one, others) == [
        ("a", Likeness.SAME),
        ("b", Likeness.SIMILAR_NAME),
        ("c", Likeness.NAME_ONLY),
    ]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("abc", "ca", 3), ("kitten", "sitting", 3)],
)
def test_letters_are_counted(one: str, other: str, count: int) -> None:
    assert edits(one, other) == count


@given(st.text("ab", max_size=6), st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_counting_letters_is_a_measure(one: str, other: str, third: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other) <= max(len(one), len(other))


def test_what_others_call_something_is_shown_without_what_cannot_be_seen() -> None:
    assert shown(" Lesja\u202e-2\u200b\n") == "Lesja-2"
    assert shown("\u2066\u0000") == ""
    assert shown("å" * 50 + " x", 40) == "å" * 40
    assert shown("Nord \t  Fron") == "Nord Fron"
