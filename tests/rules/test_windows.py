"""Change and personal baseline: beside a plain recount, and at their borders."""

from collections.abc import Sequence
from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.zone import day_start
from station.rules.findings import limit_rule
from station.rules.ground import DAY_MS, HOUR_MS, Ground, ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change
from station.rules.why import BASELINE_RULE, CHANGE_RULE, Used, Why
from station.rules.windows import Watch, difference, median_of, spread_of
from tests.rules.recount import changed, lasted, left_normal, local_day

YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
START = 1_792_200_000_000
"""Early on 17 October 2026: the night of 25 hours lies a week ahead."""
RISE = Change("weight", YELLOW, HIGH, 2, 3)
FALL = Change("weight", YELLOW, LOW, 2, 3)
NORMAL = Baseline("weight", YELLOW, HIGH, 1, 3, 14, 2, 7)
UNDER = Baseline("spo2", YELLOW, LOW, 2, 0, 7, 1, 3)


def daily(values: Sequence[float], start: int = START) -> list[Used]:
    return [(start + at * DAY_MS, value) for at, value in enumerate(values)]


def found(rule: Change | Baseline, numbers: Sequence[Used]) -> list[bool]:
    component = rule.component
    watch = Watch(ground(component, "v", (), approved=True, rules=[rule]), ())
    return [bool(watch.look(used)) for used in numbers]


def last(rule: Change | Baseline, numbers: Sequence[Used]) -> Why:
    watch = Watch(ground(rule.component, "v", (), approved=False, rules=[rule]), list(numbers[:-1]))
    (why,) = watch.look(numbers[-1])
    return why


def test_the_guideline_rule_finds_two_kilos_in_three_days() -> None:
    assert found(RISE, daily([80, 80.6, 81.3, 82])) == [False, False, False, True]
    assert found(RISE, daily([80, 80.6, 81.3, 81.9])) == [False] * 4
    assert found(RISE, daily([80, 80.4, 80.9, 81.4, 82])) == [False] * 5


def test_a_change_says_from_which_reading_and_by_whose_plan() -> None:
    why = last(RISE, daily([80.5, 80, 81, 82]))
    assert why == Why(
        CHANGE_RULE,
        "weight",
        HIGH,
        YELLOW,
        ((START + DAY_MS, 80.0), (START + 3 * DAY_MS, 82.0)),
        1,
        version_id="v",
        approved=False,
        plan_rule=RISE,
    )


def test_the_dust_of_floating_numbers_does_not_swallow_two_kilos() -> None:
    assert 65.1 - 63.1 < 2
    assert difference(HIGH, 65.1, 63.1) == 2
    assert found(RISE, daily([63.1, 65.1])) == [False, True]
    assert found(FALL, daily([65.1, 63.1])) == [False, True]


def test_days_are_local_days_so_an_hour_late_in_the_morning_still_counts() -> None:
    four = [(START, 80.0), (START + 3 * DAY_MS + 5 * HOUR_MS, 82.0)]
    assert found(RISE, four) == [False, True]
    midnight = day_start(local_day(START + 3 * DAY_MS)) + DAY_MS
    assert found(RISE, [(START, 80.0), (midnight, 82.0)]) == [False, False]


def test_the_night_of_25_hours_is_one_night() -> None:
    # 24 October 2026 08:00 to 27 October 08:00 is 73 hours.
    before = day_start(local_day(START + 7 * DAY_MS)) + 8 * HOUR_MS
    assert found(RISE, [(before, 80.0), (before + 73 * HOUR_MS, 82.0)]) == [False, True]


def test_a_fall_is_not_a_rise() -> None:
    assert found(RISE, daily([82, 80])) == [False, False]
    assert found(FALL, daily([80, 82])) == [False, False]


@pytest.mark.parametrize("odd", [inf, -inf, nan, 1e300])
def test_what_has_no_size_is_left_out_of_change_and_baseline(odd: float) -> None:
    assert found(RISE, daily([80, odd, 82])) == [False, False, True]
    assert found(NORMAL, daily([*[80] * 7, odd, 80, 84, 84]))[-1]
    watch = Watch(ground("weight", "v", (), approved=True, rules=[RISE]), ())
    watch.look((0, 80))
    watch.look((1, odd))
    assert watch.measured() == ((None, False),)


def test_a_baseline_needs_its_readings() -> None:
    assert found(NORMAL, daily([80] * 8 + [84]))[-1]
    assert not found(NORMAL, daily([80] * 7 + [84]))[-1]


def test_a_baseline_says_what_it_compared() -> None:
    why = last(NORMAL, daily([80, 80.2, 79.8, 80, 80.2, 79.8, 80, 82, 83]))
    assert why.rule == BASELINE_RULE
    assert why.normal is not None
    assert (why.normal.mean, why.normal.median, why.normal.readings) == (82.5, 80, 7)
    assert why.normal.spread == pytest.approx(1.4826 * 0.2)
    assert (why.used, why.hits) == (((START + 8 * DAY_MS, 83.0),), 2)


def test_a_restless_person_needs_a_larger_step() -> None:
    restless = [80, 83, 77, 82, 78, 81, 79, 80]
    assert not found(NORMAL, daily([*restless, 82, 82]))[-1]
    calm = [80, 80.1, 79.9, 80, 80.1, 79.9, 80, 80]
    assert found(NORMAL, daily([*calm, 82, 82]))[-1]


def test_the_spread_has_a_floor() -> None:
    assert spread_of("weight", [80, 80, 80], 80) == 0.2
    assert spread_of("esas_r.pain", [3, 3], 3) == 0.5
    # Three floors of 0.2 kg are less than the least step; with 0.5 kg as the least, they decide.
    rule = Baseline("weight", YELLOW, HIGH, 0.5, 3, 14, 1, 3)
    assert not found(rule, daily([80, 80, 80, 80.55]))[-1]
    assert found(rule, daily([80, 80, 80, 80.6]))[-1]


def test_what_is_older_than_its_days_is_forgotten() -> None:
    old = [(START, 90.0), (START + DAY_MS, 90.0), (START + 2 * DAY_MS, 90.0)]
    new = [(START + at * DAY_MS, 94.0) for at in range(9, 13)]
    late = [(START + 13 * DAY_MS, 92.0)]
    assert found(UNDER, [*old, *new, *late])[-1]
    assert len(last(UNDER, [*old, *new, *late]).used) == 1


@pytest.mark.parametrize(("values", "middle"), [([1], 1), ([1, 3], 2), ([1, 2, 9], 2)])
def test_the_median_of_sorted_numbers(values: list[float], middle: float) -> None:
    assert median_of(values) == middle


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, HOUR_MS, 5 * HOUR_MS, 12 * HOUR_MS, 23 * HOUR_MS, DAY_MS, 3 * DAY_MS]),
        st.one_of(st.sampled_from([inf, -inf]), st.integers(780, 840).map(lambda n: n / 10)),
    ),
    max_size=40,
)


def placed(steps: Sequence[tuple[int, float]]) -> list[Used]:
    moment, numbers = START, []
    for step, value in steps:
        moment += step
        numbers.append((moment, value))
    return numbers


@given(STEPS, st.sampled_from([0.1, 0.5, 2, 3]), st.integers(1, 5), st.sampled_from(Side))
@example([(0, 63.1), (DAY_MS, 65.1)], 2, 1, HIGH)
def test_a_change_is_what_a_plain_recount_finds(
    steps: list[tuple[int, float]], by: float, days: int, side: Side
) -> None:
    rule = Change("weight", YELLOW, side, by, days)
    numbers = placed(steps)
    assert found(rule, numbers) == [changed(rule, numbers, at) for at in range(len(numbers))]


@given(
    STEPS,
    st.tuples(st.integers(1, 8), st.integers(1, 3), st.integers(1, 5)),
    st.sampled_from([0.5, 1, 2]),
    st.sampled_from([0, 1, 3]),
    st.sampled_from(Side),
)
def test_a_baseline_is_what_a_plain_recount_finds(
    steps: list[tuple[int, float]],
    spans: tuple[int, int, int],
    least: float,
    spreads: float,
    side: Side,
) -> None:
    rule = Baseline("weight", YELLOW, side, least, spreads, *spans)
    numbers = placed(steps)
    assert found(rule, numbers) == [left_normal(rule, numbers, at) for at in range(len(numbers))]


@given(STEPS, st.integers(0, 40))
def test_beginning_in_the_middle_is_the_same_as_having_seen_it_all(
    steps: list[tuple[int, float]], cut: int
) -> None:
    here = ground("weight", "v", (), approved=True, rules=[RISE, FALL, NORMAL])
    numbers = placed(steps)
    whole = Watch(here, ())
    all_of_it = [whole.look(used) for used in numbers]
    later = Watch(here, numbers[:cut])
    assert [later.look(used) for used in numbers[cut:]] == all_of_it[cut:]


@pytest.mark.parametrize("moment", [-(10**15), 0, 10**17])
def test_impossible_times_do_not_stop_it(moment: int) -> None:
    assert found(RISE, [(moment, 80), (moment, 83)]) == [False, True]


@given(STEPS, st.sampled_from([1, 6, 12, 24, 48]), st.sampled_from(Operator))
def test_a_run_of_hours_is_what_a_plain_recount_finds(
    steps: list[tuple[int, float]], hours: int, operator: Operator
) -> None:
    side = LOW if operator in (Operator.BELOW, Operator.AT_MOST) else HIGH
    limit = Limit("weight", YELLOW, side, operator, 81, hours=hours)
    numbers = placed(steps)
    here = ground("weight", "v", [limit], approved=True)
    from_engine = [_lasts(here, numbers[: at + 1], side) for at in range(len(numbers))]
    assert from_engine == [lasted(limit, numbers, at) for at in range(len(numbers))]


def _lasts(here: Ground, past: Sequence[Used], side: Side) -> bool:
    kept = [used for used in past if used[0] >= past[-1][0] - here.window_ms]
    return limit_rule(here, kept, side) is not None
