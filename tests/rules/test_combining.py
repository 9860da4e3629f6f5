"""Combinations: conditions over several components, in any order of arrival."""

import random as dice
from collections.abc import Sequence
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from station.rules.alerts import Episode, Event, Sample, State, What
from station.rules.combining import (
    combinations_in,
    derive,
    derive_then,
    judge_combination,
    parts_at,
    reach_ms,
)
from station.rules.force import Force
from station.rules.ground import HOUR_MS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanStatus
from station.rules.replay import Closing
from station.rules.rulebook import Combination, Condition
from station.rules.why import COMBINATION_RULE, Part
from tests.rules.plans import in_force, version

YELLOW, RED, HIGH = Level.YELLOW, Level.RED, Side.HIGH
BREATH, SPUTUM = "kols_daily.breath", "kols_daily.sputum"
RULE = Combination(
    "worse",
    YELLOW,
    2,
    (
        Condition(BREATH, Operator.AT_LEAST, 2),
        Condition(SPUTUM, Operator.AT_LEAST, 2),
        Condition("spo2", Operator.BELOW, 90),
    ),
    24,
)
FORCE = in_force(rules=[RULE])
Series = dict[str, list[Sample]]


def at(hour: float, value: float, arrived: float | None = None, name: str = "") -> Sample:
    moment = int(hour * HOUR_MS)
    came = moment if arrived is None else int(arrived * HOUR_MS)
    return Sample(name or f"{hour}", moment, came, value)


def series(**samples: Sequence[Sample]) -> Series:
    codes = {"breath": BREATH, "sputum": SPUTUM}
    return {codes.get(name, name): list(found) for name, found in samples.items()}


def counts(found: Series, force: Force = FORCE) -> list[float]:
    return [sample.value for sample in derive("worse", force, found)]


def told(events: Sequence[Event]) -> list[tuple[str, What, Level]]:
    return [(event.sample.reading_id, event.what, event.level) for event in events]


def test_two_of_three_within_a_day() -> None:
    found = series(breath=[at(8, 2)], sputum=[at(9, 2)], spo2=[at(10, 93)])
    assert counts(found) == [1, 2, 2]
    state, events = judge_combination(State(), "worse", FORCE, found)
    assert told(events) == [("9", What.REACHED, YELLOW)]
    assert state.high == Episode(YELLOW)


def test_it_says_which_values_held_and_by_which_rule() -> None:
    found = series(breath=[at(8, 2)], sputum=[at(8, 1)], spo2=[at(9, 89)])
    _, (event,) = judge_combination(State(), "worse", FORCE, found)
    why = event.why
    assert why is not None
    assert (why.rule, why.component, why.plan_rule) == (
        COMBINATION_RULE,
        "combination.worse",
        RULE,
    )
    assert (why.hits, why.limit, why.version_id) == (1, None, "v1")
    assert why.parts == (
        Part(BREATH, 8 * HOUR_MS, 2, holds=True),
        Part(SPUTUM, 8 * HOUR_MS, 1, holds=False),
        Part("spo2", 9 * HOUR_MS, 89, holds=True),
    )


def test_only_the_newest_value_stands_and_only_so_long() -> None:
    assert counts(series(breath=[at(8, 2), at(9, 1)], spo2=[at(10, 89)])) == [1, 0, 1]
    assert counts(series(breath=[at(8, 2)], spo2=[at(32, 89)])) == [1, 2]
    assert counts(series(breath=[at(8, 2)], spo2=[at(32.01, 89)])) == [1, 1]


def test_readings_of_one_instant_are_one_moment() -> None:
    found = series(breath=[at(8, 2, 9, "b")], sputum=[at(8, 2, 10, "a")], spo2=[at(8, 93, 9, "c")])
    assert derive("worse", FORCE, found) == [
        Sample("b", 8 * HOUR_MS, 10 * HOUR_MS, 2.0),
    ]


def test_a_moment_is_silent_if_all_of_it_is_and_sure_if_all_of_it_is() -> None:
    quiet = at(8, 2)._replace(silent=True, confirmed=False, paused=True)
    (alone,) = derive("worse", FORCE, series(breath=[quiet]))
    assert (alone.silent, alone.confirmed, alone.paused) == (True, False, True)
    (both,) = derive("worse", FORCE, series(breath=[quiet], spo2=[at(8, 93)]))
    assert (both.silent, both.confirmed) == (False, False)


def test_lo_and_hi_are_beyond_every_number() -> None:
    assert counts(series(spo2=[at(8, -inf)])) == [1]
    assert counts(series(spo2=[at(8, inf)])) == [0]


def test_the_version_in_force_decides_and_one_without_the_rule_lets_it_recede() -> None:
    stricter = Combination("worse", RED, 1, RULE.conditions, 48)
    force = Force(
        [
            version(1, rules=[RULE], start=5 * HOUR_MS, status=PlanStatus.REPLACED),
            version(2, rules=[stricter], start=20 * HOUR_MS, status=PlanStatus.REPLACED),
            version(3, start=40 * HOUR_MS),
        ]
    )
    found = series(breath=[at(4, 2)], spo2=[at(6, 93), at(21, 93), at(41, 93)])
    assert counts(found, force) == [0, 1, 1, 0]
    _, events = judge_combination(State(), "worse", force, found)
    assert told(events) == [("21", What.REACHED, RED), ("41", What.RECEDED, RED)]
    assert events[0].why is not None
    assert events[0].why.plan_rule == stricter
    assert reach_ms("worse", force) == 48 * HOUR_MS
    assert reach_ms("other", force) == 0


def test_a_plan_names_its_combinations_and_their_parts() -> None:
    other = Combination("other", RED, 1, (Condition("temp", Operator.AT_LEAST, 38),))
    limit = Limit("spo2", RED, Side.LOW, Operator.BELOW, 86)
    assert combinations_in(in_force([limit], [RULE, other])) == {
        "worse": (BREATH, SPUTUM, "spo2"),
        "other": ("temp",),
    }


def test_a_closing_settles_what_was_known_and_a_late_part_is_seen() -> None:
    closing = [Closing(HIGH, 12 * HOUR_MS)]
    known = series(breath=[at(8, 2)], spo2=[at(9, 89)])
    assert judge_combination(State(), "worse", FORCE, known, closing)[1] == []
    late = series(breath=[at(8, 2, 14)], spo2=[at(9, 89)])
    assert told(judge_combination(State(), "worse", FORCE, late, closing)[1]) == [
        ("9", What.REACHED, YELLOW)
    ]


def test_what_was_known_at_a_moment_leaves_out_what_came_later() -> None:
    late = series(breath=[at(8, 2, 14)], spo2=[at(9, 89)])
    assert [each.value for each in derive_then("worse", FORCE, late, 12 * HOUR_MS)] == [1]


def test_parts_are_those_of_the_moment() -> None:
    found = series(breath=[at(8, 2), at(20, 0)], spo2=[])
    assert parts_at(RULE, found, 9 * HOUR_MS) == (Part(BREATH, 8 * HOUR_MS, 2, holds=True),)


VALUES = st.lists(
    st.tuples(
        st.sampled_from([BREATH, SPUTUM, "spo2"]),
        st.integers(0, 60),
        st.sampled_from([0, 1, 2, 3, 88, 93]),
    ),
    max_size=20,
)


def sampled(found: Sequence[tuple[str, int, float]]) -> Series:
    made: Series = {BREATH: [], SPUTUM: [], "spo2": []}
    for number, (code, hour, value) in enumerate(found):
        made[code].append(at(hour, value, name=f"{number:03}"))
    for ordered in made.values():
        ordered.sort(key=lambda sample: (sample.taken_at, sample.reading_id))
    return made


def plain(found: Series) -> list[tuple[int, int]]:
    """How many conditions hold at each moment, counted without any memory."""
    moments = sorted({each.taken_at for ordered in found.values() for each in ordered})
    counted = []
    for moment in moments:
        held = 0
        for condition in RULE.conditions:
            earlier = [each for each in found[condition.component] if each.taken_at <= moment]
            if earlier and moment - earlier[-1].taken_at <= 24 * HOUR_MS:
                held += condition.hit(earlier[-1].value)
        counted.append((moment, held))
    return counted


@given(VALUES)
def test_the_count_is_what_a_plain_recount_gives(found: list[tuple[str, int, float]]) -> None:
    made = sampled(found)
    derived = derive("worse", FORCE, made)
    assert [(each.taken_at, int(each.value)) for each in derived] == plain(made)


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    found: list[tuple[str, int, float]], random: dice.Random
) -> None:
    made = sampled(found)
    shuffled = {code: list(ordered) for code, ordered in made.items()}
    names = list(shuffled)
    random.shuffle(names)
    again = {code: shuffled[code] for code in names}
    assert derive("worse", FORCE, again) == derive("worse", FORCE, made)


@given(VALUES, st.integers(0, 60))
def test_going_on_is_judging_it_all(found: list[tuple[str, int, float]], cut: int) -> None:
    made = sampled(found)
    whole = judge_combination(State(), "worse", FORCE, made)
    before = {
        code: [each for each in ordered if each.taken_at < cut * HOUR_MS]
        for code, ordered in made.items()
    }
    state, first = judge_combination(State(), "worse", FORCE, before)
    near = {
        code: [each for each in ordered if each.taken_at >= (cut - 24) * HOUR_MS]
        for code, ordered in made.items()
    }
    state, second = judge_combination(state, "worse", FORCE, near)
    assert (state, first + second) == whole
