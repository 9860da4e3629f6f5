"""What was told and then came by itself is one measurement; what differs is another."""

from dataclasses import replace

import pytest

from station.rules.limits import Side
from station.rules.readings import Excluded, Reading, Source
from station.rules.told import NEAR_MS, Told, told_before, told_twice

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


TYPED = Reading("1", "p", "spo2", SEVEN, SEVEN + 60_000, (84.0,), entered_by="elg")
ELSEWHERE = replace(TYPED, id="2", taken_at=SEVEN + NEAR_MS, entered_by="brygge")
CAME = replace(TYPED, id="3", source=Source.DEVICE, entered_by="", arrived_at=SEVEN + 9)


def test_what_two_people_typed_may_be_one_measurement() -> None:
    assert told_twice(TYPED, ELSEWHERE)
    assert told_twice(ELSEWHERE, TYPED)
    assert not told_twice(TYPED, replace(ELSEWHERE, entered_by="elg"))


def test_what_was_typed_and_came_from_a_meter_may_be_one_unless_it_was_measured_later() -> None:
    assert told_twice(TYPED, CAME)
    assert told_twice(CAME, TYPED)
    assert not told_twice(TYPED, replace(CAME, taken_at=TYPED.arrived_at + 1))
    assert not told_twice(CAME, replace(CAME, id="4"))


@pytest.mark.parametrize(
    "other",
    [
        replace(ELSEWHERE, values=(85.0,)),
        replace(ELSEWHERE, beyond=Side.LOW),
        replace(ELSEWHERE, kind="pulse"),
        replace(ELSEWHERE, taken_at=SEVEN + NEAR_MS + 1),
        replace(ELSEWHERE, excluded=Excluded.TEST),
        replace(ELSEWHERE, remeasures_id="1"),
        replace(ELSEWHERE, id="1"),
    ],
)
def test_what_differs_or_was_said_to_be_another_is_another(other: Reading) -> None:
    assert not told_twice(TYPED, other)
    assert not told_twice(other, TYPED)
