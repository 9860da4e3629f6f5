"""What limits would have given: the engine's own rules, counted by local day."""

from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.alerts import Sample, State, What, step
from station.rules.counts import Counts, count_days
from station.rules.findings import worst_level
from station.rules.ground import ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.replay import Grounds, levels_found
from station.rules.rulebook import Baseline, Change
from tests.rules.plans import in_force
from tests.rules.recount import local_day

DAY, HOUR = 86_400_000, 3_600_000
START = 1_795_161_600_000  # Friday 20 November 2026 09:00 in Oslo
LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)
HERE = ground("spo2", "", LIMITS, approved=False)


def samples(*values: float, apart: int = DAY) -> list[Sample]:
    return [
        Sample(str(at), START + at * apart, START + at * apart, value)
        for at, value in enumerate(values)
    ]


def test_days_are_counted_at_their_worst_and_yellow_waits_for_the_second() -> None:
    # S13 of the scenarios: 88, 90, 88, 88, 85.
    assert count_days(samples(88, 90, 88, 88, 85), HERE, START) == Counts(5, 88, 5, 1, 1)


def test_a_red_day_is_not_counted_as_yellow_too() -> None:
    assert count_days(samples(88, 88, 85, apart=60_000), HERE, START) == Counts(3, 88, 1, 0, 1)


def test_what_came_before_the_span_is_remembered_and_not_counted() -> None:
    found = count_days(samples(88, 88), HERE, START + 1)
    assert found == Counts(1, 88, 1, 1, 0)


def test_without_readings_there_is_nothing_to_say() -> None:
    assert count_days([], HERE, START) == Counts(0, None, 0, 0, 0)


@pytest.mark.parametrize(("values", "median"), [((-inf,), None), ((-inf, 90, 91), 90)])
def test_a_meters_lo_is_red_and_gives_no_median_of_its_own(
    values: tuple[float, ...], median: float | None
) -> None:
    found = count_days(samples(*values), HERE, START)
    assert (found.median, found.red) == (median, 1)


def test_the_operator_decides_at_the_number_itself() -> None:
    # ALERT-05: exactly on the limit.
    at_most = ground(
        "spo2", "", (Limit("spo2", Level.RED, Side.LOW, Operator.AT_MOST, 88),), approved=True
    )
    below = ground(
        "spo2", "", (Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 88),), approved=True
    )
    assert count_days(samples(88), at_most, START).red == 1
    assert count_days(samples(88), below, START).red == 0


@given(st.lists(st.integers(80, 100), min_size=1, max_size=30))
def test_a_day_is_coloured_exactly_when_the_engine_would_begin_an_episode_there(
    values: list[int],
) -> None:
    recent: list[tuple[int, float]] = []
    for sample in samples(*values):
        recent.append((sample.taken_at, sample.value))
        kept = State(sample.taken_at - 1, tuple(recent[-10:-1]))
        _, events = step(kept, sample, HERE)
        reached = [event.level for event in events if event.what is What.REACHED]
        assert worst_level(HERE, recent[-10:]) == max(reached, default=Level.GREEN)


def test_only_the_span_is_counted() -> None:
    found = count_days(samples(85, 85, 85, 85), HERE, START + DAY, START + 3 * DAY)
    assert (found.readings, found.days, found.red) == (2, 2, 2)


def test_a_day_has_two_local_ends() -> None:
    # 20 November 23:30 and 21 November 00:30 in Oslo.
    late = START + 14 * HOUR + HOUR // 2
    ordered = [Sample("a", late, late, 85), Sample("b", late + HOUR, late + HOUR, 85)]
    assert count_days(ordered, HERE, START).red == 2
    assert count_days(ordered[:1], HERE, START).red == 1


def test_every_rule_colours_its_day() -> None:
    rules = (Change("weight", Level.YELLOW, Side.HIGH, 2, 3),)
    limit = Limit("weight", Level.YELLOW, Side.HIGH, Operator.ABOVE, 90, hours=24)
    here = ground("weight", "", (limit,), approved=True, rules=rules)
    values = (80, 80, 82, 82, 82, 82, 91, 91)
    found = count_days(samples(*values), here, START)
    # 82 is two kilos over the last three days twice, then no longer; 91 is a rise, then a run too.
    assert (found.days, found.yellow, found.red) == (8, 5, 0)


@given(st.lists(st.integers(780, 850), min_size=1, max_size=40), st.integers(0, 40))
def test_the_days_are_those_on_which_the_engine_finds_something(
    tenths: list[int], since: int
) -> None:
    rules = (
        Change("weight", Level.YELLOW, Side.HIGH, 2, 3),
        Baseline("weight", Level.RED, Side.HIGH, 1, 3, 7, 2, 3),
    )
    grounds = Grounds("weight", in_force(rules=rules))
    ordered = samples(*(tenth / 10 for tenth in tenths), apart=DAY // 2)
    start = START + since * DAY // 2
    worst: dict[date, Level] = {}
    for side in Side:
        levels = levels_found(ordered, grounds, side)
        for sample in ordered:
            if sample.taken_at >= start:
                day = local_day(sample.taken_at)
                level = levels.get(sample.reading_id, Level.GREEN)
                worst[day] = max(level, worst.get(day, Level.GREEN))
    here = grounds.at(START)
    assert here is not None
    found = count_days(ordered, here, start)
    assert (found.days, found.yellow, found.red) == (
        len(worst),
        list(worst.values()).count(Level.YELLOW),
        list(worst.values()).count(Level.RED),
    )
