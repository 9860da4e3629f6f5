"""Trends: a frame while panning and zooming at any size, and another patient's six panels.

The baseline draws the same readings as bare Qt would: one QPainter polyline of every reading in
view, into a picture of the same size. Readings are made with a fixed seed; nothing is read from
a database.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from PySide6.QtWidgets import QApplication
from shiboken6 import VoidPtr, getCppPointer

from benchmarks.common import Ratio, Row, Verdict, paired, timed, verdict
from station.views import style
from station.views.charts.data import DAY_MS, BandPeriod, Edge, Mark, PanelData, Series, TrendData
from station.views.charts.geometry import Window
from station.views.charts.trend import Trend

NOW: Final = 1_795_600_000_000
SIZES: Final = (20_000, 200_000, 2_000_000)
FRAME_MS: Final = 5.0
SWITCH_MS: Final = 25.0
_FRAMES: Final = 24
_FIVE_MINUTES: Final = 300_000
_WIDE, _HIGH = 1_000, 240


def run(rounds: int) -> list[Row]:
    """Measure frames at three sizes against bare polylines, then the switch of patients."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101  (what PySide says is wider)
    style.apply(app, style.Theme())
    rows = [_frames(size, rounds) for size in SIZES]
    rows.append(_switch(rounds))
    return rows


def _frames(size: int, rounds: int) -> Row:
    """One panel: the time of a frame while the window wanders and grows over all readings."""
    trend = Trend()
    trend.resize(_WIDE, _HIGH)
    sensor = _sensor(size, seed=size)
    trend.set_data(TrendData((sensor,), (), NOW, int(sensor.series[0].times[0])))
    style.dress(trend)
    trend.show()
    QApplication.processEvents()
    first = float(sensor.series[0].times[0])
    windows = [_window(first, step) for step in range(_FRAMES)]
    picture = QImage(_WIDE, _HIGH, QImage.Format.Format_RGB32)

    def frame(window: Window) -> None:
        trend.set_window(window)
        trend.viewport().repaint()

    def bare(window: Window) -> None:
        _polyline(picture, sensor.series[0], window)

    ratio = paired(_all(frame, windows), _all(bare, windows), rounds)
    ratio = Ratio(ratio.median, ratio.ours_ms / _FRAMES, ratio.bare_ms / _FRAMES)
    _close(trend)
    mark = verdict(ratio.ours_ms, FRAME_MS)
    return Row(f"trend frame, {size:,} readings", str(ratio), f"<= {FRAME_MS:g} ms", mark)


def _switch(rounds: int) -> Row:
    """Six linked panels of two years: from one patient's readings to another's, painted."""
    trend = Trend()
    trend.resize(_WIDE, 700)
    patients = [_patient(seed) for seed in (1, 2)]
    trend.set_data(patients[0])
    style.dress(trend)
    trend.show()
    QApplication.processEvents()
    took = []
    for turn in range(max(rounds, 3) + 1):
        begun = time.perf_counter()
        trend.set_data(patients[(turn + 1) % 2])
        trend.viewport().repaint()
        took.append((time.perf_counter() - begun) * 1000)
    middle = statistics.median(took[1:])
    _close(trend)
    words = f"{middle:.1f} ms"
    goal = f"<= {SWITCH_MS:g} ms with its query"
    mark = Verdict.OK if middle <= SWITCH_MS else Verdict.MISSED
    return Row("trend, another patient, 6 panels, 2 years", words, goal, mark)


def _window(first: float, step: int) -> Window:
    """Every second frame moves, every other one zooms between everything and a hundredth."""
    span = (NOW - first) * (1.0, 0.5, 0.1, 0.01)[step % 4]
    start = first + (NOW - first - span) * step / _FRAMES
    return Window(start, start + span)


def _all(job: Callable[[Window], None], windows: list[Window]) -> Callable[[], float]:
    def every() -> None:
        for window in windows:
            job(window)

    return timed(every)


def _polyline(picture: QImage, series: Series, window: Window) -> None:
    """What one does without thinking: every reading in view as a point of a polyline."""
    start, stop = np.searchsorted(series.times, (window.from_ms, window.to_ms))
    xs = (series.times[start:stop] - window.from_ms) * (_WIDE / window.span)
    ys = _HIGH - series.values[start:stop] * (_HIGH / 25)
    line = QPolygonF()
    line.resize(int(stop - start))
    points = VoidPtr(getCppPointer(line.data())[0], 16 * int(stop - start), True)  # type: ignore[call-arg]  # noqa: FBT003
    place = np.frombuffer(memoryview(points), dtype=np.float64)  # type: ignore[arg-type]
    place[0::2], place[1::2] = xs, ys
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.setPen(QColor("black"))
    painter.drawPolyline(line)
    painter.end()


def _sensor(size: int, seed: int) -> PanelData:
    """Tissue glucose every five minutes, with gaps of some hours."""
    rng = np.random.default_rng(seed)
    times = NOW - np.arange(size, dtype=np.int64)[::-1] * _FIVE_MINUTES
    daily = 8 + 3 * np.sin(times / DAY_MS * 2 * np.pi)
    values = np.clip(daily + rng.normal(0, 0.8, size), 2.2, 22).round(1)
    kept = np.ones(size, dtype=np.bool_)
    for start in rng.integers(0, size - 60, max(1, size // 4_000)):
        kept[start : start + 50] = False
    series = Series.of("glucose", times[kept], values[kept])
    limits = BandPeriod(
        NOW - 10_000 * DAY_MS,
        None,
        Edge(3.0, "<"),
        Edge(3.9, "<"),
        Edge(13.9, ">"),
        Edge(16.7, ">"),
    )
    return PanelData("glucose", "Tissue glucose", "mmol/l", 1, (series,), (limits,), _FIVE_MINUTES)


def _patient(seed: int) -> TrendData:
    """Two years: five kinds measured daily, blood pressure as a pair, and a glucose sensor."""
    rng = np.random.default_rng(seed)
    days = NOW - np.arange(730, dtype=np.int64)[::-1] * DAY_MS
    bands = (
        BandPeriod(NOW - 700 * DAY_MS, NOW - 90 * DAY_MS, Edge(60, "<"), Edge(65, "<")),
        BandPeriod(NOW - 90 * DAY_MS, None, Edge(62, "<"), Edge(66, "<")),
    )

    def daily(middle: float) -> Series:
        return Series.of("series", days, rng.normal(middle, 3, days.size).round())

    panels = [
        PanelData(key, key, "unit", 0, (daily(75),), bands)
        for key in ("spo2", "pulse", "weight", "temp")
    ]
    panels.append(PanelData("bp", "bp", "mmHg", 0, (daily(140), daily(80)), bands))
    panels.append(_sensor(730 * 288, seed))
    marks = tuple(Mark("contact", NOW - n * 5 * DAY_MS, None, "contact") for n in range(100))
    alerts = tuple(Mark("alert-red", int(days[n]), 60.0, "", "spo2") for n in range(0, 730, 20))
    return TrendData(tuple(panels), marks + alerts, NOW, int(days[0]))


def _close(trend: Trend) -> None:
    trend.close()
    trend.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
