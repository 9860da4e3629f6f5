"""The cursor reads what is near, and walks from reading to reading."""

from station.views.charts.cursor import (
    ends,
    following,
    latest,
    nearest,
    nearest_time,
    preceding,
    values_at,
)
from station.views.charts.data import DAY_MS, HOUR_MS, PanelData, Series

FIRST = Series.of("a", [0, DAY_MS, 2 * DAY_MS], [1, 2, 3], excluded=[False, False, True])
SECOND = Series.of(
    "b", [HOUR_MS, DAY_MS + HOUR_MS], [7, 0], beyond=[0, 1], unconfirmed=[True, False]
)
PANEL = PanelData("p", "P", "u", 0, (FIRST, SECOND))
EMPTY = PanelData("e", "E", "u", 0, (Series.of("a", [], []),))


def test_all_series_are_read_within_half_the_interval() -> None:
    found = values_at((PANEL, EMPTY), DAY_MS + 1000)
    assert [(v.label, v.at, v.value) for v in found] == [
        ("a", DAY_MS, 2),
        ("b", DAY_MS + HOUR_MS, None),
    ]
    assert found[1].beyond == 1
    assert values_at((PANEL,), 9 * DAY_MS) == ()


def test_excluded_and_unconfirmed_readings_say_so() -> None:
    (only,) = values_at((PANEL,), 2 * DAY_MS)
    assert only.excluded
    assert values_at((PANEL,), 0)[1].unconfirmed


def test_the_latest_counted_reading_is_the_latest() -> None:
    assert [(v.label, v.at) for v in latest(PANEL)] == [("a", DAY_MS), ("b", DAY_MS + HOUR_MS)]
    assert latest(EMPTY) == ()


def test_the_nearest_is_the_earlier_of_two() -> None:
    assert [nearest(FIRST, at) for at in (-5, DAY_MS / 2, DAY_MS / 2 + 1, 99 * DAY_MS)] == [
        0,
        0,
        1,
        2,
    ]
    assert nearest(EMPTY.series[0], 0) is None
    assert nearest_time(PANEL, HOUR_MS - 1) == HOUR_MS
    assert nearest_time(EMPTY, 0) is None


def test_it_walks_through_all_readings_of_a_panel() -> None:
    walked, at = [], -1.0
    while (found := following(PANEL, at)) is not None:
        walked.append(found)
        at = found
    assert walked == [0, HOUR_MS, DAY_MS, DAY_MS + HOUR_MS, 2 * DAY_MS]
    back: list[int] = []
    at = 1e18
    while (found := preceding(PANEL, at)) is not None:
        back.append(found)
        at = found
    assert back == walked[::-1]


def test_a_panel_knows_its_ends() -> None:
    assert ends(PANEL) == (0, 2 * DAY_MS)
    assert ends(EMPTY) is None
