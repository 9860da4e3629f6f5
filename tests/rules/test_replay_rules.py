"""Every kind of rule, live and replayed: any order of arrival, closings, and odd readings."""

import json
import random as dice
from collections.abc import Sequence
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.rules.alerts import Event, Sample, State, What
from station.rules.force import Force
from station.rules.ground import DAY_MS, HOUR_MS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanStatus
from station.rules.readings import Reading
from station.rules.replay import Closing, Grounds, judge, key_of, levels_found, samples, unseen
from station.rules.rulebook import Baseline, Change
from station.rules.why import Why
from tests.rules.plans import in_force, version

YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
START = 1_792_200_000_000
LIMITS = (
    Limit("weight", RED, HIGH, Operator.AT_LEAST, 86),
    Limit("weight", YELLOW, HIGH, Operator.ABOVE, 84, 2, 3),
    Limit("weight", YELLOW, HIGH, Operator.ABOVE, 82, hours=24),
)
RULES = (
    Change("weight", YELLOW, HIGH, 2, 3),
    Change("weight", RED, LOW, 4, 5),
    Baseline("weight", YELLOW, HIGH, 1, 3, 7, 2, 3),
)
GROUNDS = Grounds("weight", in_force(LIMITS, RULES))
PAIR = (Limit("weight", YELLOW, HIGH, Operator.ABOVE, 84, 2, 2),)


def told(events: Sequence[Event]) -> list[tuple[str, What, Level]]:
    return [(event.sample.reading_id, event.what, event.level) for event in events]


def hour(at: float, value: float, arrived: float | None = None, name: str = "") -> Sample:
    came = at if arrived is None else arrived
    return Sample(name or f"{at:g}", START + int(at * HOUR_MS), START + int(came * HOUR_MS), value)


STREAM = st.lists(
    st.tuples(
        st.integers(0, 30 * 4),
        st.one_of(
            st.integers(780, 870).map(lambda n: n / 10), st.sampled_from([-inf, inf, nan, 82.0])
        ),
    ),
    max_size=40,
)


def stream(found: Sequence[tuple[int, float]]) -> list[Sample]:
    made = [hour(at * 6, value, name=f"{n:03}") for n, (at, value) in enumerate(found)]
    return sorted(made, key=lambda sample: (sample.taken_at, sample.reading_id))


def same(events: Sequence[Event]) -> list[str]:
    """Events as text: what is no number is not equal to itself."""
    return [repr(event) for event in events]


@given(STREAM, st.integers(0, 120))
def test_going_on_from_a_state_is_judging_everything(
    found: list[tuple[int, float]], cut: int
) -> None:
    ordered = stream(found)
    before = [each for each in ordered if each.taken_at < START + cut * 6 * HOUR_MS]
    after = ordered[len(before) :]
    state, first = judge(State(), GROUNDS, before)
    kept = State.from_data(json.loads(json.dumps(state.to_data())))
    since = (after[0].taken_at if after else START) - GROUNDS.window_ms
    near = [each for each in before if each.taken_at >= since]
    state, second = judge(kept, GROUNDS, after, before=near)
    whole_state, whole = judge(State(), GROUNDS, ordered)
    assert same(first + second) == same(whole)
    assert repr(state) == repr(whole_state)


@given(STREAM)
def test_reading_by_reading_is_the_same_as_all_at_once(found: list[tuple[int, float]]) -> None:
    ordered = stream(found)
    state, events = State(), []
    for at, sample in enumerate(ordered):
        near = [
            each for each in ordered[:at] if each.taken_at >= sample.taken_at - GROUNDS.window_ms
        ]
        state, more = judge(state, GROUNDS, [sample], before=near)
        events += more
    whole_state, whole = judge(State(), GROUNDS, ordered)
    assert same(events) == same(whole)
    assert repr(state) == repr(whole_state)


@given(STREAM, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_the_outcome(
    found: list[tuple[int, float]], random: dice.Random
) -> None:
    readings = [
        Reading(f"{n:03}", "p", "weight", START + at * HOUR_MS, START, (value,))
        for n, (at, value) in enumerate(found)
    ]
    expected = judge(State(), GROUNDS, samples("weight", readings))
    random.shuffle(readings)
    again = judge(State(), GROUNDS, samples("weight", readings))
    assert repr(again) == repr(expected)


@given(STREAM)
def test_every_reason_survives_being_stored(found: list[tuple[int, float]]) -> None:
    _, events = judge(State(), GROUNDS, stream(found))
    for event in events:
        if event.why is not None:
            stored = json.dumps(event.why.to_data(), allow_nan=False)
            assert repr(Why.from_data(json.loads(stored))) == repr(event.why)


ODD_TIMES = st.lists(
    st.tuples(
        st.integers(-(10**13), 10**14),
        st.floats(allow_nan=True, allow_infinity=True),
    ),
    max_size=20,
)


@given(ODD_TIMES)
def test_odd_readings_never_stop_the_engine(found: list[tuple[int, float]]) -> None:
    made = [Sample(f"{n}", at, 0, value) for n, (at, value) in enumerate(found)]
    ordered = sorted(made, key=lambda sample: (sample.taken_at, sample.reading_id))
    grounds = Grounds("weight", in_force(LIMITS, RULES, start=-(10**13)))
    _, events = judge(State(), grounds, [each for each in ordered if each.taken_at >= 0])
    assert all(event.level > Level.GREEN for event in events)


def test_a_reading_from_tomorrow_and_a_clock_set_back_are_judged_where_they_stand() -> None:
    ordered = [hour(0, 80), hour(24, 80, arrived=0), hour(25, 87, arrived=-5)]
    _, events = judge(State(), GROUNDS, ordered)
    assert ("25", What.REACHED, RED) in told(events)


def test_what_no_plan_covers_is_no_part_of_a_window() -> None:
    grounds = Grounds("weight", in_force((), RULES[:1], start=START + 24 * HOUR_MS))
    assert judge(State(), grounds, [hour(0, 80), hour(30, 83)])[1] == []
    assert told(judge(State(), grounds, [hour(25, 80), hour(30, 83)])[1]) == [
        ("30", What.REACHED, YELLOW)
    ]
    assert judge(State(), grounds, [hour(30, 83)], before=[hour(0, 80)])[1] == []
    assert levels_found([hour(0, 80), hour(30, 83)], grounds, HIGH) == {}


def test_a_new_version_looks_back_on_readings_under_the_old_one() -> None:
    force = Force(
        [
            version(1, LIMITS[:1], start=START, status=PlanStatus.REPLACED),
            version(2, LIMITS[:1], RULES[:1], start=START + 30 * HOUR_MS),
        ]
    )
    grounds = Grounds("weight", force)
    assert grounds.window_ms == 5 * DAY_MS
    _, events = judge(State(), grounds, [hour(0, 80), hour(20, 82.5), hour(40, 82.5)])
    assert told(events) == [("40", What.REACHED, YELLOW)]


def test_the_answers_of_a_form_are_judged_without_any_plan() -> None:
    grounds = Grounds("f.a", Force([]), {2: YELLOW, 3: RED})
    assert grounds.first == 0
    assert grounds.window_ms == 0
    ordered = [hour(0, 1), hour(1, 2), hour(2, 3), hour(3, 0)]
    state, events = judge(State(), grounds, ordered)
    assert told(events) == [
        ("1", What.REACHED, YELLOW),
        ("2", What.REACHED, RED),
        ("3", What.RECEDED, RED),
    ]
    assert state.high is not None
    assert events[0].why is not None
    assert (events[0].why.version_id, events[0].why.approved) == ("", True)
    assert Grounds("f.a", Force([]), {1: Level.GREEN}).first is None


def test_where_a_plan_is_in_force_both_it_and_the_form_judge() -> None:
    limit = Limit("f.a", RED, HIGH, Operator.AT_LEAST, 2)
    grounds = Grounds("f.a", in_force([limit]), {2: YELLOW})
    assert grounds.first == 0
    _, (event,) = judge(State(), grounds, [hour(0, 2)])
    assert event.why is not None
    assert (event.level, event.why.version_id) == (RED, "v1")


# ---------------------------------------------------------------- behind a closing (decision 0072)

PAIRS = Grounds("weight", in_force(PAIR))
CLOSED = [Closing(HIGH, START + 9 * HOUR_MS)]


def test_a_pair_whose_first_reading_came_late_is_seen_though_the_second_was_known() -> None:
    ordered = [hour(5, 85, arrived=12), hour(6, 85)]
    state, events = judge(State(), PAIRS, ordered, CLOSED)
    assert told(events) == [("6", What.REACHED, YELLOW)]
    assert state.high is not None


def test_a_pair_that_was_known_raises_nothing_again() -> None:
    ordered = [hour(5, 85), hour(6, 85)]
    assert judge(State(), PAIRS, ordered, CLOSED)[1] == []


def test_a_late_green_reading_between_a_known_pair_raises_nothing() -> None:
    ordered = [hour(5, 85), hour(5.5, 80, arrived=12), hour(6, 85)]
    assert judge(State(), PAIRS, ordered, CLOSED)[1] == []


def test_a_late_reading_that_makes_a_known_yellow_red_is_seen() -> None:
    grounds = Grounds("weight", in_force([LIMITS[1]], [RULES[1]]))
    ordered = [hour(0, 89, arrived=12), hour(6, 84.5), hour(7, 84.5)]
    known = levels_found([hour(6, 84.5), hour(7, 84.5)], grounds, HIGH)
    assert known == {"7": YELLOW}
    closings = [*CLOSED, Closing(LOW, START + 9 * HOUR_MS)]
    _, events = judge(State(), grounds, ordered, closings)
    assert ("6", What.REACHED, RED) in told(events)


@pytest.mark.parametrize(("arrived", "raises"), [(9, False), (9.01, True)])
def test_what_came_in_the_same_instant_as_the_closing_was_known(
    arrived: float, raises: bool
) -> None:
    ordered = [hour(5, 85, arrived), hour(6, 85)]
    assert bool(judge(State(), PAIRS, ordered, CLOSED)[1]) is raises


class LatePairs(RuleBasedStateMachine):
    """Readings arrive late in any order and alerts are closed; all rules are in force."""

    grounds = GROUNDS

    def __init__(self) -> None:
        """Begin with nothing known."""
        super().__init__()
        self.now = 200
        self.samples: list[Sample] = []
        self.closings: list[Closing] = []
        self.open: dict[Side, set[tuple[str, str, int]]] = {side: set() for side in Side}
        self.levels: dict[Side, Level] = {}

    def _judged(self) -> tuple[State, list[Event]]:
        ordered = sorted(self.samples, key=lambda each: (each.taken_at, each.reading_id))
        return judge(State(), self.grounds, ordered, self.closings)

    @rule(late=st.integers(0, 150), value=st.sampled_from([80, 82.5, 84.5, 85, 86.5]))
    def arrive(self, late: int, value: float) -> None:
        """One reading comes in; everything is judged again, as judging does."""
        self.now += 1
        self.samples.append(hour(self.now - late, value, self.now, f"{len(self.samples):04}"))
        _, events = self._judged()
        known = self.open[LOW] | self.open[HIGH]
        for event in unseen(events, known):
            self.open[event.side].add(key_of(event))
            self.levels[event.side] = max(event.level, self.levels.get(event.side, event.level))

    @rule(side=st.sampled_from(Side))
    def close(self, side: Side) -> None:
        """A person closes what is open on one side."""
        self.now += 1
        if side in self.levels:
            self.closings.append(Closing(side, START + self.now * HOUR_MS))
            del self.levels[side]
            self.open[side].clear()

    @invariant()
    def the_engine_and_the_list_agree(self) -> None:
        """An open episode of the engine is an alert on the list, at least as bad."""
        state, _ = self._judged()
        for side, episode in ((LOW, state.low), (HIGH, state.high)):
            if episode is not None:
                assert self.levels.get(side, Level.GREEN) >= episode.level

    @invariant()
    def nothing_new_goes_untold(self) -> None:
        """Whatever is found now and was not found at the last closing stands on the list."""
        ordered = sorted(self.samples, key=lambda each: (each.taken_at, each.reading_id))
        for side in Side:
            closed = max((each.at for each in self.closings if each.side is side), default=0)
            then = [each for each in ordered if each.arrived_at <= closed]
            before = levels_found(then, self.grounds, side)
            for reading, level in levels_found(ordered, self.grounds, side).items():
                if level > before.get(reading, Level.GREEN):
                    assert self.levels.get(side, Level.GREEN) >= level


TestLatePairs = LatePairs.TestCase
TestLatePairs.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
