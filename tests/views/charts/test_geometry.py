"""Windows stay where there are readings; times and places turn into each other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from station.views.charts.data import DAY_MS
from station.views.charts.geometry import SHORTEST_MS, Box, Window, everything, period
from station.views.charts.scale import Reach

ALL = Window(0, 100 * DAY_MS)
TIMES = st.floats(-200 * DAY_MS, 300 * DAY_MS)


@given(TIMES, st.floats(1, 400 * DAY_MS))
def test_no_window_leaves_the_readings(start: float, span: float) -> None:
    held = Window(start, start + span).within(ALL)
    assert ALL.from_ms <= held.from_ms
    assert held.to_ms <= ALL.to_ms + 1
    assert held.span >= SHORTEST_MS * 0.999


def test_zooming_keeps_the_time_under_the_pointer() -> None:
    zoomed = Window(0, 100).zoomed(0.5, 30)
    assert (zoomed.from_ms, zoomed.to_ms) == (15, 65)
    assert (30 - zoomed.from_ms) / zoomed.span == 0.3


def test_a_window_follows_the_cursor_and_no_further() -> None:
    window = Window(0, 100)
    assert window.holding(50) is window
    assert window.holding(120) == Window(24, 124)
    assert window.holding(-10) == Window(-14, 86)


def test_periods_end_now_with_a_little_air() -> None:
    now = 1000 * DAY_MS
    week = period(7, now, 0)
    assert week.from_ms == now - 7 * DAY_MS
    assert now < week.to_ms < now + DAY_MS
    assert period(0, now, 0).from_ms == 0
    assert period(0, now, now).span >= DAY_MS
    assert everything(90, now, now - 5 * DAY_MS).from_ms == now - 90 * DAY_MS
    assert everything(90, now, 0).from_ms == 0


def test_a_box_turns_times_and_values_into_places() -> None:
    box = Box(QRectF(10, 20, 100, 50), Window(0, 1000), Reach(0, 10))
    assert (box.x(500), box.y(0), box.y(10)) == (60, 70, 20)
    assert box.time_at(60) == 500
    assert box.xs(np.array([0, 1000])).tolist() == [10, 110]
    assert box.ys(np.array([0.0, 10.0])).tolist() == [70, 20]
