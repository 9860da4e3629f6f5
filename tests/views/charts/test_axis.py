"""The time axis shows days and hours as a Norwegian clock does."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.core.zone import local, utc_ms, zone
from station.views.charts.axis import shades, ticks
from station.views.charts.data import DAY_MS, HOUR_MS

NOW = utc_ms(datetime(2026, 11, 25, 9, tzinfo=zone()))


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return utc_ms(datetime(year, month, day, hour, minute, tzinfo=zone()))


def words(start: int, end: int, most: int, language: str = "nb") -> list[str]:
    with speaking(language):
        return [tick.text for tick in ticks(start, end, most, NOW)]


def test_weeks_begin_on_monday() -> None:
    shown = words(at(2026, 10, 26, 9), NOW, 6)
    assert shown == ["2. nov.", "9. nov.", "16. nov.", "23. nov."]


def test_days_keep_to_midnight_when_the_clock_goes_back() -> None:
    found = ticks(at(2026, 10, 23, 12), at(2026, 10, 28, 12), 6, NOW)
    assert [(local(t.at).day, local(t.at).hour) for t in found] == [
        (day, 0) for day in range(24, 29)
    ]
    assert found[2].at - found[1].at == 25 * HOUR_MS


def test_the_hour_met_twice_in_autumn_is_shown_twice() -> None:
    with_autumn = words(at(2026, 10, 25, 0), at(2026, 10, 25, 5), 8)
    assert with_autumn == ["25. okt.", "01:00", "02:00", "02:00", "03:00", "04:00", "05:00"]


def test_the_hour_skipped_in_spring_is_not_shown() -> None:
    assert words(at(2026, 3, 29, 0), at(2026, 3, 29, 5), 4) == [
        "29. mars",
        "01:00",
        "03:00",
        "04:00",
        "05:00",
    ]


def test_every_sixth_hour_is_a_clock_time_also_across_summer_time() -> None:
    found = ticks(at(2026, 10, 24, 0), at(2026, 10, 26, 0), 9, NOW)
    assert [local(tick.at).hour for tick in found] == [0, 6, 12, 18] * 2 + [0]


def test_minutes_are_round() -> None:
    assert words(at(2026, 11, 25, 7, 3), at(2026, 11, 25, 8, 1), 5) == [
        "07:15",
        "07:30",
        "07:45",
        "08:00",
    ]


def test_other_years_are_named() -> None:
    assert words(at(2025, 12, 20), at(2026, 1, 15), 4)[0] == "22. des. 2025"
    assert words(at(2025, 8, 1), NOW, 6) == ["okt. 2025", "2026", "apr.", "juli", "okt."]
    assert "Oct 2025" in words(at(2025, 8, 1), NOW, 6, "en")
    assert words(at(2010, 1, 2), NOW, 5) == ["2015", "2020", "2025"]


def test_weekends_and_nights_are_shaded_only_where_they_can_be_seen() -> None:
    weekends = shades(NOW - 30 * DAY_MS, NOW)
    assert [(local(s.from_ms).weekday(), local(s.to_ms).weekday()) for s in weekends] == [
        (5, 0)
    ] * 4
    nights = shades(NOW - 3 * DAY_MS, NOW)
    assert {(local(s.from_ms).hour, local(s.to_ms).hour) for s in nights} == {(22, 7)}
    assert shades(NOW - 400 * DAY_MS, NOW) == []


@pytest.mark.parametrize(("day", "hours"), [((2026, 10, 24), 10), ((2026, 3, 28), 8)])
def test_a_night_is_one_night_when_the_clock_is_changed(
    day: tuple[int, int, int], hours: int
) -> None:
    start = at(*day, 20)
    (night,) = shades(start, start + 6 * HOUR_MS)
    assert night.to_ms - night.from_ms == hours * HOUR_MS
    assert (local(night.from_ms).hour, local(night.to_ms).hour) == (22, 7)


@given(
    st.integers(at(2015, 1, 1), at(2030, 1, 1)),
    st.floats(0.05, 6_000),
    st.integers(2, 12),
)
def test_ticks_are_few_in_order_and_in_view(start: int, days: float, most: int) -> None:
    end = start + days * DAY_MS
    found = [tick.at for tick in ticks(start, end, most, NOW)]
    assert found == sorted(set(found))
    assert all(start <= tick <= end for tick in found)
    assert len(found) <= most + 2 or days > 300 * most
    if days > 40:
        assert {local(tick).hour for tick in found} <= {0}
