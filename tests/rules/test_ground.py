"""What a component is judged by, compiled: what is fast, and how far back it must look."""

from math import inf

import pytest

from station.rules.ground import DAY_MS, HOUR_MS, gap_ms, ground, run_window_ms
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition

YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
RISE = Change("weight", YELLOW, HIGH, 2, 3)
NORMAL = Baseline("weight", YELLOW, HIGH, 1, 3, 14, 2, 7)
TOGETHER = Combination("x", YELLOW, 1, (Condition("weight", Operator.ABOVE, 80),))


def test_only_the_rules_of_the_component_are_kept_and_no_combination() -> None:
    other = Change("pulse", YELLOW, HIGH, 20, 3)
    here = ground("weight", "v", (), approved=True, rules=[RISE, TOGETHER, other, NORMAL])
    assert here.rules == (RISE, NORMAL)
    assert (here.green_low, here.green_high) == (-inf, inf)


def test_an_answer_with_a_level_leaves_nothing_passed_over() -> None:
    here = ground("f.a", "", (), approved=True, answers={0: Level.GREEN, 2: YELLOW, 3: RED})
    assert here.answers == {2: YELLOW, 3: RED}
    assert (here.green_low, here.green_high) == (inf, -inf)


def test_green_answers_are_no_answers_to_judge() -> None:
    here = ground("f.a", "", (), approved=True, answers={0: Level.GREEN})
    assert here.answers == {}
    assert (here.green_low, here.green_high) == (-inf, inf)


@pytest.mark.parametrize(
    ("hours", "gap"), [(1, 12), (12, 12), (23, 12), (24, 36), (48, 36), (168, 36)]
)
def test_a_night_breaks_no_run_and_from_a_day_on_one_reading_a_day_is_enough(
    hours: int, gap: int
) -> None:
    assert gap_ms(hours) == gap * HOUR_MS
    assert run_window_ms(hours) == (hours + gap) * HOUR_MS


def test_the_window_is_that_of_what_looks_furthest() -> None:
    long = Limit("weight", YELLOW, HIGH, Operator.ABOVE, 90, hours=12)
    assert ground("weight", "v", (), approved=True).window_ms == 0
    assert ground("weight", "v", [long], approved=True).window_ms == 24 * HOUR_MS
    assert ground("weight", "v", [long], approved=True, rules=[RISE]).window_ms == 5 * DAY_MS
    assert ground("weight", "v", (), approved=True, rules=[RISE, NORMAL]).window_ms == 18 * DAY_MS


def test_of_two_limits_of_one_level_the_quicker_is_tried_first() -> None:
    slow = Limit("temp", RED, HIGH, Operator.AT_LEAST, 38, hours=1)
    quick = Limit("temp", RED, HIGH, Operator.AT_LEAST, 38.3)
    assert ground("temp", "v", [slow, quick], approved=True).limits == (quick, slow)
