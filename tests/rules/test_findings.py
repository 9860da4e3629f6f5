"""What is found at one reading: runs of hours, answers, and the worst of all."""

import pytest

from station.rules.fever import FEVER_ONCE, FEVER_STAGED, with_fever
from station.rules.findings import answer_rule, limit_rule, worst, worst_level
from station.rules.ground import HOUR_MS, ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.why import ANSWER_RULE, CHANGE_RULE, HOURS_RULE, LIMIT_RULE, Used, Why

YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
CARE = (
    Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 12, hours=24),
    Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 16, hours=12),
)
"""«12-16 mmol/l i 24 t eller over 16 i 12 t» of the Norwegian care literature."""
GLUCOSE = ground("glucose", "v", CARE, approved=True)


def hourly(*values: tuple[float, float]) -> list[Used]:
    return [(int(hour * HOUR_MS), value) for hour, value in values]


def level(past: list[Used]) -> Level:
    return worst_level(GLUCOSE, past)


def test_glucose_over_16_for_12_hours() -> None:
    assert level(hourly((0, 17), (6, 16.1), (12, 16.5))) is YELLOW
    assert level(hourly((0, 17), (6, 16.1), (11.99, 16.5))) is Level.GREEN
    assert level(hourly((0, 17), (6, 16), (12, 16.5))) is Level.GREEN


def test_glucose_over_12_for_24_hours() -> None:
    assert level(hourly((0, 13), (12, 13), (24, 13))) is YELLOW
    assert level(hourly((0, 13), (12, 12), (24, 13))) is Level.GREEN


def test_two_readings_days_apart_are_no_run() -> None:
    assert level(hourly((0, 13), (36, 13))) is YELLOW
    assert level(hourly((0, 13), (36.01, 13))) is Level.GREEN
    assert level(hourly((0, 17), (12.01, 17))) is Level.GREEN


def test_a_run_says_when_it_began_and_how_many_readings_it_took() -> None:
    why = limit_rule(GLUCOSE, hourly((0, 17), (5, 18), (10, 17), (16, 17.5)), HIGH)
    assert why == Why(
        HOURS_RULE, "glucose", HIGH, YELLOW, ((0, 17), (16 * HOUR_MS, 17.5)), 4, CARE[1], "v"
    )


def test_one_reading_is_no_run() -> None:
    assert level(hourly((0, 30))) is Level.GREEN


@pytest.mark.parametrize(
    ("past", "once", "staged"),
    [
        (hourly((0, 37.9)), Level.GREEN, Level.GREEN),
        (hourly((0, 38.0)), RED, Level.GREEN),
        (hourly((0, 38.3)), RED, RED),
        (hourly((0, 38.0), (1, 38.1)), RED, RED),
        (hourly((0, 38.0), (0.9, 38.1)), RED, Level.GREEN),
        (hourly((0, 38.0), (0.5, 37.9), (1, 38.1)), RED, Level.GREEN),
    ],
)
def test_fever_under_chemotherapy_in_both_ways(
    past: list[Used], once: Level, staged: Level
) -> None:
    for limits, expected in ((FEVER_ONCE, once), (FEVER_STAGED, staged)):
        assert worst_level(ground("temp", "v", limits, approved=True), past) is expected


def test_one_way_of_fever_takes_the_place_of_the_other() -> None:
    pulse = Limit("pulse", RED, HIGH, Operator.ABOVE, 130)
    yellow = Limit("temp", YELLOW, HIGH, Operator.ABOVE, 37.5)
    staged = with_fever((pulse, yellow, *FEVER_ONCE), FEVER_STAGED)
    assert staged == (pulse, yellow, *FEVER_STAGED)
    assert with_fever(staged, FEVER_ONCE) == (pulse, yellow, *FEVER_ONCE)


def test_an_answer_has_the_level_of_its_form_on_the_high_side() -> None:
    here = ground("f.a", "", (), approved=True, answers={2: YELLOW, 3: RED})
    assert answer_rule(here, [(0, 3.0)], HIGH) == Why(ANSWER_RULE, "f.a", HIGH, RED, ((0, 3.0),), 1)
    assert answer_rule(here, [(0, 3.0)], LOW) is None
    assert answer_rule(here, [(0, 1.0)], HIGH) is None


def test_the_worst_wins_and_the_first_of_equals() -> None:
    limits = (Limit("weight", YELLOW, HIGH, Operator.ABOVE, 80),)
    here = ground("weight", "v", limits, approved=True)
    equal = Why(CHANGE_RULE, "weight", HIGH, YELLOW)
    worse = Why(CHANGE_RULE, "weight", HIGH, RED)
    other = Why(CHANGE_RULE, "weight", LOW, RED)
    past = [(0, 81.0)]
    assert _rule(worst(here, past, HIGH, [equal])) == LIMIT_RULE
    assert worst(here, past, HIGH, [equal, worse]) is worse
    assert _rule(worst(here, past, HIGH, [other])) == LIMIT_RULE
    assert worst(here, [(0, 79.0)], HIGH, [equal]) is equal
    assert worst_level(here, [(0, 79.0)], [other]) is RED


def _rule(why: Why | None) -> str:
    assert why is not None
    return why.rule
