"""Periods, legend and table around the trend."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views.charts.data import TrendData
from station.views.charts.trend import DAYS
from station.views.charts.view import PeriodButton, TrendView


@pytest.fixture
def view(qtbot: QtBot, heartbeat: object, trend_data: TrendData) -> TrendView:
    made = TrendView()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.set_data(trend_data)
    return made


def chosen(view: TrendView) -> list[str]:
    buttons = view.findChildren(PeriodButton)
    return [button.accessibleName() for button in buttons if button.isChecked()]


def shows_table(view: TrendView) -> bool:
    return view.table_shown


def test_a_period_is_chosen_by_button_and_by_key(view: TrendView, qtbot: QtBot) -> None:
    assert chosen(view) == ["30 d"]
    week = next(b for b in view.findChildren(PeriodButton) if b.accessibleName() == "7 d")
    with qtbot.waitSignal(view.period_chosen) as heard:
        qtbot.mouseClick(week, Qt.MouseButton.LeftButton)
    assert heard.args == [7]
    assert chosen(view) == ["7 d"]
    qtbot.keyClick(view.trend, Qt.Key.Key_A)
    assert chosen(view) == ["all time"]
    assert len(DAYS) == 4


def test_the_table_shows_the_time_of_the_trend(view: TrendView, qtbot: QtBot) -> None:
    view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert shows_table(view)
    assert chosen(view) == ["30 d", "table"]
    assert view.table.hasFocus()
    month = view.model.rowCount()
    view.choose(7)
    week = view.model.rowCount()
    assert month != week
    assert not view.image(1).isNull()
    qtbot.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not shows_table(view)
    assert view.trend.hasFocus()


def test_the_next_patient_is_shown_the_same_way(view: TrendView, trend_data: TrendData) -> None:
    view.toggle_table()
    QApplication.processEvents()
    view.choose(90)
    QApplication.processEvents()
    one = TrendData(trend_data.panels[:1], (), trend_data.now_ms, trend_data.first_ms)
    view.set_data(one)
    assert shows_table(view)
    assert view.model.columnCount() == 3
    assert chosen(view) == ["90 d", "table"]


def test_without_readings_it_says_so(view: TrendView, trend_data: TrendData) -> None:
    view.set_data(TrendData((), (), trend_data.now_ms, trend_data.now_ms))
    assert not shows_table(view)
    assert view.stack.currentIndex() == 2
    view.set_data(trend_data)
    assert view.stack.currentWidget() is view.trend


def test_it_can_be_narrow_and_its_buttons_show_the_focus(view: TrendView) -> None:
    view.resize(320, 300)
    QApplication.processEvents()
    assert view.width() == 320
    button = view.findChildren(PeriodButton)[0]
    view.trend.setFocus()
    before = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != before
