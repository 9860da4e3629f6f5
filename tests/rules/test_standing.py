"""Where a patient stands: the order of the list, and what hides what."""

import pytest

from station.rules.limits import Level
from station.rules.overdue import Missing
from station.rules.standing import Facts, Standing, sort_key, stand

GONE = (Missing("spo2", 1, None),)


def facts(
    level: Level = Level.GREEN,
    *,
    judged: bool = True,
    missing: tuple[Missing, ...] = (),
    paused: bool = False,
    planned: bool = True,
    resting: bool = False,
) -> Facts:
    return Facts(level, judged, missing, paused, planned, resting)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (facts(), Standing.GREEN),
        (facts(missing=GONE), Standing.MISSING),
        (facts(paused=True), Standing.PAUSE),
        (facts(paused=True, missing=GONE), Standing.PAUSE),
        (facts(paused=True, planned=False), Standing.PAUSE),
        (facts(planned=False), Standing.UNKNOWN),
        (facts(judged=False), Standing.UNKNOWN),
        (facts(judged=False, paused=True), Standing.UNKNOWN),
        (facts(judged=False, missing=GONE), Standing.UNKNOWN),
        (facts(resting=True), Standing.PAUSE),
        (facts(resting=True, missing=GONE), Standing.MISSING),
        (facts(Level.RED, resting=True), Standing.RED),
        (facts(Level.YELLOW), Standing.YELLOW),
        (facts(Level.YELLOW, paused=True), Standing.YELLOW),
        (facts(Level.YELLOW, judged=False), Standing.YELLOW),
        (facts(Level.RED, paused=True, judged=False, missing=GONE), Standing.RED),
    ],
)
def test_the_gravest_decides(found: Facts, standing: Standing) -> None:
    assert stand(found) is standing


@pytest.mark.parametrize("judged", [True, False])
@pytest.mark.parametrize("missing", [(), GONE])
@pytest.mark.parametrize("paused", [True, False])
@pytest.mark.parametrize("planned", [True, False])
def test_green_is_only_what_nothing_speaks_against(
    judged: bool, missing: tuple[Missing, ...], paused: bool, planned: bool
) -> None:
    found = facts(judged=judged, missing=missing, paused=paused, planned=planned)
    good = judged and not missing and not paused and planned
    assert (stand(found) is Standing.GREEN) is good


def test_the_list_has_the_worst_first_and_then_the_longest_open() -> None:
    rows = [
        sort_key(Standing.GREEN, 0, "a"),
        sort_key(Standing.YELLOW, 5, "a"),
        sort_key(Standing.YELLOW, 9, "b"),
        sort_key(Standing.YELLOW, 9, "a"),
        sort_key(Standing.RED, 1, "z"),
        sort_key(Standing.PAUSE, 99, "a"),
        sort_key(Standing.MISSING, 1, "a"),
        sort_key(Standing.UNKNOWN, 0, "a"),
    ]
    assert [row[0] for row in sorted(rows)] == [0, 1, 1, 1, 2, 3, 4, 5]
    assert [row[2] for row in sorted(rows)][1:4] == ["a", "b", "a"]
    assert sorted(rows)[3] == sort_key(Standing.YELLOW, 5, "a")


def test_the_order_is_red_yellow_unknown_missing_pause_green() -> None:
    assert [each.name for each in sorted(Standing)] == [
        "RED",
        "YELLOW",
        "UNKNOWN",
        "MISSING",
        "PAUSE",
        "GREEN",
    ]
