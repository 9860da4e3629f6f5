"""The page of all equipment: every number leads to its list, and every list to the thing itself."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from station.services.stock.overview import Overviews
from station.views.overview.glance import Glance
from tests.views.overview.conftest import OverviewDesk


def test_the_glance_shows_what_is_where_and_what_to_look_at(desk: OverviewDesk) -> None:
    numbers = desk.lines("overview_numbers")
    assert "Loans overdue, 1" in numbers
    assert "Open support cases, 1" in numbers
    assert "Paid though the service has ended, 1" in numbers
    assert "Patients' own devices in use, 1" in numbers
    grid = desk.find(QTableView, "overview_where").model()
    headings = [grid.headerData(at, Qt.Orientation.Horizontal) for at in range(grid.columnCount())]
    # No column for a state in which nothing stands, and none for what is scrapped.
    assert headings == [
        "Kind of device",
        "In store",
        "Ready",
        "Lent",
        "Returned",
        "Cleaning",
        "Repair",
        "Lost",
        "In all",
    ]
    assert grid.headerData(0, Qt.Orientation.Vertical) is None
    rows = {
        grid.index(at, 0).data(): [grid.index(at, n).data() for n in range(1, grid.columnCount())]
        for at in range(grid.rowCount())
    }
    assert rows["Pulse oximeter"] == ["1", "1", "4", "1", "1", "1", "1", "10"]
    assert rows["Scale"][2] == "–"
    spoken = grid.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Pulse oximeter, Lent: 4"
    # The keyboard stands on the numbers.
    assert desk.find(QWidget, "overview_numbers").hasFocus()


def test_a_number_leads_to_its_list_and_that_to_the_device(desk: OverviewDesk) -> None:
    found = Overviews(desk.office.record).overview(desk.session)
    overdue = next(each for each in found.due if each.code == "loans_overdue")
    desk.pick("overview_numbers", "Loans overdue")
    assert "Loans overdue" in desk.words()
    assert "1 in the list" in desk.words()
    assert len(desk.lines("behind_list")) == overdue.count
    assert "Rask Elg · Due 18 Nov 2026" in desk.lines("behind_list")[0]
    desk.pick("behind_list", "Rask Elg")
    assert desk.heard.went == [("equipment", overdue.lines[0].subject)]
    desk.press("leave_behind")
    assert isinstance(desk.page.front, Glance)  # type: ignore[attr-defined]


def test_a_number_of_nothing_leads_to_a_list_of_nothing(desk: OverviewDesk) -> None:
    desk.pick("overview_numbers", "Receipts not signed")
    assert "Nothing is counted here now" in desk.words()


def test_a_sum_says_what_it_counts(desk: OverviewDesk) -> None:
    desk.pick("overview_numbers", "Lent out")
    assert "8 in the list · 19 920 kr" in desk.words().replace("\N{NO-BREAK SPACE}", " ")


def test_each_cell_leads_to_its_devices(desk: OverviewDesk) -> None:
    for column, title, count in (
        (3, "Pulse oximeter: Lent", 4),
        (8, "Pulse oximeter", 10),
        (0, "Pulse oximeter", 10),
    ):
        grid = desk.find(QTableView, "overview_where")
        grid.setCurrentIndex(grid.model().index(0, column))
        QTest.keyClick(grid, Qt.Key.Key_Return)
        desk.calm()
        assert title in desk.words().split("\n")
        assert len(desk.lines("behind_list")) == count
        desk.press("leave_behind")


def test_numbers_of_cases_and_licences_lead_to_their_tabs(desk: OverviewDesk) -> None:
    desk.pick("overview_numbers", "Open support cases")
    assert desk.shows(QWidget, "overview_cases")
    desk.turn("glance")
    desk.pick("overview_numbers", "Licences in use")
    assert desk.shows(QWidget, "overview_licences")
    assert desk.find(QPushButton, "tab_licences").isChecked()
    desk.page.opened(None)
    desk.calm()
    assert desk.shows(QWidget, "overview_licences")
    desk.page.opened("forecast")
    desk.calm()
    assert desk.shows(QWidget, "overview_forecast")


def test_what_others_save_is_taken_in_and_nothing_else_moves(desk: OverviewDesk) -> None:
    before = desk.page.front  # type: ignore[attr-defined]
    device_id = desk.office.device("Ny vekt", "scale")
    with desk.office.record.write(desk.session) as writer:
        writer.audit("told_for_test", "device", device_id)
        writer.touch("equipment")
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.front is not before)  # type: ignore[attr-defined]
    desk.calm()
    before = desk.page.front  # type: ignore[attr-defined]
    with desk.office.record.write(desk.session) as writer:
        writer.audit("told_for_test", "device", device_id)
        writer.touch("equipment")
    desk.calm()
    # Nothing that stands there changed: the keyboard stays where it is.
    assert desk.page.front is before  # type: ignore[attr-defined]


def test_the_way_back_leads_to_the_equipment(desk: OverviewDesk) -> None:
    desk.press("leave_overview")
    assert desk.heard.went == [("equipment", None)]


def test_trouble_is_said_and_can_be_tried_again(desk: OverviewDesk) -> None:
    database, desk.office.record.database = desk.office.record.database, None
    desk.turn("forecast")
    assert "Station is locked. Sign in and try again." in desk.words()
    desk.office.record.database = database
    (again,) = (
        each for each in desk.page.findChildren(QPushButton) if each.accessibleName() == "Try again"
    )
    again.click()
    desk.calm()
    assert desk.shows(QWidget, "overview_forecast")


def test_a_number_that_was_opened_stays_when_an_answer_comes_after_it(desk: OverviewDesk) -> None:
    desk.office.device("Ny vekt", "scale")
    front = desk.page.front  # type: ignore[attr-defined]
    assert isinstance(front, Glance)
    desk.page._look()  # type: ignore[attr-defined]
    front.opened.emit(front.found.due[0])
    desk.calm()
    assert desk.shows(QWidget, "behind_list")
