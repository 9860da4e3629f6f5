"""What rests has an end, an hour somebody is here, and never a red behind it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.zone import day_start
from station.rules.limits import Level
from station.rules.openinghours import Hours, is_open
from station.rules.resting import (
    CHOICES,
    SNOOZE_DAYS,
    RestFault,
    Span,
    held_back,
    opens_on,
    rest_fault,
    snooze_choices,
)

HOUR = 3_600_000
DAY = 24 * HOUR
FRIDAY_NINE = 1_795_161_600_000
NEVER = Hours(weekdays=())


def test_a_snooze_needs_an_end_a_reason_and_stays_within_its_days() -> None:
    def fault(until: int | None, reason: str = "kortison") -> RestFault | None:
        return rest_fault(until, FRIDAY_NINE, reason, SNOOZE_DAYS)

    assert fault(FRIDAY_NINE + DAY) is None
    assert fault(None) is RestFault.NO_END
    assert fault(FRIDAY_NINE) is RestFault.PAST
    assert fault(FRIDAY_NINE - DAY) is RestFault.PAST
    assert fault(FRIDAY_NINE + 30 * DAY + 6 * HOUR) is None
    assert fault(FRIDAY_NINE + 31 * DAY) is RestFault.TOO_FAR
    assert fault(FRIDAY_NINE + 3650 * DAY) is RestFault.TOO_FAR
    assert fault(FRIDAY_NINE + DAY, "  ") is RestFault.NO_REASON


@pytest.mark.parametrize(
    ("now", "ended", "runs"),
    [
        (99, None, False),
        (100, None, True),
        (199, None, True),
        (200, None, False),
        (150, 140, False),
    ],
)
def test_a_span_runs_from_its_beginning_to_its_end_or_until_somebody_ends_it(
    now: int, ended: int | None, runs: bool
) -> None:
    assert Span(100, 200, ended).runs(now) is runs


@given(st.integers(), st.integers(0, 10**9), st.integers())
def test_a_clock_that_is_set_never_makes_a_span_longer(start: int, length: int, now: int) -> None:
    span = Span(start, start + length)
    assert span.runs(now) == (start <= now < start + length)


def test_red_breaks_through() -> None:
    assert held_back(Level.YELLOW, snoozed=True)
    assert not held_back(Level.YELLOW, snoozed=False)
    assert not held_back(Level.RED, snoozed=True)


def test_the_offered_ends_are_openings_after_today() -> None:
    found = snooze_choices(Hours(), FRIDAY_NINE)
    monday = FRIDAY_NINE + 3 * DAY
    # Tomorrow is a Saturday: Monday 09:00. In three days is that Monday, too.
    assert found == ((1, monday), (3, monday), (7, FRIDAY_NINE + 7 * DAY))


def test_a_closed_day_is_passed_and_a_service_that_never_opens_looks_at_midnight() -> None:
    seventeenth = date(2027, 5, 17)  # a Monday, and closed
    assert opens_on(Hours(), seventeenth) == day_start(date(2027, 5, 18)) + 9 * HOUR
    assert opens_on(NEVER, seventeenth) == day_start(seventeenth)


@given(st.integers(0, 3650))
def test_every_offered_end_may_be_chosen_and_finds_somebody_here(days: int) -> None:
    now = FRIDAY_NINE + days * DAY
    found = snooze_choices(Hours(), now)
    assert [each for each, _ in found] == list(CHOICES)
    for _, until in found:
        assert rest_fault(until, now, "kortison", SNOOZE_DAYS) is None
        assert is_open(Hours(), until)
        assert until > now + HOUR
