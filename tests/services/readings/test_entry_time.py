"""The day and time of day that a person types."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.zone import FIRST_MS, utc_ms
from station.services.readings.entry_time import SLACK_MS, read_time, shown
from tests.conftest import FRIDAY_NINE

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("day_text", "time_text", "back_hours"),
    [
        ("20.11.2026", "08:00", 1),
        ("20.11.26", "0800", 1),
        ("20.11", "8.00", 1),
        ("20/11-2026", "08:00", 1),
        ("201126", "08:00", 1),
        ("20112026", "08:00", 1),
        ("", "08:00", 1),
        (" I  dag ", "08,00", 1),
        ("i går", "09:00", 24),
        ("i førgår", "09:00", 48),
    ],
)
def test_the_usual_ways_of_writing_are_read(day_text: str, time_text: str, back_hours: int) -> None:
    found = read_time(day_text, time_text, FRIDAY_NINE)
    assert found.moment == FRIDAY_NINE - back_hours * HOUR


@pytest.mark.parametrize("text", ["31.02.2026", "20.11.2026.1", "x", "–", "11-20", "20.13.2026"])
def test_what_is_no_day_is_told_beside_the_day(text: str) -> None:
    found = read_time(text, "08:00", FRIDAY_NINE)
    assert (found.moment, bool(found.day_wrong), found.time_wrong) == (None, True, "")


@pytest.mark.parametrize("text", ["", "24:00", "08:60", "8", "08:00:00", "x"])
def test_what_is_no_time_of_day_is_told_beside_the_time(text: str) -> None:
    found = read_time("i dag", text, FRIDAY_NINE)
    assert (found.moment, found.day_wrong, bool(found.time_wrong)) == (None, "", True)


def test_the_future_is_refused_but_for_a_clock_that_is_a_little_wrong() -> None:
    assert read_time("i dag", "09:15", FRIDAY_NINE).moment == FRIDAY_NINE + SLACK_MS
    assert "future" in read_time("i dag", "09:16", FRIDAY_NINE).time_wrong


def test_an_hour_that_never_was_is_refused() -> None:
    found = read_time("29.03.2026", "02:30", FRIDAY_NINE)
    assert (found.moment, found.choices) == (None, ())
    assert "never happened" in found.time_wrong


def test_an_hour_that_was_twice_is_asked_about() -> None:
    asked = read_time("25.10.2026", "02:30", FRIDAY_NINE)
    first = utc_ms(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert (asked.moment, asked.choices) == (None, (first, first + HOUR))
    assert read_time("25.10.2026", "02:30", FRIDAY_NINE, 0).moment == first
    chosen = read_time("25.10.2026", "02:30", FRIDAY_NINE, 1)
    assert (chosen.moment, chosen.choices) == (first + HOUR, (first, first + HOUR))


@given(st.integers(FIRST_MS // 60_000, FRIDAY_NINE // 60_000))
def test_what_is_shown_is_read_as_the_same_minute(minute: int) -> None:
    moment = minute * 60_000
    found = read_time(*shown(moment), FRIDAY_NINE)
    assert moment in (found.moment, *found.choices)


@given(st.text(max_size=12), st.text(max_size=8))
def test_nothing_that_is_typed_breaks_it(day_text: str, time_text: str) -> None:
    found = read_time(day_text, time_text, FRIDAY_NINE)
    assert (found.moment is None) == bool(found.day_wrong or found.time_wrong)
