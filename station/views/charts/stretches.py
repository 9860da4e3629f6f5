"""Whole hours and local days as arrays of the times at which they begin."""

from datetime import timedelta

import numpy as np

from station.core.zone import day_of, day_start
from station.views.charts.data import HOUR_MS, Times


def hour_starts(from_ms: float, to_ms: float) -> Times:
    """The beginnings of the hours that touch the time between; Norway keeps to whole hours."""
    return np.arange(from_ms // HOUR_MS * HOUR_MS, to_ms, HOUR_MS, dtype=np.int64)


def day_starts(from_ms: float, to_ms: float) -> Times:
    """The beginnings of the local days that touch the time between, of 23 to 25 hours."""
    first, last = day_of(int(from_ms)), day_of(int(to_ms))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return np.fromiter((day_start(day) for day in days), dtype=np.int64)
