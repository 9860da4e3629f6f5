"""A stored reason is told in words, and what is no reason with a sentence instead of an error."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Side
from station.rules.stored_why import read_why, short_words, unreadable, whole_words
from station.rules.why import BEYOND_RULE, Why
from station.rules.wording import render, render_short

LO = Why(BEYOND_RULE, "glucose", Side.LOW, Level.RED, ((1, float("-inf")),), 1)
STORED = LO.to_data()


def test_what_was_stored_is_told() -> None:
    text = json.dumps(STORED)
    assert read_why(text) == LO
    assert (short_words(text), whole_words(text)) == (render_short(LO), render(LO))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "[]",
        "{}",
        "7",
        json.dumps(STORED | {"component": "xyz"}),
        json.dumps(STORED | {"level": 9}),
    ],
)
def test_what_is_no_reason_is_a_sentence(text: str) -> None:
    assert read_why(text) is None
    assert short_words(text) == whole_words(text) == unreadable()


@given(st.dictionaries(st.sampled_from(sorted(STORED)), st.none() | st.integers() | st.text()))
def test_whatever_stands_in_a_file_nothing_is_raised(changed: dict[str, object]) -> None:
    assert short_words(json.dumps(STORED | changed))
