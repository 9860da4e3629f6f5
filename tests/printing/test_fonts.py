"""The typeface: what it has, what is refused, and how text is cleaned before it is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.printing.fonts import Weight, clean, face, flat, glued, refuse_lacking, width

NO_BREAK = "\N{NO-BREAK SPACE}"
SAMI_AND_SIGNS = "áčđŋšŧžæøåÄÖ₂²°≥≤<>«»–—…·×−½◆▲○✓‖"


@pytest.mark.parametrize("weight", list(Weight))
def test_every_weight_has_the_letters_and_signs_of_a_plan(weight: Weight) -> None:
    known = face(weight).face.charToGlyph
    assert [mark for mark in SAMI_AND_SIGNS if ord(mark) not in known] == []


@pytest.mark.parametrize("weight", list(Weight))
def test_digits_are_tabular(weight: Weight) -> None:
    widths = [width(digit, weight) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.002


@pytest.mark.parametrize("text", ["مُحَمَّد علي", "陳大文", "a\0b", "🙂"])
def test_text_without_glyphs_is_refused_by_name(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        refuse_lacking(text)
    assert caught.value.code == "print.letters"
    with speaking("en"):
        assert text in caught.value.sentence()


def test_an_invisible_character_is_named_by_its_number() -> None:
    with pytest.raises(Trouble) as caught:
        refuse_lacking("Kari\0")
    assert caught.value.values["characters"] == "U+0000"


def test_a_long_text_is_cut_in_the_sentence_that_refuses_it() -> None:
    with pytest.raises(Trouble) as caught:
        refuse_lacking("a" * 500 + "陳")
    assert len(str(caught.value.values["text"])) < 50


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("   Kari   ", "Kari"),
        ("to\n linjer\t her", "to linjer her"),
        ("A\N{COMBINING RING ABOVE}s", "Ås"),
        ("bak\N{SOFT HYPHEN}side\N{ZERO WIDTH SPACE}", "bakside"),
        ("e\N{LATIN SMALL LIGATURE FI}n", "efin"),
        (f"89{NO_BREAK}%", f"89{NO_BREAK}%"),
        (f"89 {NO_BREAK} %", "89 %"),
        ("1\N{NARROW NO-BREAK SPACE}180", f"1{NO_BREAK}180"),
        ("", ""),
    ],
)
def test_text_is_cleaned(typed: str, printed: str) -> None:
    assert clean(typed) == printed


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("SpO₂ 89 % i ro", f"SpO₂ 89{NO_BREAK}% i ro"),
        ("under < 86 %", f"under <{NO_BREAK}86{NO_BREAK}%"),
        ("68 05 01 00", f"68{NO_BREAK}05{NO_BREAK}01{NO_BREAK}00"),
        ("7,2 mmol/l", f"7,2{NO_BREAK}mmol/l"),
        ("2 minutter", "2 minutter"),
    ],
)
def test_a_number_stays_with_its_unit(text: str, kept: str) -> None:
    assert glued(text) == kept
    assert flat(kept) == text
