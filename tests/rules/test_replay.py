"""Judging again: late arrivals, closings, versions and pauses, in any order of arrival."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.rules.alerts import Episode, Event, Sample, State, What
from station.rules.force import Force
from station.rules.ground import DAY_MS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.readings import Excluded, Reading, Source
from station.rules.replay import (
    Bare,
    Closing,
    Grounds,
    judge,
    key_of,
    samples,
    samples_of,
    unseen,
)

HOUR = 3_600_000
RED, YELLOW = Level.RED, Level.YELLOW
LOW, HIGH = Side.LOW, Side.HIGH
LIMITS = (
    Limit("spo2", RED, LOW, Operator.BELOW, 86),
    Limit("spo2", YELLOW, LOW, Operator.BELOW, 89, 2, 2),
)
VALUES = st.sampled_from([84, 85, 86, 88, 88.9, 89, 93])


def version(
    number: int, limits: Sequence[Limit], start: int | None, status: PlanStatus, created: int = 0
) -> PlanVersion:
    content = PlanContent("kols", "nb", limits=tuple(limits))
    return PlanVersion(
        f"v{number}", "plan", "p", number, status, content, created, "n", in_force_from=start
    )


GROUNDS = Grounds("spo2", Force([version(1, LIMITS, 0, PlanStatus.APPROVED)]))


def spo2(
    taken: int,
    value: float | None,
    arrived: int | None = None,
    source: Source = Source.TABLET,
    excluded: Excluded = Excluded.NO,
) -> Reading:
    arrives = taken if arrived is None else arrived
    return Reading(
        f"{taken:x}", "p", "spo2", taken, arrives, (value,), source=source, excluded=excluded
    )


def play(
    readings: Sequence[Reading], closings: Sequence[Closing] = (), grounds: Grounds = GROUNDS
) -> tuple[State, list[Event]]:
    return judge(State(), grounds, samples("spo2", readings), closings)


def told(events: Sequence[Event]) -> list[tuple[int, What, Level]]:
    return [(event.sample.taken_at, event.what, event.level) for event in events]


def test_excluded_and_failed_readings_never_count() -> None:
    readings = [
        spo2(1, 88),
        spo2(2, 84, excluded=Excluded.ACTIVITY),
        spo2(3, None),
        spo2(4, 88),
    ]
    assert told(play(readings)[1]) == [(4, What.REACHED, YELLOW)]


def test_unmarking_restores_what_was_found() -> None:
    marked = [spo2(1, 88), spo2(2, 93, excluded=Excluded.ACTIVITY), spo2(3, 88)]
    unmarked = [replace(each, excluded=Excluded.NO) for each in marked]
    assert told(play(marked)[1]) == [(3, What.REACHED, YELLOW)]
    assert told(play(unmarked)[1]) == []


def test_lo_and_hi_become_infinite() -> None:
    low = Reading("1", "p", "glucose", 1, 1, (None,), Side.LOW)
    high = Reading("2", "p", "glucose", 2, 2, (None,), Side.HIGH)
    assert [sample.value for sample in samples("glucose", [high, low])] == [
        float("-inf"),
        float("inf"),
    ]


def test_each_half_of_a_blood_pressure_is_judged_by_itself() -> None:
    readings = [
        Reading("1", "p", "bp", 1, 1, (132, 81)),
        Reading("2", "p", "bp", 2, 2, (None, 79)),
    ]
    assert [sample.value for sample in samples("sys", readings)] == [132]
    assert [sample.value for sample in samples("dia", readings)] == [81, 79]


@pytest.mark.parametrize(
    ("source", "age", "raises"),
    [
        (Source.FILE, 7 * DAY_MS, True),
        (Source.FILE, 7 * DAY_MS + 1, False),
        (Source.DEVICE, 400 * DAY_MS, True),
        (Source.TABLET, 400 * DAY_MS, True),
        (Source.CENTRE, 400 * DAY_MS, True),
        (Source.MANUAL, 400 * DAY_MS, True),
    ],
)
def test_a_file_of_history_raises_nothing_and_everything_else_does(
    source: Source, age: int, raises: bool
) -> None:
    _, events = play([spo2(1000, 80, 1000 + age, source)])
    assert bool(events) is raises


def test_how_old_history_is_can_be_set() -> None:
    reading = spo2(0, 80, 3 * DAY_MS, Source.FILE)
    assert [sample.silent for sample in samples("spo2", [reading], 2)] == [True]
    assert [sample.silent for sample in samples("spo2", [reading], 3)] == [False]


def test_the_version_in_force_at_the_reading_s_own_time_decides() -> None:
    stricter = (Limit("spo2", RED, LOW, Operator.BELOW, 90),)
    force = Force(
        [
            version(1, LIMITS, 0, PlanStatus.REPLACED),
            version(2, stricter, 100, PlanStatus.APPROVED),
        ]
    )
    grounds = Grounds("spo2", force)
    _, events = play([spo2(99, 88, 5000), spo2(100, 88)], grounds=grounds)
    assert told(events) == [(100, What.REACHED, RED)]
    assert events[0].why is not None
    assert events[0].why.version_id == "v2"


def test_the_trial_period_is_judged_by_the_draft_and_marked_also_after_approval() -> None:
    force = Force([version(1, LIMITS, 100, PlanStatus.APPROVED, created=10)])
    _, events = play([spo2(5, 80), spo2(10, 85), spo2(11, 95)], grounds=Grounds("spo2", force))
    assert told(events) == [(10, What.REACHED, RED), (11, What.RECEDED, RED)]
    assert events[0].why is not None
    assert events[0].why.approved is False


def test_a_version_is_compiled_once_for_each_way_it_decides() -> None:
    grounds = Grounds("spo2", Force([version(1, LIMITS, 100, PlanStatus.APPROVED, created=10)]))
    trial, after = grounds.at(50), grounds.at(150)
    assert trial is not None
    assert after is not None
    assert (trial.approved, after.approved) == (False, True)
    assert grounds.at(60) is trial
    assert grounds.at(9) is None


@pytest.mark.parametrize(("moment", "raises"), [(9, True), (10, False), (19, False), (20, True)])
def test_yellow_is_not_raised_within_a_pause(moment: int, raises: bool) -> None:
    ordered = samples("spo2", [spo2(0, 88), spo2(moment, 88)], pauses=[(10, 20)])
    _, events = judge(State(), GROUNDS, ordered)
    assert bool(events) is raises


def test_red_is_raised_within_a_pause_and_marked() -> None:
    _, (event,) = judge(State(), GROUNDS, samples("spo2", [spo2(15, 85)], pauses=[(10, 20)]))
    assert event.why is not None
    assert (event.level, event.why.paused) == (RED, True)


def test_what_was_known_at_the_closing_raises_nothing_again() -> None:
    readings = [spo2(6 * HOUR, 85), spo2(7 * HOUR, 84)]
    state, events = play(readings, [Closing(LOW, 9 * HOUR)])
    assert (events, state.low) == ([], None)


def test_a_closing_of_the_other_side_mutes_nothing() -> None:
    assert told(play([spo2(6, 85)], [Closing(HIGH, 9)])[1]) == [(6, What.REACHED, RED)]


def test_a_late_red_behind_a_closing_is_seen() -> None:
    readings = [spo2(5 * HOUR, 85), spo2(6 * HOUR, 84, 12 * HOUR), spo2(7 * HOUR, 85)]
    state, events = play(readings, [Closing(LOW, 9 * HOUR)])
    assert told(events) == [(6 * HOUR, What.REACHED, RED)]
    assert state.low == Episode(RED)


def test_a_late_yellow_behind_a_closed_red_leaves_the_next_red_to_be_raised() -> None:
    readings = [
        spo2(5 * HOUR, 88, 12 * HOUR),
        spo2(6 * HOUR, 88, 12 * HOUR),
        spo2(7 * HOUR, 84),
        spo2(13 * HOUR, 84),
    ]
    _, events = play(readings, [Closing(LOW, 9 * HOUR)])
    assert told(events) == [(6 * HOUR, What.REACHED, YELLOW), (13 * HOUR, What.REACHED, RED)]


def test_the_last_closing_counts_and_what_came_in_the_same_instant_was_known() -> None:
    closings = [Closing(LOW, 9), Closing(LOW, 4)]
    assert play([spo2(5, 85, 9)], closings)[1] == []
    assert told(play([spo2(5, 85, 10)], closings)[1]) == [(5, What.REACHED, RED)]


def test_only_levels_that_nobody_was_told_of_are_new() -> None:
    _, events = play([spo2(1, 88), spo2(2, 88), spo2(3, 95), spo2(4, 85)])
    assert [key_of(event) for event in unseen(events, ())] == [("2", "low", 1), ("4", "low", 2)]
    assert unseen(events, {("2", "low", 1), ("4", "low", 2)}) == []
    assert [event.level for event in unseen(events, {("2", "low", 2)})] == [YELLOW, RED]


@given(st.lists(st.tuples(st.integers(0, 40), VALUES), max_size=25), st.randoms())
def test_the_order_of_arrival_does_not_change_the_outcome(
    found: list[tuple[int, float]], random: object
) -> None:
    readings = [
        Reading(f"{at}", "p", "spo2", taken, taken, (value,))
        for at, (taken, value) in enumerate(found)
    ]
    expected = play(readings)
    random.shuffle(readings)  # type: ignore[attr-defined]
    assert play(readings) == expected


@given(st.lists(st.tuples(st.integers(0, 60), VALUES), max_size=25), st.integers(0, 60))
def test_going_on_from_a_state_is_judging_everything(
    found: list[tuple[int, float]], cut: int
) -> None:
    readings = [spo2(taken, value) for taken, value in {at: (at, v) for at, v in found}.values()]
    before = [each for each in readings if each.taken_at < cut]
    after = [each for each in readings if each.taken_at >= cut]
    state, first = play(before)
    state, second = judge(state, GROUNDS, samples("spo2", after))
    assert (state, first + second) == play(readings)


class Arrivals(RuleBasedStateMachine):
    """Readings arrive late and in any order, and a person closes what is open."""

    def __init__(self) -> None:
        """Begin at hour 100 with nothing known."""
        super().__init__()
        self.now = 100
        self.readings: list[Reading] = []
        self.closings: list[Closing] = []
        self.told: set[tuple[str, str, int]] = set()
        self.open: Level | None = None

    @rule(late=st.integers(0, 30), value=VALUES)
    def arrive(self, late: int, value: float) -> None:
        """One reading comes in, taken up to 30 hours ago; everything is judged again."""
        self.now += 1
        self.readings.append(
            Reading(f"{len(self.readings):032x}", "p", "spo2", self.now - late, self.now, (value,))
        )
        _, events = play(self.readings, self.closings)
        for event in unseen(events, self.told):
            self.told.add(key_of(event))
            self.open = max(event.level, self.open or event.level)

    @rule()
    def close(self) -> None:
        """A person closes the open alert; what was told before is asked of open ones only."""
        self.now += 1
        if self.open is not None:
            self.closings.append(Closing(LOW, self.now))
            self.open = None
            self.told.clear()

    @invariant()
    def no_red_goes_untold(self) -> None:
        """Every red that came after the last closing stands in an open red alert."""
        closed = max((closing.at for closing in self.closings), default=0)
        fresh = [each for each in self.readings if each.arrived_at > closed]
        if any(LIMITS[0].hit(each.values[0] or 0) for each in fresh):
            assert self.open is RED

    @invariant()
    def the_engine_and_the_list_agree(self) -> None:
        """Where the engine has an open episode, the list has an alert at least as bad."""
        state, _ = play(self.readings, self.closings)
        if state.low is not None:
            assert self.open is not None
            assert self.open >= state.low.level


TestArrivals = Arrivals.TestCase
TestArrivals.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_samples_are_ordered_by_time_and_then_by_id() -> None:
    readings = [Reading(name, "p", "spo2", 5, 5, (90,)) for name in "cab"]
    found = samples("spo2", [*readings, spo2(1, 90)])
    assert [sample.reading_id for sample in found] == ["1", "a", "b", "c"]
    assert found[0] == Sample("1", 1, 1, 90)


BARE = st.builds(
    Reading,
    id=st.sampled_from("abc"),
    patient_id=st.just("p"),
    kind=st.just("spo2"),
    taken_at=st.integers(0, 9) | st.integers(0, 30 * DAY_MS),
    arrived_at=st.integers(0, 9) | st.integers(0, 30 * DAY_MS),
    values=st.tuples(st.none() | st.sampled_from([84.0, 0.0, 93.5])),
    beyond=st.none() | st.sampled_from(Side),
    confirmed=st.booleans(),
    excluded=st.sampled_from(Excluded),
    source=st.sampled_from(Source),
    counted_at=st.integers(0, 40 * DAY_MS),
)
PAUSES = st.lists(st.tuples(st.integers(0, DAY_MS), st.integers(0, 9 * DAY_MS)), max_size=2)


@given(st.lists(BARE, max_size=6), PAUSES, st.integers(0, 10))
def test_readings_that_are_read_bare_are_the_same_samples(
    readings: list[Reading], pauses: list[tuple[int, int]], days: int
) -> None:
    ordered = sorted(readings, key=lambda each: (each.taken_at, each.id))
    bare = [
        Bare(
            each.id,
            each.taken_at,
            each.arrived_at,
            each.values[0],
            each.beyond or "",
            int(each.confirmed),
            each.source.value,
            each.counted_at,
        )
        for each in ordered
        if each.excluded is Excluded.NO and (each.beyond or each.values[0] is not None)
    ]
    assert samples_of(bare, days, pauses) == samples("spo2", ordered, days, pauses)
