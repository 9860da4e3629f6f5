"""The GP's appointment two weeks after the start: when it is due, and whether to remind of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AFTER_START_DAYS = 14
"""The appointment where nurse, patient and GP agree on the plan lies so long after the start."""
MOST_DAYS_AHEAD = 366


class VisitState(StrEnum):
    """What somebody noted about the appointment."""

    BOOKED = "booked"
    WAIVED = "waived"
    """The GP does not want one, or it was held some other way."""
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Visit:
    """How the appointment stands: `due` while it is not booked, `on` once it is; never both."""

    due: date | None = None
    on: date | None = None
    late: bool = False


NO_VISIT = Visit()


def visit(
    started: date | None,
    noted: tuple[VisitState, date | None] | None,
    *,
    decided: bool,
    today: date,
) -> Visit:
    """Tell how the appointment stands for somebody who is followed since `started`.

    It is reminded of until it is booked or waived, or until a doctor has approved a plan
    (`decided`): then what it was for is done. A booked one is shown until its day is over.
    """
    state, on = noted or (VisitState.TAKEN_BACK, None)
    if state is VisitState.BOOKED and on is not None:
        return Visit(on=on) if on >= today else NO_VISIT
    if started is None or decided or state is VisitState.WAIVED:
        return NO_VISIT
    due = started + timedelta(days=AFTER_START_DAYS)
    return Visit(due=due, late=today > due)
