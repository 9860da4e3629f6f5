"""Why a reading did or did not alert: every rule, its numbers, and what held it back."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import pytest

from station.rules.alerts import Sample
from station.rules.explain import Held, Tried, explain, explain_combination
from station.rules.force import Force
from station.rules.ground import DAY_MS, HOUR_MS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Excluded, Reading, Source
from station.rules.replay import Closing, Grounds, samples
from station.rules.rulebook import Baseline, Change, Combination, Condition
from station.rules.why import (
    ANSWER_RULE,
    BASELINE_RULE,
    BEYOND_RULE,
    CHANGE_RULE,
    COMBINATION_RULE,
    HOURS_RULE,
    LIMIT_RULE,
)
from tests.rules.plans import in_force

YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
START = 1_792_200_000_000
LIMITS = (
    Limit("weight", RED, HIGH, Operator.AT_LEAST, 90),
    Limit("weight", YELLOW, HIGH, Operator.ABOVE, 84, 2, 3),
    Limit("weight", YELLOW, HIGH, Operator.ABOVE, 82, hours=24),
)
RISE = Change("weight", YELLOW, HIGH, 2, 3)
NORMAL = Baseline("weight", YELLOW, HIGH, 1, 3, 7, 2, 3)
GROUNDS = Grounds("weight", in_force(LIMITS, (RISE, NORMAL)))


def weight(day: float, value: float | None, **more: object) -> Reading:
    at = START + int(day * DAY_MS)
    made = Reading(f"{day:g}", "p", "weight", at, at, (value,), source=Source.TABLET)
    return replace(made, **more)  # type: ignore[arg-type]


def tried(
    reading: Reading,
    before: Sequence[Reading] = (),
    grounds: Grounds = GROUNDS,
    closings: Sequence[Closing] = (),
    pauses: Sequence[tuple[int, int]] = (),
) -> tuple[Tried, ...]:
    ordered = samples("weight", [*before, reading], pauses=pauses)
    return explain(reading, "weight", grounds, ordered, closings)


def test_every_rule_is_told_with_its_numbers_found_or_not() -> None:
    before = [weight(day, 80) for day in range(3)]
    now = weight(3, 85)
    found = tried(now, before)
    newest = (now.taken_at, 85.0)
    assert [(each.rule, each.found) for each in found] == [
        (LIMIT_RULE, False),
        (LIMIT_RULE, False),
        (HOURS_RULE, False),
        (CHANGE_RULE, True),
        (BASELINE_RULE, False),
    ]
    assert found[0].used == (newest,)
    assert [value for _, value in found[1].used] == [80, 80, 85]
    assert found[2].used == ((START + 2 * DAY_MS, 80.0), newest)
    assert found[3].used == ((START + 2 * DAY_MS, 80.0), newest)
    assert [each.level for each in found] == [RED, YELLOW, YELLOW, YELLOW, YELLOW]
    assert {each.version_id for each in found} == {"v1"}
    assert all(each.held is Held.NOTHING for each in found)


def test_a_baseline_that_was_not_left_shows_what_it_compared() -> None:
    before = [weight(day, 80) for day in range(7)]
    *_, baseline = tried(weight(7, 80.1), before)
    assert (baseline.found, baseline.plan_rule) == (False, NORMAL)
    assert baseline.why is not None
    assert baseline.why.normal is not None
    assert baseline.why.normal.median == 80


def test_with_too_little_to_go_by_a_rule_has_no_numbers_of_its_own() -> None:
    *_, change, baseline = tried(weight(0, 80))
    assert (change.why, baseline.why) == (None, None)
    assert change.used == baseline.used == ((START, 80.0),)


def test_a_finding_has_the_why_that_is_rendered() -> None:
    (_, limit, *_) = tried(weight(1, 85), [weight(0, 85)])
    assert limit.found
    assert limit.why is not None
    assert (limit.why.hits, limit.limit) == (2, LIMITS[1])


def test_lo_and_hi_are_a_rule_of_their_own_and_have_no_size() -> None:
    reading = weight(1, None, beyond=HIGH)
    found = tried(reading, [weight(0, 80)])
    assert (found[0].rule, found[0].found, found[0].used) == (
        BEYOND_RULE,
        True,
        ((reading.taken_at, inf),),
    )
    assert [each.why for each in found[-2:]] == [None, None]


def test_a_failed_measurement_was_not_tried() -> None:
    assert tried(weight(0, None)) == (Tried("", "weight", held=Held.FAILED),)


def test_before_every_plan_nothing_was_tried() -> None:
    later = Grounds("weight", in_force(LIMITS, start=START + DAY_MS))
    assert tried(weight(0, 95), grounds=later) == (Tried("", "weight", held=Held.NO_PLAN),)


def held(found: Sequence[Tried]) -> Held:
    return next(each.held for each in found if each.found)


def test_one_that_was_left_out_is_tried_as_if_it_counted() -> None:
    out = weight(1, 95, excluded=Excluded.ACTIVITY)
    found = tried(out, [weight(0, 80), weight(2, 80)])
    assert found[0].found
    assert held(found) is Held.EXCLUDED


def test_what_is_open_already_is_said() -> None:
    before = [weight(0, 91)]
    assert held(tried(weight(1, 92), before)) is Held.OPEN_ALREADY
    receded = [*before, weight(0.5, 70)]
    assert held(tried(weight(1, 92), receded)) is Held.NOTHING
    low = Grounds("weight", in_force([Limit("weight", RED, LOW, Operator.BELOW, 60)]))
    assert held(tried(weight(1, 55), [weight(0, 56)], low)) is Held.OPEN_ALREADY


def test_a_red_on_an_open_yellow_is_not_held_back() -> None:
    before = [weight(0, 85), weight(0.5, 85)]
    assert tried(weight(1, 91), before)[0].held is Held.NOTHING


def test_an_old_file_is_history() -> None:
    arrived = START + 30 * DAY_MS
    old = weight(0, 95, source=Source.FILE, arrived_at=arrived)
    assert held(tried(old)) is Held.HISTORY


def test_a_pause_holds_yellow_back_and_not_red() -> None:
    pause = [(START, START + 10 * DAY_MS)]
    yellow = tried(weight(1, 85), [weight(0, 85)], pauses=pause)
    assert held(yellow) is Held.PAUSED
    assert held(tried(weight(1, 95), pauses=pause)) is Held.NOTHING


def test_what_was_known_at_a_closing_is_settled() -> None:
    closed = [Closing(HIGH, START + 5 * DAY_MS)]
    assert held(tried(weight(1, 95), closings=closed)) is Held.SETTLED
    late = weight(1, 95, arrived_at=START + 6 * DAY_MS)
    assert held(tried(late, closings=closed)) is Held.NOTHING
    assert held(tried(weight(1, 95), closings=[Closing(LOW, closed[0].at)])) is Held.NOTHING


def test_an_answer_is_tried_by_its_form() -> None:
    grounds = Grounds("f.a", Force([]), {2: RED})
    reading = replace(weight(0, 2), kind="f.a")
    for value, found in ((2, True), (1, False)):
        answer = replace(reading, values=(float(value),))
        (one,) = explain(answer, "f.a", grounds, samples("f.a", [answer]))
        assert (one.rule, one.found, one.version_id) == (ANSWER_RULE, found, "")


# ------------------------------------------------------------------------------- combinations

SIGNS = Combination(
    "signs",
    YELLOW,
    2,
    (Condition("spo2", Operator.BELOW, 90), Condition("temp", Operator.AT_LEAST, 38)),
)
FORCE = in_force(rules=[SIGNS])


def at(hour: int, value: float, arrived: int | None = None) -> Sample:
    moment = START + hour * HOUR_MS
    came = moment if arrived is None else START + arrived * HOUR_MS
    return Sample(f"{hour}", moment, came, value)


def one(hour: int, **more: object) -> Reading:
    moment = START + hour * HOUR_MS
    return replace(Reading(f"{hour}", "p", "temp", moment, moment, (38.5,)), **more)  # type: ignore[arg-type]


def test_a_combination_is_told_with_its_parts() -> None:
    series = {"spo2": [at(0, 88)], "temp": [at(1, 38.5)]}
    (found,) = explain_combination(one(1), "signs", FORCE, series)
    assert (found.rule, found.found, found.held) == (COMBINATION_RULE, True, Held.NOTHING)
    assert found.why is not None
    assert [part.component for part in found.why.parts] == ["spo2", "temp"]
    (calm,) = explain_combination(one(1), "signs", FORCE, {**series, "spo2": []})
    assert (calm.found, calm.used) == (False, ((START + HOUR_MS, 1.0),))


def test_a_combination_that_was_settled_or_open_already_says_so() -> None:
    series = {"spo2": [at(0, 88)], "temp": [at(1, 38.5), at(2, 38.6)]}
    closed = [Closing(HIGH, START + 5 * HOUR_MS)]
    (settled,) = explain_combination(one(1), "signs", FORCE, series, closed)
    (already,) = explain_combination(one(2), "signs", FORCE, series)
    late = {**series, "spo2": [at(0, 88, arrived=6)]}
    (seen,) = explain_combination(one(1), "signs", FORCE, late, closed)
    assert [settled.held, already.held, seen.held] == [
        Held.SETTLED,
        Held.OPEN_ALREADY,
        Held.NOTHING,
    ]


@pytest.mark.parametrize(
    ("reading", "force", "held_by"),
    [
        (one(1), in_force(), Held.NO_PLAN),
        (one(1), Force([]), Held.NO_PLAN),
        (one(1), FORCE, Held.FAILED),
        (one(1, excluded=Excluded.TEST), FORCE, Held.EXCLUDED),
    ],
)
def test_a_combination_that_was_not_tried_says_why(
    reading: Reading, force: Force, held_by: Held
) -> None:
    (found,) = explain_combination(reading, "signs", force, {"spo2": [at(0, 88)]})
    assert (found.held, found.found) == (held_by, False)
