"""Numbers and times as they are written here."""

# ruff: noqa: DTZ001  (times without a zone are what is tested)

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import formats
from station.core.i18n import speaking
from station.core.zone import resolve_local

NOW = resolve_local(datetime(2026, 11, 20, 9))


@pytest.mark.parametrize(
    ("value", "decimals", "nb", "en"),
    [
        (88.5, 1, "88,5", "88.5"),
        (88, 0, "88", "88"),
        (6.25, 1, "6,2", "6.2"),
        (-1.9, 1, "−1,9", "−1.9"),
        (-0.04, 1, "0,0", "0.0"),
        (78366, 0, "78366", "78366"),
    ],
)
def test_numbers_have_the_decimal_mark_of_the_language(
    value: float, decimals: int, nb: str, en: str
) -> None:
    with speaking("nb"):
        assert formats.number(value, decimals) == nb
    with speaking("nn"):
        assert formats.number(value, decimals) == nb
    with speaking("en"):
        assert formats.number(value, decimals) == en


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_written_number_is_the_number(value: float, decimals: int) -> None:
    with speaking("nb"):
        text = formats.number(value, decimals)
    assert float(text.replace(",", ".").replace("−", "-")) == round(value, decimals)


@pytest.mark.parametrize(
    ("moment", "nb", "nn", "en"),
    [
        (datetime(2026, 11, 20, 7, 12), "i dag 07:12", "i dag 07:12", "today 07:12"),
        (datetime(2026, 11, 19, 23, 59), "i går 23:59", "i går 23:59", "yesterday 23:59"),
        (datetime(2026, 11, 21, 9), "i morgen 09:00", "i morgon 09:00", "tomorrow 09:00"),
        (
            datetime(2026, 11, 14, 7, 12),
            "lør. 14. nov. 07:12",
            "lau. 14. nov. 07:12",
            "Sat 14 Nov 07:12",
        ),
        (
            datetime(2025, 11, 20, 7, 12),
            "20. nov. 2025 07:12",
            "20. nov. 2025 07:12",
            "20 Nov 2025 07:12",
        ),
    ],
)
def test_a_moment_is_told_as_a_person_tells_it(moment: datetime, nb: str, nn: str, en: str) -> None:
    for language, text in (("nb", nb), ("nn", nn), ("en", en)):
        with speaking(language):
            assert formats.when(resolve_local(moment), NOW) == text


def test_yesterday_is_a_calendar_day_not_24_hours() -> None:
    late = resolve_local(datetime(2026, 11, 19, 23, 59))
    with speaking("nb"):
        assert formats.when(late, resolve_local(datetime(2026, 11, 20, 0, 1))) == "i går 23:59"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (-3, "under 1 min"),
        (0, "under 1 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 t"),
        (109, "1 t 49 min"),
        (1439, "23 t 59 min"),
        (1440, "1 d"),
        (2 * 1440 + 5, "2 d"),
    ],
)
def test_durations_are_short(minutes: int, text: str) -> None:
    with speaking("nb"):
        assert formats.duration(minutes * 60_000) == text


def test_days_in_figures_and_in_words() -> None:
    day = date(2026, 3, 3)
    with speaking("nb"):
        assert formats.day(day) == "03.03.2026"
        assert formats.long_day(day) == "tirsdag 3. mars 2026"
        assert formats.day(NOW) == "20.11.2026"
        assert formats.weekday(5, short=True) == "lør."
    with speaking("nn"):
        assert formats.long_day(day) == "tysdag 3. mars 2026"
        assert formats.weekday(5) == "laurdag"
    with speaking("en"):
        assert formats.day(day) == "3 Mar 2026"
        assert formats.long_day(day) == "Tuesday 3 March 2026"
        assert formats.weekday(0, short=True) == "Mon"


def test_a_datetime_is_refused_since_it_hides_its_zone() -> None:
    with pytest.raises(TypeError):
        formats.day(datetime(2026, 1, 1))
