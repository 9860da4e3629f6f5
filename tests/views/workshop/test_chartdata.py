"""What the workshop's chart is given: lines, bands, and an axis with room for all of them."""

from math import inf, nan

import pytest
from PySide6.QtCore import QRectF

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.workshop import Usual, usual
from station.views.charts.data import PanelData, Series
from station.views.charts.geometry import Box, Window
from station.views.charts.scale import Reach
from station.views.workshop.chartdata import bands_of, lines_of, quarters, reach_of

LOW = Limit("temp", Level.RED, Side.LOW, Operator.BELOW, 35)
HIGH = Limit("temp", Level.YELLOW, Side.HIGH, Operator.ABOVE, 38)
ONCE = Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 39)
LONG = Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.5, hours=6)


def test_every_limit_is_a_line_and_the_inner_of_two_is_the_band() -> None:
    lines = lines_of((LOW, HIGH, ONCE, LONG))
    assert [(line.place, line.zone, line.value) for line in lines] == [
        (0, "red", 35),
        (1, "yellow", 38),
        (2, "red", 39),
        (3, "red", 38.5),
    ]
    (band,) = bands_of((LOW, HIGH, ONCE, LONG))
    assert band.red_low is not None
    assert band.red_high is not None
    assert (band.red_low.value, band.red_high.value, band.yellow_low) == (35, 38.5, None)
    staged = (LOW, Limit("temp", Level.RED, Side.LOW, Operator.BELOW, 34))
    (band,) = bands_of(staged)
    assert band.red_low is not None
    assert band.red_low.value == 35
    assert bands_of(()) == ()


@pytest.mark.parametrize("values", [[36.5, 37.0], [], [nan], [36.5]])
def test_the_axis_holds_every_reading_and_limit_with_room_to_drag(values: list[float]) -> None:
    series = Series.of("", list(range(len(values))), values)
    found = reach_of(PanelData("temp", "", "", 1, (series,)), (35, 38))
    assert found.low <= 34.8
    assert found.high >= 38.2


def test_with_nothing_at_all_there_is_an_axis_all_the_same() -> None:
    data = PanelData("spo2", "", "%", 0, (Series.of("", [], []),))
    assert reach_of(data, ()).span > 0
    assert reach_of(data, (inf,)).span < inf


def test_the_strip_needs_every_percentile() -> None:
    assert quarters(usual([90, 91, 92, 93, 94], 5)) == (90.2, 91, 92, 93, 93.8)
    assert quarters(usual([-inf, inf], 2)) == ()
    assert quarters(Usual(0, 0, 0)) == ()


def test_a_height_gives_its_value_back() -> None:
    box = Box(QRectF(10, 20, 300, 200), Window(0, 1), Reach(80, 100))
    for value in (80, 88.5, 100):
        assert box.value_at(box.y(value)) == pytest.approx(value)
