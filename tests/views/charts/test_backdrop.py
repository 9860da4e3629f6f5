"""Bands keep to the time of their plan version, and their numbers stand at the edge."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from station.views.charts.backdrop import (
    limit_labels,
    needed_decimals,
    paint_bands,
    spread,
    visible,
)
from station.views.charts.data import BandPeriod, Edge
from station.views.charts.geometry import Box, Window
from station.views.charts.inks import inks
from station.views.charts.scale import Reach

OLD = BandPeriod(20, 50, Edge(85, "<"), Edge(89, "<"))
NEW = BandPeriod(50, None, Edge(86, "<"), Edge(89, "<"))


def box(start: float = 0, end: float = 100) -> Box:
    return Box(QRectF(0, 0, 100, 100), Window(start, end), Reach(80, 100))


def test_only_the_limits_in_view_are_written() -> None:
    assert visible((OLD, NEW), box(0, 20)) == []
    assert visible((OLD, NEW), box(60, 90)) == [NEW]
    assert limit_labels((), box()) == []
    high = BandPeriod(0, None, red_high=Edge(130, ">"))
    assert limit_labels((high,), box()) == []


def test_numbers_stand_in_the_margin_and_a_change_where_it_happens() -> None:
    labels = limit_labels((OLD, NEW), box(30, 90))
    assert [(one.zone, one.value, one.at) for one in labels] == [
        ("red", 85, None),
        ("yellow", 89, None),
        ("red", 86, 50),
    ]
    assert {one.at for one in limit_labels((OLD, NEW), box(0, 90))} == {20, 50}
    assert {one.at for one in limit_labels((NEW,), box(0, 90))} == {None}


@pytest.mark.usefixtures("look")
def test_each_version_colours_its_own_time_only() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_bands(painter, box(), (OLD, NEW), inks())
    painter.end()
    drawn = inks()

    def colour(x: int, value: float) -> str:
        return image.pixelColor(x, int(box().y(value))).name()

    assert colour(10, 85.5) == drawn.plain.name()
    assert colour(30, 85.5) == drawn.bands["yellow"].name()
    assert colour(70, 85.5) == drawn.bands["red"].name()
    assert colour(30, 83) == drawn.bands["red"].name()
    assert colour(70, 95) == drawn.bands["green"].name()


@pytest.mark.usefixtures("look")
def test_bands_grow_darker_towards_red_without_colour() -> None:
    lightness = [inks().bands[zone].lightnessF() for zone in ("green", "yellow", "red")]
    grey = [QImage(1, 1, QImage.Format.Format_RGB32) for _ in lightness]
    for image, zone in zip(grey, ("green", "yellow", "red"), strict=True):
        image.fill(inks().bands[zone])
    shown = [
        i.convertToFormat(QImage.Format.Format_Grayscale8).pixelColor(0, 0).red() for i in grey
    ]
    assert shown[0] > shown[1] > shown[2]


@given(st.lists(st.floats(-100, 100)).map(sorted))
def test_numbers_never_cover_each_other_and_keep_their_order(wanted: list[float]) -> None:
    places = spread(wanted, 10)
    assert len(places) == len(wanted)
    assert all(other - one >= 10 - 1e-6 for one, other in pairwise(places))


def test_numbers_that_have_room_stay_where_they_are() -> None:
    assert spread([0, 20, 24], 10) == [0, 17, 27]


def test_a_number_has_the_decimals_it_needs() -> None:
    assert [needed_decimals(v, 2) for v in (3.0, 3.9, 13.95, 1.234)] == [0, 1, 2, 2]
