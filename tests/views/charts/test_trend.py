"""The trend as a nurse uses it: patients come and go, keys and mouse move time and cursor."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views.charts.data import DAY_MS, Mark, PanelData, Series, TrendData
from station.views.charts.geometry import Window
from station.views.charts.trend import Trend
from station.views.style import Theme, apply
from station.views.style.tokens import DARK


@pytest.fixture
def trend(qtbot: QtBot, heartbeat: object, trend_data: TrendData) -> Trend:
    made = Trend()
    qtbot.addWidget(made)
    made.resize(700, 420)
    made.show()
    made.set_data(trend_data)
    made.setFocus()
    return made


def picture(trend: Trend) -> QImage:
    QApplication.processEvents()
    image: QImage = trend.grab().toImage()
    return image


def cursor(trend: Trend) -> float | None:
    return trend.cursor_at


def press(trend: Trend, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier or Qt.KeyboardModifier.NoModifier)
    trend.keyPressEvent(event)
    QApplication.processEvents()


def wheel(trend: Trend, x: float, up: bool, modifier: Qt.KeyboardModifier) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(x, 60),
        QPointF(x, 60),
        QPoint(),
        QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    trend.wheelEvent(event)
    QApplication.processEvents()
    return event


def test_all_panels_show_the_same_time(trend: Trend) -> None:
    trend.set_window(Window(trend.data.now_ms - 3 * DAY_MS, trend.data.now_ms))
    windows = {panel.box.window for panel in trend.panels}
    lefts = {panel.box.rect.left() for panel in trend.panels}
    rights = {panel.box.rect.right() for panel in trend.panels}
    assert len(windows) == len(lefts) == len(rights) == 1


def test_fifty_patients_leave_nothing_behind(
    trend: Trend, patient: Callable[[int], TrendData]
) -> None:
    trend.set_data(patient(6))
    panels, items = trend.panels, len(trend.scene().items())
    for turn in range(50):
        trend.set_data(patient((3, 6)[turn % 2]))
        QApplication.processEvents()
    assert trend.panels == panels
    assert all(one is other for one, other in zip(trend.panels, panels, strict=True))
    assert len(trend.scene().items()) == items


def test_the_panels_share_the_height(trend: Trend, patient: Callable[[int], TrendData]) -> None:
    trend.set_data(patient(2))
    QApplication.processEvents()
    assert sum(panel.rect().height() for panel in trend.panels) == pytest.approx(420, abs=2)
    assert {panel.rect().width() for panel in trend.panels} == {700}


def test_the_arrows_walk_from_reading_to_reading(trend: Trend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trend.cursor_changed) as heard:
        press(trend, Qt.Key.Key_Left)
    assert [(v.panel, v.value) for v in heard.args[0] if v.panel == "spo2"] == [("spo2", 84)]
    last = trend.cursor_at
    assert last is not None
    press(trend, Qt.Key.Key_Left)
    assert trend.cursor_at == last - DAY_MS
    press(trend, Qt.Key.Key_Right)
    press(trend, Qt.Key.Key_Right)
    assert trend.cursor_at == last
    assert "84" in trend.accessibleName()
    press(trend, Qt.Key.Key_Escape)
    assert trend.cursor_values() == ()
    assert trend.accessibleName() == "Trend"


def test_the_cursor_reads_every_series_with_its_time(trend: Trend) -> None:
    trend.set_cursor(trend.data.panels[0].series[0].times[-1])
    read = {(v.panel, v.label): v.value for v in trend.cursor_values()}
    assert read[("spo2", "SpO₂")] == 84
    assert (read[("bp", "sys")], read[("bp", "dia")]) == (142, 81)
    assert ("glucose", "glucose") in read
    assert all(panel.pointing is not None for panel in trend.panels)
    assert [mark.text for mark in trend.panels[0].pointing.marks] == ["◆ Red"]  # type: ignore[union-attr]


def test_up_and_down_choose_the_panel_and_shift_jumps_by_days(trend: Trend) -> None:
    press(trend, Qt.Key.Key_Down)
    press(trend, Qt.Key.Key_Down)
    press(trend, Qt.Key.Key_Down)
    assert trend.active_panel is trend.data.panels[2]
    press(trend, Qt.Key.Key_End)
    end = trend.cursor_at
    press(trend, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert end is not None
    assert trend.cursor_at is not None
    assert end - DAY_MS < trend.cursor_at < end - DAY_MS / 2
    press(trend, Qt.Key.Key_Up)
    assert trend.active_panel is trend.data.panels[1]


def test_home_goes_to_the_first_reading_and_shows_it(trend: Trend) -> None:
    press(trend, Qt.Key.Key_Home)
    first = trend.data.panels[0].series[0].times[0]
    assert trend.cursor_at == first
    assert trend.window_shown.from_ms <= first <= trend.window_shown.to_ms


def test_letters_choose_periods(trend: Trend, qtbot: QtBot) -> None:
    for key, days in ((Qt.Key.Key_U, 7), (Qt.Key.Key_M, 30), (Qt.Key.Key_K, 90), (Qt.Key.Key_A, 0)):
        with qtbot.waitSignal(trend.period_chosen) as heard:
            press(trend, key)
        assert heard.args == [days]
    assert trend.window_shown.from_ms == trend.data.first_ms


def test_its_letters_are_its_own_while_it_has_the_focus(trend: Trend) -> None:
    plain = Qt.KeyboardModifier.NoModifier
    own = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_K, plain)
    own.ignore()
    other = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier
    )
    other.ignore()
    QApplication.sendEvent(trend, own)
    QApplication.sendEvent(trend, other)
    assert (own.isAccepted(), other.isAccepted()) == (True, False)
    passed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, plain)
    trend.keyPressEvent(passed)
    assert not passed.isAccepted()


def test_plus_and_minus_zoom_about_the_cursor(trend: Trend) -> None:
    press(trend, Qt.Key.Key_Left)
    press(trend, Qt.Key.Key_Left)
    at, before = trend.cursor_at, trend.window_shown
    assert at is not None
    press(trend, Qt.Key.Key_Plus)
    after = trend.window_shown
    assert after.span < before.span
    share = (at - before.from_ms) / before.span
    assert (at - after.from_ms) / after.span == pytest.approx(share)
    for _ in range(40):
        press(trend, Qt.Key.Key_Minus)
    assert trend.window_shown.to_ms <= trend.data.now_ms + 3 * DAY_MS
    press(trend, Qt.Key.Key_Escape)
    press(trend, Qt.Key.Key_Plus)
    assert trend.window_shown.to_ms > trend.data.now_ms


def test_control_and_arrows_move_the_time(trend: Trend) -> None:
    before = trend.window_shown
    press(trend, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert trend.window_shown.from_ms == before.from_ms - before.span / 4
    press(trend, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert trend.window_shown.from_ms == pytest.approx(before.from_ms)


def test_the_wheel_zooms_with_focus_or_control_and_stays_inside(trend: Trend) -> None:
    before = trend.window_shown
    control = Qt.KeyboardModifier.ControlModifier
    assert wheel(trend, 300, True, control).isAccepted()
    assert trend.window_shown.span < before.span
    for _ in range(60):
        wheel(trend, 300, False, control)
    assert trend.window_shown.from_ms >= trend.data.now_ms - 90 * DAY_MS
    trend.clearFocus()
    kept = trend.window_shown
    assert not wheel(trend, 300, True, Qt.KeyboardModifier.NoModifier).isAccepted()
    assert trend.window_shown == kept


def test_the_mouse_moves_time_and_a_double_click_shows_the_period_again(
    trend: Trend, qtbot: QtBot
) -> None:
    before = trend.window_shown
    place = trend.viewport()
    qtbot.mousePress(place, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(place, QPoint(400, 200))
    qtbot.mouseRelease(place, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    width = trend.panels[0].box.rect.width()
    assert trend.window_shown.from_ms == pytest.approx(before.from_ms - 100 / width * before.span)
    assert trend.active_panel is trend.data.panels[1]
    qtbot.mouseDClick(place, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert trend.window_shown == before


def test_the_pointer_brings_the_cursor_to_the_nearest_reading_and_takes_it_along(
    trend: Trend, qtbot: QtBot
) -> None:
    box = trend.panels[0].box
    target = int(trend.data.panels[0].series[0].times[-3])
    qtbot.mouseMove(trend.viewport(), QPoint(int(box.x(target)) + 3, 60))
    assert cursor(trend) == target
    trend.leaveEvent(QEvent(QEvent.Type.Leave))
    assert cursor(trend) is None
    press(trend, Qt.Key.Key_Left)
    trend.leaveEvent(QEvent(QEvent.Type.Leave))
    assert cursor(trend) is not None


def test_it_describes_itself(trend: Trend, qtbot: QtBot) -> None:
    said = trend.accessibleDescription()
    assert "SpO₂: latest 84" in said
    assert "Blood pressure: latest 142/81" in said
    trend.show_days(7)
    qtbot.waitUntil(lambda: trend.accessibleDescription() != said)
    assert "7 days" in trend.accessibleDescription()


def test_an_empty_trend_takes_every_key(trend: Trend, qtbot: QtBot) -> None:
    trend.set_data(TrendData((), (), trend.data.now_ms, trend.data.now_ms))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_A):
        press(trend, key)
    qtbot.mouseMove(trend.viewport(), QPoint(100, 100))
    assert not wheel(trend, 1, True, Qt.KeyboardModifier.ControlModifier).isAccepted()
    assert trend.active_panel is None
    assert trend.cursor_at is None
    trend._announce()


def test_a_panel_without_readings_stands_still(trend: Trend, now: int) -> None:
    empty = PanelData("e", "Pulse", "", 0, (Series.of("a", [], []),))
    trend.set_data(TrendData((empty,), (), now, now - DAY_MS))
    press(trend, Qt.Key.Key_Left)
    press(trend, Qt.Key.Key_Home)
    assert trend.cursor_at is None
    assert not picture(trend).isNull()


def test_hollow_readings_are_rings_and_the_line_passes_them_by(trend: Trend, now: int) -> None:
    times = [now - n * DAY_MS for n in (4, 3, 2, 1, 0)]
    values = [90.0, 90, 70, 90, 90]

    def shown(excluded: list[bool]) -> tuple[QImage, QPoint]:
        series = Series.of("a", times, values, excluded=excluded)
        panel = PanelData("p", "P", "u", 0, (series,))
        trend.set_data(TrendData((panel,), (), now, times[0]), days=7)
        box = trend.panels[0].box
        image = picture(trend)
        return image, QPoint(round(box.x(times[2])), round(box.y(70)))

    counted, spot = shown([False] * 5)
    assert counted.pixelColor(spot).lightness() < 100
    hollow, spot = shown([n == 2 for n in range(5)])
    assert hollow.pixelColor(spot).lightness() > 200
    assert any(hollow.pixelColor(spot.x() + n, spot.y()).lightness() < 150 for n in (2, 3, 4))
    strip = trend.panels[0].strips[0]
    assert strip.joined.tolist() == [True, True, True, False]


def test_the_two_lines_of_blood_pressure_differ_without_colour(
    trend: Trend, pressure: PanelData, now: int
) -> None:
    trend.set_data(TrendData((pressure,), (), now, now - 30 * DAY_MS), days=7)
    grey = picture(trend).convertToFormat(QImage.Format.Format_Grayscale8)
    box = trend.panels[0].box

    def light(series: int) -> int:
        """How many places between two points of a line are not drawn."""
        times, values = pressure.series[series].times, pressure.series[series].values
        start, end = box.x(int(times[-3])) + 6, box.x(int(times[-2])) - 6
        missing = 0
        for x in np.arange(start, end):
            y = np.interp(x, box.xs(times), box.ys(values))
            near = [grey.pixelColor(int(x), int(y) + n).red() for n in (-1, 0, 1)]
            missing += min(near) > 180
        return missing

    assert light(0) == 0
    assert light(1) > 10


def test_alerts_and_readings_beyond_the_range_are_seen(
    trend: Trend, trend_data: TrendData, now: int
) -> None:
    plain = TrendData(trend_data.panels, (), now, trend_data.first_ms)
    trend.set_data(plain)
    without = picture(trend)
    marks = (*trend_data.marks, Mark("alert-yellow", now - DAY_MS, None, "", "bp"))
    trend.set_data(TrendData(trend_data.panels, marks, now, trend_data.first_ms))
    assert picture(trend) != without


def test_a_picture_can_be_finer_than_the_screen(trend: Trend) -> None:
    image = trend.image(3)
    assert (image.width(), image.height()) == (2100, 1260)
    colours = {image.pixelColor(x, 300).name() for x in range(0, 2100, 7)}
    assert len(colours) > 3


def test_it_lets_go_of_its_panels_when_the_program_ends(trend: Trend) -> None:
    trend._let_go()
    assert trend.panels == ()
    trend.resize(500, 300)
    assert not picture(trend).isNull()


def test_it_follows_the_appearance(trend: Trend, qapp: QApplication, look: Theme) -> None:
    light = picture(trend).pixelColor(350, 5).lightness()
    apply(qapp, Theme(DARK))
    try:
        dark = picture(trend).pixelColor(350, 5).lightness()
    finally:
        apply(qapp, look)
    assert light > 200
    assert dark < 60


def test_dense_readings_keep_the_lonely_ones_in_sight(trend: Trend, now: int) -> None:
    steps = np.where(np.arange(3_000) == 1_500, 2 * DAY_MS, 60_000)
    times = now - np.cumsum(steps)[::-1]
    alone = np.append(times, times[-1] + 2 * DAY_MS)
    series = Series.of("a", alone, np.append(np.full(3_000, 5.0), 9.0))
    panel = PanelData("p", "P", "u", 0, (series,), (), 300_000)
    trend.set_data(TrendData((panel,), (), int(alone[-1]), int(times[0])), days=0)
    box, strip = trend.panels[0].box, trend.panels[0].strips[0]
    image = picture(trend)
    spot = QPoint(round(box.x(int(alone[-1]))), round(box.y(9)))
    assert not strip.few
    assert strip.alone[-1]
    assert min(image.pixelColor(spot.x() + n, spot.y()).lightness() for n in (-1, 0, 1)) < 120
