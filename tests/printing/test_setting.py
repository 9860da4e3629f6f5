"""Typesetting: lines fit, nothing is lost, only words too long for a line are parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.printing.documents import Words, strong, words
from station.printing.fonts import Weight, flat
from station.printing.setting import Style, broken, tidy

STYLE = Style(10.0)
PIECES = st.lists(
    st.tuples(st.text("abcÆØÅæøå-/., ", max_size=40), st.booleans()), min_size=1, max_size=6
)


def _lines(text: Words | str, room: float) -> list[str]:
    found = broken(tidy(text), STYLE, room)
    return ["".join(run.text for run in line.runs) for line in found]


@given(PIECES, st.floats(12, 400))
def test_lines_fit_and_hold_the_text_whole(pieces: list[tuple[str, bool]], room: float) -> None:
    text = words(*(strong(piece) if bold else piece for piece, bold in pieces))
    lines = broken(tidy(text), STYLE, room)
    whole = "".join(run.text for line in lines for run in line.runs)
    assert " ".join(whole.split()) == " ".join(str(text).split())
    assert all(line.width * STYLE.size <= room + 0.01 for line in lines)


def test_a_line_ends_with_its_space_so_that_copied_text_has_it() -> None:
    assert _lines("Hviler og puster rolig", 60) == ["Hviler og ", "puster rolig"]


def test_a_number_is_not_parted_from_its_unit() -> None:
    assert [flat(line) for line in _lines("Ring ved under 86 % nå", 78)][1].startswith("86 %")


def test_a_long_word_is_parted_after_its_hyphen_before_anywhere_else() -> None:
    assert _lines("O'Brien-Ødegårdsbakken", 90)[0] == "O'Brien-"
    assert len(_lines("Supercalifragilistisk", 40)) > 2


def test_emphasis_is_kept_and_spaces_between_parts_are_one() -> None:
    found = broken(tidy(words("SpO₂ ", strong(" under 86 %"), " ", ".")), STYLE, 500)
    assert [(flat(run.text), run.weight) for run in found[0].runs] == [
        ("SpO₂ ", Weight.REGULAR),
        ("under 86 %", Weight.SEMIBOLD),
        (" .", Weight.REGULAR),
    ]


@pytest.mark.parametrize("text", ["", "   ", words(), words("", " ")])
def test_no_text_makes_no_line(text: Words | str) -> None:
    assert _lines(text, 100) == []


def test_a_no_break_space_at_the_edge_of_a_part_stays_one() -> None:
    text = tidy(words("SpO₂\N{NO-BREAK SPACE}", strong("86")))
    assert str(text) == "SpO₂\N{NO-BREAK SPACE}86"
