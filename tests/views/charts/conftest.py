"""Invented readings for the charts: a fixed now, and panels as a patient's card shows them."""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import pytest

from station.core.i18n import speaking
from station.core.zone import utc_ms, zone
from station.views.charts.data import DAY_MS, BandPeriod, Edge, Mark, PanelData, Series, TrendData

NOW = utc_ms(datetime(2026, 11, 25, 9, 1, tzinfo=zone()))
MORNING = utc_ms(datetime(2026, 11, 25, 7, 12, tzinfo=zone()))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The texts of the code, whatever catalogues are compiled."""
    with speaking("en"):
        yield


@pytest.fixture
def now() -> int:
    """Wednesday 25 November 2026, 09:01 in Oslo."""
    return NOW


@pytest.fixture
def spo2() -> PanelData:
    """Forty mornings, the newest today at 07:12; two days missing, one reading in activity."""
    days = [n for n in range(40) if n not in (20, 21)]
    times = [MORNING - n * DAY_MS for n in reversed(days)]
    values = [91.0] * len(times)
    values[-1] = 84
    excluded = [n == 5 for n in reversed(days)]
    return PanelData(
        "spo2",
        "SpO₂",
        "%",
        0,
        (Series.of("SpO₂", times, values, excluded=excluded),),
        (
            BandPeriod(NOW - 60 * DAY_MS, NOW - 23 * DAY_MS, Edge(85, "<"), Edge(89, "<")),
            BandPeriod(NOW - 23 * DAY_MS, None, Edge(86, "<"), Edge(89, "<")),
        ),
    )


@pytest.fixture
def pressure() -> PanelData:
    """Blood pressure as a pair, every morning ten minutes after the other readings."""
    times = [MORNING + 600_000 - n * DAY_MS for n in range(30)][::-1]
    upper = Series.of("sys", times, np.linspace(135, 142, 30).round())
    lower = Series.of("dia", times, np.linspace(80, 81, 30).round())
    return PanelData("bp", "Blood pressure", "mmHg", 0, (upper, lower))


@pytest.fixture
def glucose() -> PanelData:
    """A sensor of twenty days with a reading every five minutes, one of them below its range."""
    count = 20 * 288
    times = NOW - np.arange(count)[::-1] * 300_000
    values = 8 + 3 * np.sin(np.arange(count) / 40)
    beyond = np.zeros(count)
    beyond[-3] = -1
    series = Series.of("glucose", times, values, beyond=beyond)
    return PanelData("glucose", "Glucose", "mmol/l", 1, (series,), (), 300_000)


@pytest.fixture
def trend_data(spo2: PanelData, pressure: PanelData, glucose: PanelData) -> TrendData:
    """Three panels with an alert, a contact and a plan version."""
    marks = (
        Mark("alert-red", MORNING, 84, "◆ Red", "spo2"),
        Mark("contact", NOW - 5 * DAY_MS, None, "Called"),
        Mark("plan", NOW - 23 * DAY_MS, None, "plan v3"),
    )
    return TrendData((spo2, pressure, glucose), marks, NOW, NOW - 60 * DAY_MS)


@pytest.fixture
def patient() -> Callable[[int], TrendData]:
    """Makes a patient with as many panels as are asked for."""

    def make(panels: int) -> TrendData:
        times = NOW - np.arange(50)[::-1] * DAY_MS
        made = (
            PanelData(str(n), f"Kind {n}", "u", 0, (Series.of("a", times, np.arange(50.0)),))
            for n in range(panels)
        )
        return TrendData(tuple(made), (), NOW, NOW - 50 * DAY_MS)

    return make
