"""The forecast on screen: weeks of a kind, and what each of its numbers counts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTableView, QWidget

from tests.views.overview.conftest import OverviewDesk


def test_a_week_says_what_it_counts(desk: OverviewDesk) -> None:
    desk.turn("forecast")
    assert desk.find(QWidget, "forecast_kinds").hasFocus()
    assert "Today: 2 free, 0 reserved, 1 in repair" in desk.words()
    weeks = desk.find(QTableView, "forecast_weeks").model()
    told = [[weeks.index(row, at).data() for at in range(6)] for row in range(weeks.rowCount())]
    assert len(told) == 12
    assert told[0] == ["20 Nov 2026 to 22 Nov 2026", "–", "1", "–", "2", "3"]
    assert told[1][1:] == ["3", "–", "–", "5", "6"]
    reasons = desk.lines("forecast_reasons")
    assert reasons[0] == "May come"
    assert "should have been back already" in reasons[1]
    desk.pick("forecast_weeks", "23 Nov 2026")
    reasons = desk.lines("forecast_reasons")
    assert reasons[0] == "Comes back"
    assert len(reasons) == 4
    assert sum("is being looked over" in each for each in reasons) == 2
    assert sum("the service has ended" in each for each in reasons) == 1


def test_another_kind_and_the_person_who_waits(desk: OverviewDesk) -> None:
    desk.turn("forecast")
    desk.pick("forecast_kinds", "Tablet")
    view = desk.find(QTableView, "forecast_weeks")
    rows = range(view.model().rowCount())
    waits = next(row for row in rows if view.model().index(row, 3).data() != "–")
    view.selectRow(waits)
    desk.calm()
    desk.pick("forecast_reasons", "Rask Vik")
    assert desk.heard.went[-1][0] == "patients"
    empty = next(
        row for row in rows if {view.model().index(row, at).data() for at in (1, 2, 3)} == {"–"}
    )
    view.selectRow(empty)
    desk.calm()
    assert desk.lines("forecast_reasons") == ["Nothing is expected in this week."]
    assert "2 who wait have no plan yet" in desk.words()


def test_what_will_be_missing_stands_first(desk: OverviewDesk) -> None:
    for (device_id,) in desk.office.rows("SELECT id FROM devices WHERE kind = 'tablet'"):
        desk.office.change("devices", str(device_id), state="scrapped")
    desk.turn("forecast")
    first, second = desk.lines("forecast_kinds")[:2]
    assert first.startswith("Tablet, ")
    assert "2 missing at most, from 23 Nov 2026" in first
    assert "free today" in second
    model = desk.find(QTableView, "forecast_weeks").model()
    left = [model.index(row, 4).data() for row in range(2)]
    assert left == ["0", "\N{MINUS SIGN}2"]
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Week: ")


def test_an_office_without_equipment(desk: OverviewDesk) -> None:
    with desk.office.record.write(desk.session) as writer:
        writer.execute("UPDATE devices SET state = 'scrapped'")
        writer.execute("UPDATE patients SET status = 'active'")
        writer.audit("emptied_for_test", "device", "all")
    desk.turn("forecast")
    assert "Nothing is in the store, lent or waited for." in desk.words()
    desk.turn("glance")
    assert "Nothing is registered yet." in desk.words()


def test_a_kind_can_be_chosen_only_when_its_weeks_can_be_shown(desk: OverviewDesk) -> None:
    QTest.keyClick(desk.find(QPushButton, "tab_forecast"), Qt.Key.Key_Space)

    def chosen() -> bool:
        """Chooses a kind the moment the list stands there."""
        kinds = next(iter(desk.page.findChildren(QAbstractItemView, "forecast_kinds")), None)
        if kinds is None:
            return False
        kinds.setCurrentIndex(kinds.model().index(1, 0))
        QTest.keyClick(kinds, Qt.Key.Key_Return)
        return True

    desk.qtbot.waitUntil(chosen, timeout=5000)
    desk.calm()
    assert desk.shows(QAbstractItemView, "forecast_weeks")
