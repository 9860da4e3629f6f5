"""Ways, minutes and addresses in words; what is not known is said, not made up."""

import pytest

from station.core.i18n import speaking
from station.models.queries.visits import HouseRow
from station.rules.routing import OFFICE, Length
from station.services.visits.words import (
    address_words,
    distance_words,
    due_words,
    length_words,
    minutes_words,
    place_words,
    warning_of,
    way_words,
)
from tests.visiting import TUESDAY


@pytest.mark.parametrize(
    ("metres", "said"),
    [(None, "–"), (0, "0 km"), (4_500, "4.5 km"), (62_000, "62 km"), (120_400, "120 km")],
)
def test_a_distance(metres: int | None, said: str) -> None:
    assert distance_words(metres).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, "–"), (0, "0 min"), (45, "45 min"), (60, "1 h"), (80, "1 h 20 min")],
)
def test_minutes(minutes: int | None, said: str) -> None:
    assert minutes_words(minutes) == said


def test_a_way_that_nobody_typed_says_so() -> None:
    assert way_words(None, None) == "distance missing"
    assert way_words(1000, None).endswith("km")
    assert length_words(Length(None, None, ((OFFICE, "a"),))) == "1 distance is missing"


def test_the_comma_is_norwegian() -> None:
    with speaking("nb"):
        assert distance_words(4_500).startswith("4,5")


def test_places_and_days_without_words() -> None:
    assert place_words(OFFICE, {}) == "The office"
    assert place_words("patient:x", {}) == "–"
    assert due_words(None, TUESDAY, overdue=False) == ""
    assert warning_of(None) == ""
    assert address_words(HouseRow("h", "Heimen", "", "", "", "")) == ""
