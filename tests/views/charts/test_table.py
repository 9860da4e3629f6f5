"""The table says the same as the chart."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from station.views.charts.data import DAY_MS, HOUR_MS, PanelData, TrendData
from station.views.charts.geometry import Window
from station.views.charts.table import TrendTable


def rows(table: TrendTable) -> list[list[str]]:
    return [
        [str(table.index(row, column).data()) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


@pytest.fixture
def table(qapp: object) -> TrendTable:
    return TrendTable()


def test_rows_are_times_the_newest_first(
    table: TrendTable, trend_data: TrendData, now: int, qtmodeltester: ModelTester
) -> None:
    daily = TrendData(trend_data.panels[:2], trend_data.marks, now, 0)
    table.show_window(daily, Window(now - 6 * DAY_MS, now))
    qtmodeltester.check(table)
    heading = [table.headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert heading == ["Time", "SpO₂ (%)", "Blood pressure (mmHg)", "Remark"]
    shown = rows(table)
    assert shown[0] == ["today 07:22", "", "142/81", ""]
    assert shown[1] == ["today 07:12", "84", "", "◆ Red"]
    assert shown[-1][0] == "Fri 20 Nov 07:12"
    assert ["Fri 20 Nov 09:01", "", "", "Called"] in shown
    assert ["Fri 20 Nov 07:12", "91", "", "does not count"] in shown


def test_only_the_time_shown_is_in_the_table(
    table: TrendTable, trend_data: TrendData, now: int
) -> None:
    table.show_window(trend_data, Window(now - HOUR_MS / 2, now))
    assert table.rowCount() == 7
    assert rows(table)[2][3] == "LO"
    assert table.time_of(0) == now


def test_a_sensor_is_gathered_by_hour_and_by_day(
    table: TrendTable, glucose: PanelData, now: int
) -> None:
    data = TrendData((glucose,), (), now, 0)
    table.show_window(data, Window(now - 7 * DAY_MS, now))
    assert table.rowCount() == 7 * 24 + 1
    assert rows(table)[1][1].startswith("LO–")
    table.show_window(data, Window(now - 18 * DAY_MS, now))
    days = rows(table)
    assert len(days) == 19
    assert days[0][0] == "today"
    assert days[1] == ["yesterday", "5.0–11.0", ""]


def test_pairs_show_what_is_missing(table: TrendTable, pressure: PanelData, now: int) -> None:
    upper, lower = pressure.series
    shorter = type(lower).of("dia", lower.times[:-1], lower.values[:-1], unconfirmed=[True] * 29)
    panel = PanelData("bp", "BP", "", 0, (upper, shorter))
    table.show_window(TrendData((panel,), (), now, 0), Window(now - 2 * DAY_MS, now))
    assert rows(table)[0][1] == "142/–"
    assert rows(table)[1][2] == "unconfirmed"


def test_numbers_stand_to_the_right(table: TrendTable, trend_data: TrendData, now: int) -> None:
    table.show_window(trend_data, Window(now - DAY_MS, now))
    role = Qt.ItemDataRole.TextAlignmentRole
    assert table.index(0, 1).data(role) & Qt.AlignmentFlag.AlignRight
    assert table.index(0, 0).data(role) & Qt.AlignmentFlag.AlignLeft
    assert table.headerData(1, Qt.Orientation.Horizontal, role) == (
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    )
    assert table.headerData(1, Qt.Orientation.Vertical) is None
    assert table.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) is None
    assert table.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) is None
