"""The small line of a list row, drawn without numpy and pyqtgraph."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from station.views.charts.sparkline import DAY_MS, Points, Sparkline, paint_sparkline, runs

NOW = 100 * DAY_MS


def drawn(points: Points, span: float = 0.0) -> QImage:
    image = QImage(140, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    place = QRectF(0, 0, 140, 40)
    paint_sparkline(painter, place, points, QColor("black"), now_ms=NOW, span=span)
    painter.end()
    return image


def dark_columns(image: QImage) -> set[int]:
    return {
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 128
    }


def test_runs_end_where_a_gap_begins() -> None:
    points = [(0, 1.0), (DAY_MS, 1.0), (3 * DAY_MS, 1.0)]
    assert runs(points, 3 * DAY_MS // 2) == [(0, 2), (2, 3)]


@pytest.mark.usefixtures("look")
def test_a_line_ends_where_the_readings_end_and_breaks_at_gaps() -> None:
    days = [13, 12, 11, 8, 7, 6]
    columns = dark_columns(drawn([(NOW - day * DAY_MS, 5.0) for day in days]))
    assert min(columns) < 16
    assert max(columns) < 90
    assert not columns & set(range(40, 55))


@pytest.mark.usefixtures("look")
def test_nothing_and_one_reading_are_drawn_too() -> None:
    assert dark_columns(drawn([])) == set()
    assert dark_columns(drawn([(NOW - 20 * DAY_MS, 1.0)])) == set()
    assert len(dark_columns(drawn([(NOW - 7 * DAY_MS, 1.0)]))) <= 6


@pytest.mark.usefixtures("look")
def test_a_quiet_patients_line_stays_quiet() -> None:
    points = [(NOW - day * DAY_MS, 90 + day % 2) for day in range(13, -1, -1)]
    rows = [
        {
            y
            for y in range(40)
            if any(drawn(points, span=span).pixelColor(x, y).lightness() < 128 for x in range(100))
        }
        for span in (0.0, 20.0)
    ]
    assert len(rows[1]) < len(rows[0])


@pytest.mark.usefixtures("look")
def test_the_widget_draws_in_the_colour_of_a_zone(qtbot: QtBot) -> None:
    widget = Sparkline()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    points = [(NOW - day * DAY_MS, float(day)) for day in range(5, -1, -1)]
    widget.set_points(points, NOW, "red")
    red = widget.grab().toImage()
    widget.set_points(points, NOW)
    assert red != widget.grab().toImage()


def test_it_needs_neither_numpy_nor_pyqtgraph() -> None:
    code = (
        "import sys, station.views.charts.sparkline;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'pyqtgraph')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
