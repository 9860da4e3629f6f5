"""The training day: everybody stands where station.training.people says."""

from datetime import date

from station.core.zone import day_start

DAY = date(2026, 11, 25)
"""A Wednesday."""
MORNING_MS = (8 * 60 + 58) * 60_000
"""When the nurse signs in: 08:58."""


def morning() -> int:
    """Give the moment at which the training day begins, in UTC milliseconds."""
    return day_start(DAY) + MORNING_MS
