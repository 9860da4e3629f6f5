"""What was told and then came by itself is one measurement; what differs is another."""

from station.rules.told import NEAR_MS, Told, told_before

SEVEN = 1_795_000_000_000
TOLD = Told("t", SEVEN, SEVEN + 3_600_000, (93.0, None))


def test_the_same_value_near_in_time_is_the_same_measurement() -> None:
    for at in (SEVEN - NEAR_MS, SEVEN, SEVEN + NEAR_MS):
        assert told_before([TOLD], at, (93.0, None), "") == TOLD


def test_another_value_another_time_or_off_the_scale_is_another() -> None:
    assert told_before([TOLD], SEVEN, (92.0, None), "") is None
    assert told_before([TOLD], SEVEN, (93.0, 80.0), "") is None
    assert told_before([TOLD], SEVEN + NEAR_MS + 1, (93.0, None), "") is None
    assert told_before([TOLD], SEVEN, (93.0, None), "high") is None
    assert told_before([], SEVEN, (93.0, None), "") is None


def test_of_several_the_nearest() -> None:
    later = Told("l", SEVEN + 60_000, SEVEN + 3_600_000, (93.0, None))
    assert told_before([TOLD, later], SEVEN + 50_000, (93.0, None), "") == later


def test_what_was_measured_after_it_was_told_is_another() -> None:
    at_once = Told("t", SEVEN, SEVEN, (93.0, None))
    assert told_before([at_once], SEVEN, (93.0, None), "") == at_once
    assert told_before([at_once], SEVEN + 1, (93.0, None), "") is None
