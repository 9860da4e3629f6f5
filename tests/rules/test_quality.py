"""Doubts about how a reading was measured: from the meter's own words, and from the numbers."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from station.rules.ground import DAY_MS
from station.rules.limits import Side
from station.rules.quality import (
    CLOCK_SLACK_MS,
    REPEATS,
    Quality,
    found,
    given,
    quality_of,
)
from station.rules.readings import Excluded, Reading, Source

NOW = 30 * DAY_MS


def reading(kind: str, *values: float | None, at: int = NOW, **more: object) -> Reading:
    made = Reading("r", "p", kind, at, at, values, source=Source.DEVICE)
    return replace(made, **more)  # type: ignore[arg-type]


def days(kind: str, values: Sequence[float]) -> list[Reading]:
    return [reading(kind, value, at=NOW - n * DAY_MS) for n, value in enumerate(values, start=1)][
        ::-1
    ]


def test_what_the_meter_said_is_known_by_its_code() -> None:
    said = reading("bp", 130, 80, quality="cuff_loose moved something_new")
    assert given(said) == (Quality.CUFF_LOOSE, Quality.MOVED)
    assert given(reading("bp", 130, 80)) == ()


@pytest.mark.parametrize("kind", ["weight", "glucose"])
def test_the_same_number_again_and_again_is_doubted(kind: str) -> None:
    needed = REPEATS[kind]
    same = days(kind, [80.1] * (needed - 1))
    assert found(reading(kind, 80.1), same) == (Quality.REPEATED,)
    assert found(reading(kind, 80.1), same[1:]) == ()
    assert found(reading(kind, 80.2), same) == ()
    assert found(reading(kind, 80.1), [*same[:-1], reading(kind, 80.2, at=NOW - 1)]) == ()


def test_both_pressures_must_be_the_same() -> None:
    before = [reading("bp", 130, 80, at=NOW - 2), reading("bp", 130, 80, at=NOW - 1)]
    assert found(reading("bp", 130, 80), before) == (Quality.REPEATED,)
    assert found(reading("bp", 130, 81), before) == ()


def test_what_does_not_count_does_not_repeat() -> None:
    before = days("glucose", [6.1, 6.1])
    left_out = [replace(before[0], excluded=Excluded.TEST), before[1]]
    assert found(reading("glucose", 6.1), left_out) == ()
    assert found(reading("glucose", None, beyond=Side.HIGH), before) == ()
    assert found(reading("glucose", None), before) == ()
    assert found(reading("glucose", 6.1, excluded=Excluded.TEST), before) == ()


def test_oxygen_that_stays_the_same_is_no_doubt() -> None:
    assert found(reading("spo2", 93), days("spo2", [93] * 20)) == ()


@pytest.mark.parametrize(
    ("pulse", "own", "doubted"),
    [
        (100, [70] * 5, True),
        (99, [60] * 5, False),
        (110, [81] * 5, False),
        (111, [81] * 5, True),
        (130, [70] * 4, False),
    ],
)
def test_a_pulse_far_above_the_own_one_may_be_from_activity(
    pulse: float, own: list[float], doubted: bool
) -> None:
    assert (Quality.ACTIVITY_PULSE in found(reading("pulse", pulse), days("pulse", own))) is doubted


def test_only_the_last_two_weeks_are_the_own_pulse() -> None:
    old = [replace(each, taken_at=each.taken_at - 14 * DAY_MS) for each in days("pulse", [70] * 6)]
    assert found(reading("pulse", 130), old) == ()


def test_a_failed_pulse_is_no_fast_one() -> None:
    assert found(reading("pulse", None), days("pulse", [70] * 6)) == ()


@pytest.mark.parametrize(
    ("source", "ahead", "doubted"),
    [
        (Source.DEVICE, CLOCK_SLACK_MS + 1, True),
        (Source.TABLET, CLOCK_SLACK_MS + 1, True),
        (Source.DEVICE, CLOCK_SLACK_MS, False),
        (Source.MANUAL, CLOCK_SLACK_MS + 1, False),
    ],
)
def test_a_meter_that_measured_in_the_future_has_a_wrong_clock(
    source: Source, ahead: int, doubted: bool
) -> None:
    early = reading("temp", 37, arrived_at=NOW - ahead, source=source)
    assert (found(early, ()) == (Quality.CLOCK_AHEAD,)) is doubted


def test_each_doubt_is_told_once_and_the_meters_first() -> None:
    said = reading("glucose", 6.1, quality="low_battery repeated")
    assert quality_of(said, days("glucose", [6.1, 6.1])) == (
        Quality.LOW_BATTERY,
        Quality.REPEATED,
    )
