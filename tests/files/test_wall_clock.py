"""Wall clocks: the quick way over whole days agrees with the clock's own rules at every time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.core.zone import candidates
from station.files.wall_clock import WallClock

ZONES = ["Europe/Oslo", "America/New_York", "Pacific/Apia", "Africa/Cairo", "UTC", "Asia/Kolkata"]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_the_quick_way_is_the_true_way(shown: datetime, zone: str) -> None:
    found = tuple(moment // 1000 for moment in WallClock(zone).moments(shown))
    assert found == tuple(moment // 1000 for moment in candidates(shown, zone))


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        ("2026-03-29T01:59", 1),
        ("2026-03-29T02:00", 0),
        ("2026-03-29T02:59", 0),
        ("2026-03-29T03:00", 1),
        ("2026-10-25T01:59", 1),
        ("2026-10-25T02:00", 2),
        ("2026-10-25T02:59", 2),
        ("2026-10-25T03:00", 1),
    ],
)
def test_the_nights_when_the_clock_is_moved(shown: str, count: int) -> None:
    assert len(WallClock("Europe/Oslo").moments(datetime.fromisoformat(shown))) == count


def test_a_time_with_its_own_offset_needs_no_zone() -> None:
    shown = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert WallClock("Europe/Oslo").moments(shown) == (1792888200000,)


def test_an_unknown_zone_is_trouble() -> None:
    with pytest.raises(Trouble) as caught:
        WallClock("Midgard/Trondheim").moments(datetime(2026, 3, 1, 8))  # noqa: DTZ001
    assert caught.value.code == "zone_unknown"
