"""Days as they are typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.views.patients.days import iso_of, shown


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("07.03.1948", "1948-03-07"),
        ("7.3.1948", "1948-03-07"),
        ("7/3 1948", "1948-03-07"),
        ("07031948", "1948-03-07"),
        (" 1948-03-07 ", "1948-03-07"),
        ("31.02.1948", "31.02.1948"),
        ("07.03.48", "07.03.48"),
        ("", ""),
    ],
)
def test_reads_what_is_typed(typed: str, iso: str) -> None:
    assert iso_of(typed) == iso


@given(st.dates())
def test_what_is_shown_reads_back(day: object) -> None:
    assert iso_of(shown(str(day))) == str(day)


def test_what_is_no_day_is_shown_as_it_is() -> None:
    assert shown("7. mars") == "7. mars"
