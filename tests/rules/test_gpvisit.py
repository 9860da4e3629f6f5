"""The GP's appointment: reminded of until it is booked, waived, or no longer needed."""

from datetime import date, timedelta

import pytest

from station.rules.gpvisit import NO_VISIT, Visit, VisitState, visit

START = date(2026, 11, 25)
DUE = date(2026, 12, 9)


@pytest.mark.parametrize(
    ("today", "late"), [(START, False), (DUE, False), (DUE + timedelta(days=1), True)]
)
def test_it_is_due_fourteen_days_after_the_start(today: date, late: bool) -> None:
    assert visit(START, None, decided=False, today=today) == Visit(due=DUE, late=late)


def test_nobody_is_reminded_of_what_is_not_to_be() -> None:
    assert visit(None, None, decided=False, today=START) == NO_VISIT
    assert visit(START, None, decided=True, today=START) == NO_VISIT
    assert visit(START, (VisitState.WAIVED, None), decided=False, today=START) == NO_VISIT


def test_a_booked_one_is_shown_until_its_day_is_over() -> None:
    booked = (VisitState.BOOKED, DUE)
    assert visit(START, booked, decided=False, today=DUE) == Visit(on=DUE)
    assert visit(START, booked, decided=True, today=DUE) == Visit(on=DUE)
    after = DUE + timedelta(days=1)
    assert visit(START, booked, decided=False, today=after) == NO_VISIT


def test_what_was_taken_back_is_to_be_booked_again() -> None:
    back = (VisitState.TAKEN_BACK, None)
    assert visit(START, back, decided=False, today=START) == Visit(due=DUE)
