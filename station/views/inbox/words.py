"""Small words of the inbox: who a patient is, counts, and the time zones offered."""

from typing import Final

from station.core.i18n import N_

ZONES: Final = (
    ("Europe/Oslo", N_("Norwegian time")),
    ("UTC", N_("UTC (no summer time)")),
    ("Europe/London", N_("Great Britain")),
    ("Europe/Helsinki", N_("Finland")),
    ("Atlantic/Canary", N_("the Canary Islands")),
    ("Asia/Bangkok", N_("Thailand")),
    ("America/New_York", N_("the US east coast")),
)
"""The zones that a device's clock is likely to have been set to."""


def thousands(count: int) -> str:
    """A count with a thin space between the thousands: 13 866."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
