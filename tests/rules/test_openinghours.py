"""Opening hours: holidays against an independent calendar, and ages over every kind of gap."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.settings import Profile
from station.core.zone import resolve_local
from station.rules.openinghours import (
    Hours,
    Opening,
    closes_at,
    easter,
    is_open,
    is_open_day,
    next_opening,
    open_age,
    opening,
    public_holidays,
)

HOUR = 3_600_000
OFFICE = Hours()
PROFILE = Profile("Fjellsund kommune")
ALWAYS = Hours("00:00", "24:00", tuple(range(7)), holidays=True)
INSTANTS = st.integers(
    int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000),
    int(datetime(2028, 1, 1, tzinfo=UTC).timestamp() * 1000),
)


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


def at(text: str) -> int:
    return resolve_local(datetime.fromisoformat(text))


@pytest.mark.parametrize("year", range(2000, 2101))
def test_holidays_are_those_of_an_independent_calendar(year: int) -> None:
    oracle = {
        day
        for day, name in holidays.country_holidays("NO", years=year, language="en_US").items()
        if name != "Sunday"
    }
    assert public_holidays(year) == oracle


def test_easter_of_known_years() -> None:
    assert [easter(year) for year in (1818, 2000, 2008, 2038)] == [
        date(1818, 3, 22),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2038, 4, 25),
    ]


def test_the_seventeenth_of_may_is_closed() -> None:
    assert not is_open_day(OFFICE, date(2027, 5, 17))
    assert is_open_day(OFFICE, date(2027, 5, 18))
    assert not is_open(OFFICE, at("2027-05-17 10:00"))


def test_the_service_is_open_from_nine_until_just_before_three() -> None:
    assert not is_open(OFFICE, at("2026-11-25 09:00") - 1)
    assert is_open(OFFICE, at("2026-11-25 09:00"))
    assert is_open(OFFICE, at("2026-11-25 15:00") - 1)
    assert not is_open(OFFICE, at("2026-11-25 15:00"))
    assert not is_open(OFFICE, at("2026-11-28 10:00"))


def test_it_says_when_it_closes_and_when_it_opens_next() -> None:
    friday_noon, friday_night = at("2026-11-27 12:00"), at("2026-11-27 18:00")
    assert closes_at(OFFICE, friday_noon) == at("2026-11-27 15:00")
    assert closes_at(OFFICE, friday_night) is None
    assert closes_at(OFFICE, at("2026-11-28 12:00")) is None
    assert next_opening(OFFICE, friday_night) == at("2026-11-30 09:00")
    assert next_opening(OFFICE, friday_noon) == at("2026-11-30 09:00")
    assert next_opening(OFFICE, at("2026-11-27 08:00")) == at("2026-11-27 09:00")
    assert next_opening(OFFICE, at("2026-12-23 16:00")) == at("2026-12-24 09:00")
    assert next_opening(Hours(weekdays=()), friday_noon) is None


def test_a_red_of_friday_night_is_a_minute_old_on_monday_at_a_minute_past_nine() -> None:
    assert open_age(OFFICE, at("2026-11-27 22:10"), at("2026-11-30 09:01")) == 60_000


def test_easter_week_counts_only_its_open_days() -> None:
    # Tuesday 12:00 to the Tuesday after Easter 10:00: three hours, Wednesday's six, one hour.
    assert open_age(OFFICE, at("2026-03-31 12:00"), at("2026-04-07 10:00")) == 10 * HOUR


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 23), ("2026-10-24", 25)])
def test_round_the_clock_a_night_of_summer_time_has_its_true_length(night: str, hours: int) -> None:
    start = at(f"{night} 12:00")
    end = at(f"{date.fromisoformat(night) + timedelta(days=1)} 12:00")
    assert open_age(ALWAYS, start, end) == hours * HOUR
    assert is_open(ALWAYS, start)


def test_hours_come_from_the_municipality() -> None:
    profile = Profile("Fjellsund", open_from="08:00", open_to="16:00", open_weekdays=(0, 2))
    assert Hours.of(profile) == Hours("08:00", "16:00", (0, 2))
    whole = Profile("Fjellsund", open_from="00:00", open_to="24:00", open_weekdays=tuple(range(7)))
    assert Hours.of(whole) == ALWAYS


@given(INSTANTS, st.integers(0, 20 * 24 * HOUR), st.integers(0, 20 * 24 * HOUR))
def test_ages_add_up_and_never_exceed_the_real_time(start: int, first: int, then: int) -> None:
    middle, end = start + first, start + first + then
    whole = open_age(OFFICE, start, end)
    assert whole == open_age(OFFICE, start, middle) + open_age(OFFICE, middle, end)
    assert 0 <= whole <= end - start
    assert open_age(ALWAYS, start, end) == end - start
    assert open_age(OFFICE, end, start) == 0 or start == end


@given(INSTANTS)
def test_the_next_opening_is_the_first_open_instant_after_a_closed_one(now: int) -> None:
    opening = next_opening(OFFICE, now)
    assert opening is not None
    assert is_open(OFFICE, opening)
    assert not is_open(OFFICE, opening - 1)
    if not is_open(OFFICE, now):
        assert open_age(OFFICE, now, opening) == 0


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
