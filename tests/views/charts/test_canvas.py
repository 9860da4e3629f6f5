"""One module knows pyqtgraph; its rows are kept, and its lines are drawn from arrays."""

import ast
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsWidget
from pytestqt.qtbot import QtBot

import station
from station.views.charts.canvas import Curve, Surface
from tests.qt import Pulse


def test_only_the_canvas_imports_pyqtgraph() -> None:
    root = Path(station.__file__).parent
    importers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and "pyqtgraph" in ast.unparse(node)
    }
    assert importers == {"views/charts/canvas.py"}


@pytest.mark.usefixtures("look")
def test_rows_that_stay_are_not_touched(qtbot: QtBot) -> None:
    surface = Surface()
    qtbot.addWidget(surface)
    rows = [QGraphicsWidget() for _ in range(4)]
    surface.show_rows(rows[:3])
    surface.show_rows(rows[:1])
    assert [row.scene() is not None for row in rows] == [True, False, False, False]
    surface.show_rows([rows[0], rows[3], rows[1]])
    assert [row.scene() is not None for row in rows] == [True, True, False, True]
    before = len(surface.scene().items())
    surface.show_rows([rows[0], rows[3], rows[1]])
    assert len(surface.scene().items()) == before


@pytest.mark.usefixtures("look")
def test_a_line_breaks_where_it_is_told_to(qtbot: QtBot) -> None:
    surface = Surface()
    qtbot.addWidget(surface)
    surface.resize(100, 40)
    surface.paint_ground(QColor("white"))
    row = QGraphicsWidget()
    surface.show_rows([row])
    curve = Curve(row)
    curve.set_bounds(QRectF(0, 0, 100, 40))
    places = np.array([0.0, 30.0, 60.0, 90.0])
    curve.draw(
        places, np.full(4, 20.0), np.array([True, False, True, False]), QPen(QColor("black"), 2)
    )
    shown = surface.grab().toImage()
    assert shown.pixelColor(15, 20).lightness() < 128
    assert shown.pixelColor(45, 20).lightness() == 255
    assert shown.pixelColor(75, 20).lightness() < 128
    dashed = QPen(QColor("black"), 2)
    dashed.setStyle(Qt.PenStyle.DashLine)
    curve.draw(places, np.full(4, 20.0), np.array([True, True, True, False]), dashed)
    image = surface.grab().toImage()
    assert {image.pixelColor(x, 20).lightness() < 128 for x in range(35, 55)} == {True, False}
    curve.clear_line()
    curve.clear_line()
    assert surface.grab().toImage().pixelColor(15, 20).lightness() == 255


class Counting(Surface):
    """Notes for which sizes it was laid out."""

    sizes: tuple[int, ...] = ()

    def sized(self) -> None:
        self.sizes += (self.width(),)


@pytest.mark.usefixtures("look")
def test_of_many_sizes_in_a_breath_the_last_is_laid_out(qtbot: QtBot, heartbeat: Pulse) -> None:
    surface = Counting()
    qtbot.addWidget(surface)
    surface.show()
    qtbot.waitUntil(lambda: bool(surface.sizes))
    before = len(surface.sizes)
    for width in (300, 410, 520):
        surface.resize(width, 200)
    qtbot.waitUntil(lambda: len(surface.sizes) > before)
    assert surface.sizes[before:] == (520,)
    assert surface.ci.rect().width() == 520


@pytest.mark.usefixtures("look")
def test_a_picture_is_taken_in_the_size_it_has(qtbot: QtBot) -> None:
    surface = Counting()
    qtbot.addWidget(surface)
    surface.show()
    surface.resize(640, 200)
    assert surface.grab().width() == 640
    assert surface.sizes[-1] == 640
