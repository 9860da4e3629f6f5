"""What is prepared for dragging counts as the engine does, and as a plain recount does."""

from math import inf, isfinite, nan
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from station.rules.alerts import Sample
from station.rules.counts import Counts, count_days
from station.rules.ground import ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.recount import Prepared
from tests.rules.recount import HOUR, Number, lasted, local_day

START = 1_792_749_600_000  # Friday 23 October 2026 08:00 in Oslo: two days before a 25 hour day
OPERATORS = {
    Side.LOW: (Operator.BELOW, Operator.AT_MOST),
    Side.HIGH: (Operator.ABOVE, Operator.AT_LEAST),
}

values = st.one_of(st.integers(84, 96).map(float), st.sampled_from([-inf, inf, nan]))
gaps = st.sampled_from([0, HOUR // 4, HOUR, 6 * HOUR, 12 * HOUR, 13 * HOUR, 24 * HOUR, 40 * HOUR])


@st.composite
def numbers(draw: st.DrawFn) -> list[Number]:
    """Readings in the order measured, some of them LO, HI or no number at all."""
    at, found = START, []
    for gap, value in draw(st.lists(st.tuples(gaps, values), max_size=40)):
        at += gap
        found.append((at, value))
    return found


@st.composite
def limit_sets(draw: st.DrawFn) -> tuple[Limit, ...]:
    """Up to four limits with any persistence; whether they agree does not matter to a count."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        side = draw(st.sampled_from(Side))
        n = draw(st.integers(1, 10))
        hours = draw(st.sampled_from([0, 0, 1, 6, 12, 24, 48]))
        found.append(
            Limit(
                "spo2",
                draw(st.sampled_from([Level.YELLOW, Level.RED])),
                side,
                draw(st.sampled_from(OPERATORS[side])),
                draw(st.integers(84, 96)),
                1 if hours else draw(st.integers(1, n)),
                1 if hours else n,
                hours=hours,
            )
        )
    return tuple(found)


def plain(ordered: list[Number], limits: tuple[Limit, ...], since: int) -> Counts:
    """Look at every reading with nothing remembered, and note the worst of its day."""
    worst: dict[str, int] = {}
    counted = [value for at, value in ordered if at >= since]
    for at, (moment, value) in enumerate(ordered):
        if moment < since:
            continue
        level = 2 if value in (inf, -inf) else 0
        for limit in limits:
            window = [each for _, each in ordered[max(0, at + 1 - limit.n) : at + 1]]
            often = limit.hit(value) and sum(map(limit.hit, window)) >= limit.k
            if lasted(limit, ordered, at) if limit.hours else often:
                level = max(level, int(limit.level))
        day = str(local_day(moment))
        worst[day] = max(level, worst.get(day, 0))
    colours = list(worst.values())
    middle = median(counted) if counted else None
    shown = middle if middle is not None and isfinite(middle) else None
    return Counts(len(counted), shown, len(colours), colours.count(1), colours.count(2))


def samples(ordered: list[Number]) -> list[Sample]:
    return [Sample(str(n), at, at, value) for n, (at, value) in enumerate(ordered)]


@given(numbers(), limit_sets(), st.integers(0, 12), st.integers(0, 12))
def test_the_counts_are_those_of_the_engine_and_of_a_plain_recount(
    ordered: list[Number], limits: tuple[Limit, ...], first: int, second: int
) -> None:
    since = [START + half * 12 * HOUR for half in (first, second)]
    prepared = Prepared(ordered, since)
    here = ground("spo2", "", limits, approved=False)
    for found, moment in zip(prepared.counts(limits), since, strict=True):
        assert repr(found) == repr(count_days(samples(ordered), here, moment))
        expected = plain(ordered, limits, moment)
        assert (found.readings, found.days) == (expected.readings, expected.days)
        assert (found.yellow, found.red) == (expected.yellow, expected.red)


@given(numbers(), st.lists(limit_sets(), max_size=4))
def test_counting_leaves_no_trace_in_what_is_prepared(
    ordered: list[Number], asked: list[tuple[Limit, ...]]
) -> None:
    prepared = Prepared(ordered, [START])
    again = [prepared.counts(limits) for limits in (*asked, *asked)]
    fresh = [Prepared(ordered, [START]).counts(limits) for limits in (*asked, *asked)]
    assert repr(again) == repr(fresh)


def test_a_span_has_an_end() -> None:
    ordered = [(START + n * 24 * HOUR, 85.0) for n in range(4)]
    limits = (Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),)
    (found,) = Prepared(ordered, [START], START + 2 * 24 * HOUR).counts(limits)
    assert found == Counts(2, 85, 2, 0, 2)


def test_nothing_measured_gives_no_days() -> None:
    assert Prepared([], [START]).counts(()) == (Counts(0, None, 0, 0, 0),)


def test_only_meters_low_and_high_are_red_days_without_a_median() -> None:
    ordered = [(START + n * 24 * HOUR, value) for n, value in enumerate((-inf, inf, inf))]
    assert Prepared(ordered, [START]).counts(()) == (Counts(3, None, 3, 0, 3),)
