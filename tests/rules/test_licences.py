"""What a licence costs equals what is counted day by day; what cannot be is named."""

from calendar import isleap, monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.licences import (
    MOST_ORE,
    USUAL_ORE,
    Fault,
    Period,
    Term,
    cost,
    days,
    fault_of,
    overlap,
    runs_on,
    whole_ore,
)

SOME_DAYS = st.dates(date(2023, 11, 1), date(2028, 3, 31))
TERMS = st.builds(
    lambda first, more, price, period: Term(
        first, None if more is None else first + timedelta(more), price, period
    ),
    SOME_DAYS,
    st.none() | st.integers(0, 900),
    st.integers(0, MOST_ORE),
    st.sampled_from(Period),
)


def by_the_day(term: Term, first: date, last: date) -> Fraction:
    """Count what a licence costs one day after the other."""
    found, day = Fraction(0), first
    while day <= last:
        if runs_on(term, day):
            if term.period is Period.MONTH:
                found += Fraction(term.price_ore, monthrange(day.year, day.month)[1])
            elif term.period is Period.YEAR:
                found += Fraction(term.price_ore, 366 if isleap(day.year) else 365)
            elif day == term.from_on:
                found += term.price_ore
        day += timedelta(1)
    return found


@given(TERMS, SOME_DAYS, st.integers(-3, 900))
def test_a_sum_is_what_the_days_cost_one_by_one(term: Term, first: date, more: int) -> None:
    last = first + timedelta(more)
    assert cost(term, first, last) == by_the_day(term, first, last)
    used = sum(runs_on(term, first + timedelta(at)) for at in range(more + 1))
    assert days(term, first, last) == used


@given(TERMS, SOME_DAYS, st.integers(0, 400), st.integers(0, 400))
def test_two_stretches_cost_what_the_whole_costs(
    term: Term, first: date, one: int, other: int
) -> None:
    middle = first + timedelta(one)
    last = middle + timedelta(1 + other)
    whole = cost(term, first, last)
    assert cost(term, first, middle) + cost(term, middle + timedelta(1), last) == whole
    assert whole >= 0
    assert abs(whole_ore(whole) - whole) <= Fraction(1, 2)


@given(TERMS, TERMS)
def test_two_licences_overlap_when_some_day_uses_both(one: Term, other: Term) -> None:
    later = max(one.from_on, other.from_on)
    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, other) is (runs_on(one, later) and runs_on(other, later))


@pytest.mark.parametrize(
    ("period", "first", "last", "kroner"),
    [
        (Period.MONTH, date(2026, 11, 1), date(2026, 11, 30), 720),
        (Period.MONTH, date(2026, 11, 16), date(2026, 12, 31), 360 + 720),
        (Period.MONTH, date(2028, 2, 1), date(2028, 2, 29), 720),
        (Period.YEAR, date(2026, 1, 1), date(2026, 12, 31), 720),
        (Period.YEAR, date(2027, 1, 1), date(2028, 12, 31), 1440),
        (Period.ONCE, date(2026, 1, 1), date(2027, 12, 31), 720),
    ],
)
def test_whole_periods_cost_the_whole_price(
    period: Period, first: date, last: date, kroner: int
) -> None:
    term = Term(first, None, USUAL_ORE, period)
    assert cost(term, first, last) == kroner * 100
    # Before it began it costs nothing, and what is paid once is not paid again.
    assert cost(term, first - timedelta(9), first - timedelta(1)) == 0
    later = cost(term, last + timedelta(1), last + timedelta(400))
    assert (later == 0) is (period is Period.ONCE)


def test_half_an_ore_is_rounded_upwards() -> None:
    halves = [Fraction(1, 2), Fraction(3, 2), Fraction(1, 3), Fraction(2, 3), Fraction(7)]
    assert [whole_ore(each) for each in halves] == [1, 2, 0, 1, 7]


@pytest.mark.parametrize(
    ("term", "archived", "fault"),
    [
        (Term(date(2026, 3, 1), date(2026, 3, 1), 0, Period.MONTH), date(2026, 3, 1), None),
        (Term(date(2026, 3, 1), None, MOST_ORE, Period.MONTH), None, None),
        (
            Term(date(2026, 3, 1), date(2026, 2, 28), 1, Period.MONTH),
            None,
            Fault.ENDS_BEFORE_START,
        ),
        (Term(date(2026, 3, 1), None, -1, Period.ONCE), None, Fault.PRICE_NEGATIVE),
        (Term(date(2026, 3, 1), None, MOST_ORE + 1, Period.ONCE), None, Fault.PRICE_HIGH),
        (Term(date(1999, 12, 31), None, 1, Period.YEAR), None, Fault.DAY_UNLIKELY),
        (
            Term(date(2026, 3, 1), None, 1, Period.YEAR),
            date(2026, 2, 28),
            Fault.ARCHIVED_BEFORE_START,
        ),
    ],
)
def test_what_cannot_be_is_named(term: Term, archived: date | None, fault: Fault | None) -> None:
    assert fault_of(term, archived) is fault
