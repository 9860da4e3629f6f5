"""The alert engine: persistence, one episode per side, and the same outcome in any order."""

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.alerts import (
    MEMORY,
    Episode,
    Event,
    Sample,
    State,
    What,
    run,
    step,
)
from station.rules.findings import RULES, answer_rule, beyond_rule, limit_rule
from station.rules.ground import Ground, ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Change
from station.rules.why import BEYOND_RULE, LIMIT_RULE, Why

GREEN, YELLOW, RED = Level.GREEN, Level.YELLOW, Level.RED
LOW, HIGH = Side.LOW, Side.HIGH
S13 = (
    Limit("spo2", RED, LOW, Operator.BELOW, 86),
    Limit("spo2", YELLOW, LOW, Operator.BELOW, 89, 2, 2),
)
FOUR = (
    Limit("glucose", RED, LOW, Operator.BELOW, 3),
    Limit("glucose", YELLOW, LOW, Operator.AT_MOST, 4, 2, 3),
    Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 12, 2, 2),
    Limit("glucose", RED, HIGH, Operator.AT_LEAST, 16, 1, 1),
)
SPO2 = ground("spo2", "v1", S13, approved=True)
GLUCOSE = ground("glucose", "v1", FOUR, approved=True)
VALUES = st.sampled_from([2.9, 3.0, 4.0, 4.1, 8.0, 12.0, 12.1, 15.9, 16.0, 20.0, -inf, inf])


def samples(values: Sequence[float]) -> list[Sample]:
    return [Sample(f"r{at}", at, at, value) for at, value in enumerate(values)]


def play(values: Sequence[float], here: Ground | None = SPO2) -> tuple[State, list[Event]]:
    return run(State(), [(sample, here) for sample in samples(values)])


def reason(event: Event) -> Why:
    assert event.why is not None
    return event.why


def told(events: Sequence[Event]) -> list[tuple[str, What, Level]]:
    return [(event.sample.reading_id, event.what, event.level) for event in events]


def test_s13_second_low_reading_in_a_row_turns_yellow() -> None:
    state, events = play([88, 90, 88, 88, 85])
    assert told(events) == [("r3", What.REACHED, YELLOW), ("r4", What.REACHED, RED)]
    assert (state.low, state.high) == (Episode(RED), None)


def test_s13_tells_why_with_its_numbers() -> None:
    yellow, red = (reason(event) for event in play([88, 90, 88, 88, 85])[1])
    assert yellow.rule == LIMIT_RULE
    assert yellow.limit == S13[1]
    assert [yellow.hits, *yellow.used] == [2, (2, 88), (3, 88)]
    assert red.limit == S13[0]
    assert [red.hits, *red.used] == [1, (4, 85)]
    assert red.version_id == "v1"
    assert red.approved
    assert red.confirmed


def test_reading_by_reading_finds_the_same() -> None:
    found: list[Event] = []
    state = State()
    for sample in samples([88, 90, 88, 88, 85]):
        state, events = step(state, sample, SPO2)
        found += events
    assert (state, found) == play([88, 90, 88, 88, 85])


def test_an_episode_escalates_once_and_does_not_multiply() -> None:
    _, events = play([85, 84, 88, 88, 85])
    assert told(events) == [("r0", What.REACHED, RED)]


def test_an_episode_is_proposed_for_closing_and_never_closes_by_itself() -> None:
    state, events = play([85, 92, 93])
    assert told(events)[1:] == [("r1", What.RECEDED, RED)]
    assert state.low == Episode(RED, receded=True)
    assert events[1].why is None


def test_a_value_beyond_the_yellow_number_is_not_back_in_green() -> None:
    state, events = play([85, 88])
    assert told(events) == [("r0", What.REACHED, RED)]
    assert state.low == Episode(RED)


def test_a_relapse_belongs_to_the_same_episode() -> None:
    state, events = play([85, 92, 88, 88, 85])
    assert told(events)[2:] == [("r3", What.RELAPSED, YELLOW)]
    assert state.low == Episode(RED)


def test_red_after_a_receded_yellow_is_reached() -> None:
    _, events = play([88, 88, 92, 85])
    assert [what for _, what, _ in told(events)] == [What.REACHED, What.RECEDED, What.REACHED]


def test_both_sides_have_their_own_episode() -> None:
    state, events = play([2.9, 20], GLUCOSE)
    assert [(event.side, event.what, event.level) for event in events] == [
        (LOW, What.REACHED, RED),
        (LOW, What.RECEDED, RED),
        (HIGH, What.REACHED, RED),
    ]
    assert (state.low, state.high) == (Episode(RED, receded=True), Episode(RED))


def test_two_of_the_last_three_need_not_be_in_a_row() -> None:
    assert told(play([4, 8, 4], GLUCOSE)[1]) == [("r2", What.REACHED, YELLOW)]
    assert told(play([4, 8, 8, 4], GLUCOSE)[1]) == []


def test_persistence_is_found_by_the_newest_reading_only() -> None:
    # Two of three are low already, but the newest is green: nothing new has happened.
    assert told(play([3.5, 3.6, 8], GLUCOSE)[1])[0] == ("r1", What.REACHED, YELLOW)


@pytest.mark.parametrize(("value", "side"), [(-inf, LOW), (inf, HIGH)])
def test_lo_and_hi_are_red_at_once_on_their_side(value: float, side: Side) -> None:
    patient = ground("glucose", "v", FOUR[1:3], approved=True)
    _, (event,) = play([value], patient)
    assert (event.side, event.level) == (side, RED)
    assert event.why is not None
    assert (event.why.rule, event.why.limit, event.why.used) == (BEYOND_RULE, None, ((0, value),))
    assert event.why.hits == 1
    _, (same,) = play([value], ground("glucose", "v", (), approved=True))
    assert same.level is RED


def test_lo_counts_among_the_low_ones() -> None:
    here = ground(
        "glucose", "v", [Limit("glucose", YELLOW, LOW, Operator.BELOW, 4, 2, 2)], approved=True
    )
    _, events = play([-inf, 3.5], here)
    assert told(events) == [("r0", What.REACHED, RED)]
    state = State(recent=((0, -inf),), up_to=0)
    _, (event,) = step(state, Sample("r1", 1, 1, 3.5), here)
    assert event.level is YELLOW


def test_a_reading_older_than_every_plan_leaves_no_trace() -> None:
    state, events = run(State(), [(samples([85])[0], None)])
    assert events == []
    assert state == State(up_to=0)
    first, second = samples([88, 88])
    assert run(State(), [(first, None), (second, SPO2)])[1] == []


def test_an_unconfirmed_value_is_judged_at_once_and_marked() -> None:
    _, (event,) = step(State(), Sample("r", 0, 0, 60, confirmed=False), SPO2)
    assert event.level is RED
    assert event.why is not None
    assert event.why.confirmed is False


def test_an_alert_of_an_unapproved_plan_is_marked() -> None:
    draft = ground("spo2", "v2", S13, approved=False)
    _, (event,) = play([85], draft)
    assert event.why is not None
    assert (event.why.approved, event.why.version_id) == (False, "v2")


@pytest.mark.parametrize(
    ("operator", "reached"),
    [
        (Operator.BELOW, [True, False, False]),
        (Operator.AT_MOST, [True, True, False]),
        (Operator.ABOVE, [False, False, True]),
        (Operator.AT_LEAST, [False, True, True]),
    ],
)
def test_each_operator_decides_on_the_limit_itself(operator: Operator, reached: list[bool]) -> None:
    side = LOW if operator in (Operator.BELOW, Operator.AT_MOST) else HIGH
    here = ground("spo2", "v", [Limit("spo2", RED, side, operator, 88)], approved=True)
    found = [samples([value])[0] for value in (87.9, 88, 88.1)]
    assert [bool(step(State(), sample, here)[1]) for sample in found] == reached
    assert [bool(run(State(), [(sample, here)])[1]) for sample in found] == reached


def test_an_episode_that_was_stored_open_recedes_at_the_next_green() -> None:
    for state in (State(0, (), low=Episode(RED)), State(0, (), high=Episode(RED))):
        sample = Sample("n", 1, 1, 8)
        after, events = run(state, [(sample, GLUCOSE)])
        assert [event.what for event in events] == [What.RECEDED]
        assert step(state, sample, GLUCOSE) == (after, tuple(events))


def test_two_readings_of_the_same_instant_are_both_judged() -> None:
    state, _ = step(State(), Sample("a", 5, 5, 88), SPO2)
    assert told(step(state, Sample("b", 5, 5, 88), SPO2)[1]) == [("b", What.REACHED, YELLOW)]


def test_a_state_remembers_the_last_ten_readings_however_they_came() -> None:
    state = State()
    for sample in samples([float(90 + at) for at in range(14)]):
        state, _ = step(state, sample, SPO2)
    assert state.recent == tuple((at, 90.0 + at) for at in range(4, 14))
    assert state == play([float(90 + at) for at in range(14)])[0]


def test_a_silent_reading_counts_and_raises_nothing() -> None:
    old = Sample("old", 0, 10**12, 88, silent=True)
    state, events = run(State(), [(old, SPO2)])
    assert (events, state.low) == ([], None)
    _, (event,) = step(state, Sample("new", 1, 1, 88), SPO2)
    assert event.level is YELLOW


def test_a_silent_red_does_not_hide_the_next_one() -> None:
    state, events = run(State(), [(Sample("old", 0, 10**12, 80, silent=True), SPO2)])
    assert events == []
    assert told(step(state, Sample("new", 1, 1, 80), SPO2)[1]) == [("new", What.REACHED, RED)]


def test_a_muted_side_raises_nothing_and_the_other_does() -> None:
    low = Sample("a", 0, 0, 2, muted=((LOW, RED),))
    high = Sample("b", 1, 1, 20, muted=((LOW, RED),))
    _, events = run(State(), [(low, GLUCOSE), (high, GLUCOSE)])
    assert told(events) == [("b", What.REACHED, RED)]


def test_a_muted_reading_can_end_an_episode() -> None:
    state, _ = play([85])
    after, events = step(state, Sample("b", 1, 1, 95, muted=((LOW, RED),)), SPO2)
    assert told(events) == [("b", What.RECEDED, RED)]
    assert after.low == Episode(RED, receded=True)


def test_in_a_pause_only_red_is_raised_and_marked() -> None:
    paused = [sample._replace(paused=True) for sample in samples([88, 88, 85])]
    _, events = run(State(), [(sample, SPO2) for sample in paused])
    assert told(events) == [("r2", What.REACHED, RED)]
    assert events[0].why is not None
    assert events[0].why.paused


def test_what_is_no_number_is_never_a_level() -> None:
    assert play([nan])[1] == []


def test_going_back_in_time_needs_a_replay() -> None:
    state, _ = play([90, 90])
    with pytest.raises(ValueError, match="replay"):
        step(state, Sample("late", 0, 5, 85), SPO2)
    with pytest.raises(ValueError, match="replay"):
        run(State(), [(sample, SPO2) for sample in reversed(samples([90, 90]))])


def test_a_closing_ends_the_episode_of_its_side_only() -> None:
    state = State(5, (), Episode(RED), Episode(YELLOW))
    assert state.closed(LOW) == State(5, (), None, Episode(YELLOW))
    assert state.closed(HIGH) == State(5, (), Episode(RED), None)


def test_after_a_closing_the_next_one_is_a_new_episode() -> None:
    state = play([85])[0].closed(LOW)
    assert told(step(state, Sample("n", 1, 1, 85), SPO2)[1]) == [("n", What.REACHED, RED)]


def test_only_limits_of_the_component_are_compiled_and_the_worst_come_first() -> None:
    mixed = ground("spo2", "v", (*FOUR, *reversed(S13)), approved=True)
    assert mixed.limits == S13
    assert (mixed.green_low, mixed.green_high) == (89, inf)
    assert (GLUCOSE.green_low, GLUCOSE.green_high) == (4, 12)


def test_lo_and_hi_are_tried_before_limits_and_these_before_answers() -> None:
    assert (beyond_rule, limit_rule, answer_rule) == RULES
    assert [rule(SPO2, [(0, 85.0)], HIGH) for rule in RULES] == [None, None, None]


def test_memory_holds_the_longest_window_allowed() -> None:
    limit = Limit("spo2", YELLOW, LOW, Operator.BELOW, 89, MEMORY, MEMORY)
    here = ground("spo2", "v", [limit], approved=True)
    assert told(play([88] * MEMORY, here)[1]) == [(f"r{MEMORY - 1}", What.REACHED, YELLOW)]
    assert len(play([88] * 30, here)[0].recent) == MEMORY


@given(st.lists(VALUES, max_size=30))
def test_a_state_survives_storing_at_any_point(values: list[float]) -> None:
    state, _ = play(values, GLUCOSE)
    text = json.dumps(state.to_data(), allow_nan=False)
    assert State.from_data(json.loads(text)) == state


@pytest.mark.parametrize(
    ("key", "value"), [("recent", 5), ("low", 5), ("up_to", "x"), ("high", {"level": 9})]
)
def test_any_other_state_is_refused(key: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        State.from_data(State().to_data() | {key: value})


@given(st.lists(VALUES, max_size=30))
def test_one_by_one_and_all_at_once_find_the_same(values: list[float]) -> None:
    found: list[Event] = []
    state = State()
    for sample in samples(values):
        state, events = step(state, sample, GLUCOSE)
        found += events
    assert (state, found) == play(values, GLUCOSE)


@given(st.lists(VALUES, max_size=30), st.integers(0, 30))
def test_stopping_in_the_middle_changes_nothing(values: list[float], cut: int) -> None:
    every = [(sample, GLUCOSE) for sample in samples(values)]
    state, first = run(State(), every[:cut])
    state = State.from_data(json.loads(json.dumps(state.to_data())))
    state, second = run(state, every[cut:])
    assert (state, first + second) == run(State(), every)


@given(st.lists(VALUES, max_size=40))
def test_an_episode_never_multiplies_and_levels_only_rise(values: list[float]) -> None:
    _, events = play(values, GLUCOSE)
    for side in Side:
        own = [event for event in events if event.side is side]
        reached = [event.level for event in own if event.what is What.REACHED]
        assert reached == sorted(set(reached))
        for before, after in pairwise([None, *(event.what for event in own)]):
            assert before is not None or after is What.REACHED
            assert (after is What.RECEDED) <= (before is not What.RECEDED)
            assert (after is What.RELAPSED) <= (before is What.RECEDED)


def oracle(values: np.ndarray, limits: Sequence[Limit], side: Side) -> np.ndarray:
    """The level that each reading reaches by k of the last n, in whole arrays."""
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
    found = np.zeros(len(values), dtype=int)
    for limit in limits:
        if limit.side is side:
            hit = compare[limit.operator.value](values, limit.value)
            count = np.convolve(hit, np.ones(limit.n, dtype=int))[: len(values)]
            found = np.maximum(found, np.where(hit & (count >= limit.k), int(limit.level), 0))
    beyond = -inf if side is Side.LOW else inf
    return np.where(values == beyond, int(RED), found)


def raised(events: Sequence[Event], side: Side) -> dict[int, Level]:
    return {
        event.sample.taken_at: event.level
        for event in events
        if event.side is side and event.what is What.REACHED
    }


@given(st.lists(VALUES, min_size=1, max_size=60))
def test_the_levels_reached_are_those_of_whole_arrays(values: list[float]) -> None:
    _, events = play(values, GLUCOSE)
    for side in Side:
        levels = oracle(np.array(values, dtype=float), FOUR, side)
        before = np.concatenate([[0], np.maximum.accumulate(levels)[:-1]])
        expected = {int(at): Level(int(levels[at])) for at in np.flatnonzero(levels > before)}
        assert raised(events, side) == expected


def test_two_years_of_a_cohort_agree_with_whole_arrays() -> None:
    draw = random.Random(1851)
    for _ in range(5):
        values = [round(draw.gauss(8, 3), 1) for _ in range(2000)]
        _, events = play(values, GLUCOSE)
        for side in Side:
            levels = oracle(np.array(values), FOUR, side)
            first = {level: int(np.argmax(levels >= level)) for level in (1, 2)}
            red = raised(events, side)
            assert max(red.values()) is RED
            assert min(at for at, level in red.items() if level is RED) == first[2]
            assert min(red) == first[1]


def test_one_step_of_a_ground_that_looks_back_is_given_what_was_before() -> None:
    rise = Change("weight", YELLOW, HIGH, 2, 3)
    here = ground("weight", "v", (), approved=True, rules=[rise])
    state = State(up_to=5, recent=((5, 80.0),))
    assert step(state, Sample("n", 6, 6, 82), here)[1][0].level is YELLOW
    after, events = step(state, Sample("n", 6, 6, 81.5), here, [(4, 79.5), (5, 80.0)])
    assert [event.level for event in events] == [YELLOW]
    assert after.recent == ((4, 79.5), (5, 80.0), (6, 81.5))
