"""Opening hours and public holidays."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.settings import Profile
from station.rules.opening import Opening, easter, opening, works
from station.rules.opening import holidays as public_holidays

PROFILE = Profile("Fjellsund kommune")
YEARS = st.integers(1990, 2090)


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


@given(YEARS)
def test_public_holidays_are_those_of_an_independent_calendar(year: int) -> None:
    expected = holidays.country_holidays("NO", years=year, include_sundays=False)
    assert public_holidays(year) == frozenset(expected)


@given(YEARS)
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 11, 20, 8, 0), Opening(True, utc(2026, 11, 20, 14, 0))),
        (utc(2026, 11, 20, 7, 59), Opening(False, utc(2026, 11, 20, 8, 0))),
        (utc(2026, 11, 20, 14, 0), Opening(False, utc(2026, 11, 23, 8, 0))),
        (utc(2026, 11, 22, 12, 0), Opening(False, utc(2026, 11, 23, 8, 0))),
        (utc(2026, 3, 27, 14, 0), Opening(False, utc(2026, 3, 30, 7, 0))),
        (utc(2026, 4, 1, 14, 0), Opening(False, utc(2026, 4, 7, 7, 0))),
        (utc(2026, 12, 24, 14, 0), Opening(False, utc(2026, 12, 28, 8, 0))),
    ],
    ids=["open", "morning", "evening", "sunday", "summer time", "easter", "christmas"],
)
def test_it_says_when_it_changes_next(now: int, expected: Opening) -> None:
    assert opening(PROFILE, now) == expected


def test_a_service_open_day_and_night_closes_at_midnight_only_to_open_again() -> None:
    profile = Profile("F", open_from="00:00", open_to="24:00", open_weekdays=tuple(range(7)))
    now = utc(2026, 11, 20, 12, 0)
    assert opening(profile, now) == Opening(True, utc(2026, 11, 20, 23, 0))


def test_a_service_without_days_never_opens() -> None:
    assert opening(Profile("F", open_weekdays=()), utc(2026, 11, 20, 8, 0)) == Opening(False, None)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_what_comes_next_is_in_the_future_and_turns_it_round(moment: datetime) -> None:
    now = int(moment.replace(tzinfo=UTC).timestamp() * 1000)
    found = opening(PROFILE, now)
    assert found.changes_at is not None
    assert now < found.changes_at <= now + timedelta(days=12) / timedelta(milliseconds=1)
    assert opening(PROFILE, found.changes_at).is_open is not found.is_open
    assert opening(PROFILE, found.changes_at - 1).is_open is found.is_open


def test_a_holiday_is_no_working_day() -> None:
    assert not works(PROFILE, date(2027, 5, 17))
    assert works(PROFILE, date(2027, 5, 18))
