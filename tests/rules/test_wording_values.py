"""Names, numbers and answers in words (the sentences of limits stand with those of alerts)."""

from collections.abc import Iterator

import pytest

from station.core.i18n import speaking, use_words
from station.rules.limits import Side
from station.rules.wording_values import (
    beyond_text,
    component_name,
    kind_name,
    quoted_value,
    value_text,
)


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    use_words({"nb": {"esas_r.pain": "Smerte", "esas_r.pain=7": "sterk"}})
    with speaking("nb"):
        yield
    use_words({})


def test_a_combination_is_called_so_whatever_its_id() -> None:
    assert component_name("combination.abc") == kind_name("combination.abc") == "Kombinasjon"


@pytest.mark.parametrize(
    ("component", "value", "shown"),
    [
        ("esas_r.pain", 7, "«sterk»"),
        ("esas_r.pain", 6, "6"),
        ("spo2", 90, "90 %"),
        ("spo2", 88.5, "88,5 %"),
        ("temp", 38, "38,0 °C"),
        ("weight", 80.25, "80,25 kg"),
    ],
)
def test_a_value_is_quoted_where_it_has_words_of_its_own(
    component: str, value: float, shown: str
) -> None:
    assert quoted_value(component, value) == shown


def test_an_answer_stands_alone_in_its_own_words() -> None:
    assert value_text("esas_r.pain", 7) == "sterk"


def test_lo_and_hi_are_what_the_meter_shows() -> None:
    assert [beyond_text(side) for side in Side] == ["LO", "HI"]
