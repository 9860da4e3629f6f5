"""Days and prices, Norwegian and ISO."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.equipment_cells import MOST_ORE, Reading, day_in, price_in, proves
from station.files.equipment_reasons import REFUSED
from station.files.table import Cell

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
HOW = Reading()
MONTHS = "januar februar mars april mai juni juli august september oktober november desember"


@given(DAYS)
def test_a_day_is_read_in_every_form(day: date) -> None:
    """Norwegian forms, ISO, and what a spreadsheet makes of a day."""
    name = MONTHS.split()[day.month - 1]
    serial = (day - date(1899, 12, 30)).days
    forms: list[Cell] = [
        f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d. %m. %Y}",
        f"{day.day}/{day.month}-{day.year}", f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y-%m-%dT%H:%M:%S}Z", f"{day:%Y%m%d}", f"{day.day}. {name} {day.year}",
        f"{day.day}. {name[:3]}. {day.year}", f"'{day:%d.%m.%Y}"[1:],
        datetime.combine(day, time(13, 5)), serial, serial + 0.5,
    ]  # fmt: skip
    for form in forms:
        assert day_in(form, HOW).on == day, form
    slashed = f"{day:%d/%m/%Y}"
    assert day_in(slashed, Reading(day_first=True)).on == day
    assert day_in(f"{day:%m-%d-%Y}", Reading(day_first=False)).on == day
    if day.year >= 2000:
        assert day_in(f"{day:%d.%m.%y}", HOW).on == day
        assert day_in(f"{day.day}/{day.month}-{day:%y}", HOW).on == day


def test_day_and_month_are_never_guessed() -> None:
    """Only a day above twelve, the same number twice, or a person says which is which."""
    with pytest.raises(Trouble) as told:
        day_in("03/04/2024", HOW)
    assert told.value.code == "date_order"
    assert day_in("13/04/2024", HOW).on == date(2024, 4, 13)
    assert day_in("04/13/2024", HOW).on == date(2024, 4, 13)
    assert day_in("04/04/2024", HOW).on == date(2024, 4, 4)
    assert proves("13/04/2024") == (True, False)
    assert proves("04/13/24 00:00") == (False, True)
    assert proves("04.13.2024") == proves(13) == (False, False)


@pytest.mark.parametrize("text", ["2023", "mars 2023", "03.2023", "3/2023", "2023-03", "Q1 2023"])
def test_what_is_no_whole_day_is_kept_as_words(text: str) -> None:
    """A year is no day, and none is made up for it."""
    assert day_in(text, HOW).rough == text
    assert day_in(2023, HOW).rough == "2023"
    assert day_in(2023.0, HOW).on is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.02.2024", "date_unreadable"),
        ("i fjor", "date_unreadable"),
        ("12. foo 2024", "date_unreadable"),
        ("1.1.1889", "date_range"),
        (datetime.combine(date(2150, 1, 1), time()), "date_range"),
        (12, "date_unreadable"),
        (1e9, "date_unreadable"),
        ("00/00/2024", "date_unreadable"),
    ],
)
def test_what_is_no_day(cell: Cell, code: str) -> None:
    """Told with its text."""
    with pytest.raises(Trouble) as told:
        day_in(cell, HOW)
    assert told.value.code == code


def test_a_workbook_may_count_from_1904() -> None:
    """As those made on some computers do."""
    day = date(2024, 3, 14)
    assert day_in((day - date(1904, 1, 1)).days, Reading(mac_dates=True)).on == day
    assert day_in("12 may 2024", HOW).on == date(2024, 5, 12)


@given(st.integers(0, MOST_ORE))
def test_a_price_is_read_in_every_form(ore: int) -> None:
    """With blanks, points or commas between thousands, and kroner in every spelling."""
    kroner, rest = divmod(ore, 100)
    grouped = f"{kroner:,}"
    for text in (
        f"{kroner},{rest:02d}", f"{kroner}.{rest:02d}", f"kr {kroner},{rest:02d}",
        f"{grouped.replace(',', ' ')},{rest:02d}", f"{grouped.replace(',', '.')},{rest:02d}",
        f"{grouped}.{rest:02d}", f"NOK {grouped.replace(',', chr(160))},{rest:02d}",
    ):  # fmt: skip
        assert price_in(text) == ore, text
    for text in (f"{kroner},-", f"{kroner} kr", f"Kr. {grouped.replace(',', ' ')}", f"{kroner}.-"):
        assert price_in(text) == kroner * 100, text
    assert price_in(ore / 100) == ore


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("gratis", "price_unreadable"),
        ("-100", "price_unreadable"),
        ("1,234,50", "price_unreadable"),
        ("1 234.567,8.9", "price_unreadable"),
        (datetime.combine(date(2024, 1, 1), time()), "price_unreadable"),
        ("99 000 000", "price_range"),
        ("9" * 40, "price_range"),
        (-1, "price_range"),
        (1e12, "price_range"),
        (float("nan"), "price_range"),
    ],
)
def test_what_is_no_price(cell: Cell, code: str) -> None:
    """Told with its text."""
    with pytest.raises(Trouble) as told:
        price_in(cell)
    assert told.value.code == code


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.datetimes()))
def test_any_cell_is_read_or_refused(cell: Cell) -> None:
    """Nothing but a row's trouble is ever raised."""
    codes = set()
    for read in (lambda: day_in(cell, HOW), lambda: price_in(cell)):
        try:
            read()
        except Trouble as trouble:
            codes.add(trouble.code)
    assert codes <= set(REFUSED)
