"""Dates as other programs write them, and never a day taken for a month."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.dates import DateOrder, read_moment
from station.files.table import Cell

DAY, MONTH, YEAR = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST
MARCH_4 = datetime(2026, 3, 4, 8, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-03-04 08:30", YEAR),
        ("2026-03-04T08:30:00", YEAR),
        ("2026/03/04 8:30", DAY),
        ("2026-03-04 08:30:00.000", MONTH),
        ("04.03.2026 08:30", DAY),
        ("4.3.2026 kl. 08.30", DAY),
        ("04.03.2026, 08:30", DAY),
        ("04-03-2026 08:30 AM", DAY),
        ("03/04/2026 8:30 am", MONTH),
        ("03-04-2026 08:30 a.m.", MONTH),
        (" 2026-03-04 08:30 ", YEAR),
    ],
)
def test_one_moment_in_many_ways_of_writing(text: str, order: DateOrder) -> None:
    assert read_moment(text, order) == MARCH_4


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:05 AM", 0), ("12:05 PM", 12), ("01:05 PM", 13), ("11:05 PM", 23), ("11:05 AM", 11)],
)
def test_twelve_hour_clocks(text: str, hour: int) -> None:
    assert read_moment(f"03-23-2021 {text}", MONTH).hour == hour


@pytest.mark.parametrize(
    ("text", "utc_hour"),
    [
        ("08:30Z", 8),
        ("08:30 UTC", 8),
        ("08:30+01:00", 7),
        ("08:30-0230", 11),
        ("08:30:15+01:00", 7),
    ],
)
def test_an_offset_names_the_moment_itself(text: str, utc_hour: int) -> None:
    moment = read_moment(f"2026-03-04T{text}", YEAR)
    assert moment.utcoffset() is not None
    assert moment.astimezone(UTC).hour == utc_hour


def test_fractions_of_a_second_are_kept() -> None:
    assert read_moment("2026-03-04 08:30:01.25", YEAR).microsecond == 250_000


def test_a_workbooks_own_date_is_taken_as_it_is() -> None:
    assert read_moment(MARCH_4, DAY) == MARCH_4


@pytest.mark.parametrize(
    ("cell", "order", "mac"),
    [
        (46085.354166666664, YEAR, False),
        ("46085.354166666664", DateOrder.EXCEL, False),
        ("46085,354166666664", DateOrder.EXCEL, False),
        (44623.354166666664, YEAR, True),
    ],
)
def test_excels_day_numbers(cell: Cell, order: DateOrder, mac: bool) -> None:
    assert read_moment(cell, order, mac_dates=mac) == MARCH_4


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_excels_day_numbers_are_good_to_a_millisecond(moment: datetime) -> None:
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    assert abs(read_moment(days, YEAR) - moment) <= timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("cell", "order", "code"),
    [
        ("", DAY, "time_missing"),
        ("   ", DAY, "time_missing"),
        ("2026-03-04", YEAR, "time_of_day_missing"),
        ("i går", DAY, "time_unreadable"),
        ("2026-03-04 25:00", YEAR, "time_unreadable"),
        ("2026-03-04 13:00 PM", YEAR, "time_unreadable"),
        ("2026-03-04 00:10 AM", YEAR, "time_unreadable"),
        ("2026-03-04 08:30 tirsdag", YEAR, "time_unreadable"),
        ("2026-02-30 08:30", YEAR, "time_unreadable"),
        ("31.04.2026 08:30", DAY, "time_unreadable"),
        ("04.03.26 08:30", DAY, "time_unreadable"),
        ("04.03-2026 08:30", DAY, "time_unreadable"),
        ("1889-03-04 08:30", YEAR, "time_unreadable"),
        ("2026-03-04 08:30+99:00", YEAR, "time_unreadable"),
        ("03/23/2026 08:30", DAY, "time_order"),
        ("23/03/2026 08:30", MONTH, "time_order"),
        ("04.03.2026 08:30", YEAR, "time_order"),
        ("04.03.2026 08:30", DateOrder.EXCEL, "time_order"),
        ("46085.35", DAY, "time_unreadable"),
        (118, YEAR, "time_unreadable"),
        (90_000, YEAR, "time_unreadable"),
        (float("nan"), YEAR, "time_unreadable"),
        (True, YEAR, "time_unreadable"),
        (datetime(1889, 1, 1), YEAR, "time_unreadable"),  # noqa: DTZ001
    ],
)
def test_what_is_no_moment_is_refused_by_name(cell: Cell, order: DateOrder, code: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_moment(cell, order)
    assert caught.value.code == code


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()), st.sampled_from(DateOrder))
def test_any_cell_gives_a_moment_or_trouble(cell: Cell, order: DateOrder) -> None:
    try:
        year = read_moment(cell, order).year
    except Trouble:
        year = 2000
    assert 1954 <= year <= 2119
