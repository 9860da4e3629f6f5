"""A list of equipment taken in by a person: looked at, changed by hand, taken in, kept."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QTableView, QWidget

from station.services.stock.importing import Fate
from station.views.equipment_import.done import DonePanel
from station.views.equipment_import.look import LookPanel
from station.views.equipment_import.page import EquipmentImportPage
from station.views.equipment_import.start import StartPanel
from station.views.style.drop import DropFrame
from tests.equipment_lists import HEADINGS, ROWS, csv_list, many
from tests.inbox_office import Desk
from tests.patient_office import NURSE

P = TypeVar("P", bound=QWidget)


def page(desk: Desk) -> EquipmentImportPage:
    """The page itself."""
    assert isinstance(desk.page, EquipmentImportPage)
    return desk.page


def step(desk: Desk, kind: type[P]) -> P:
    """Wait until a step stands in front and is whole."""

    def there() -> bool:
        front = page(desk).front
        return isinstance(front, kind) and front.isVisible()

    desk.qtbot.waitUntil(there, timeout=60_000)
    desk.calm()
    found = page(desk).front
    assert isinstance(found, kind)
    return found


def open_list(desk: Desk, path: Path) -> LookPanel:
    """Write where a list is, and wait for what would become of it."""
    step(desk, StartPanel)
    desk.write("list_path", str(path), enter=True)
    return step(desk, LookPanel)


def choose(desk: Desk, name: str, data: object) -> None:
    """Choose in a box, as a person does."""
    box = desk.find(QComboBox, name)
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())
    desk.calm()


def number(desk: Desk, fate: Fate) -> str:
    """What one of the numbers shows."""
    return desk.find(QLabel, f"list_{fate.value}").text()


def texts(view: QTableView, column: int) -> list[str]:
    """What a column of a table shows."""
    model = view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_a_list_from_the_file_to_the_report(desk: Desk, tmp_path: Path) -> None:
    """Every row is seen before, the refused ones are saved, and the list stands among earlier."""
    bad = ("Romskip", "", "", "R1", "RK-9", *[""] * 10)
    panel = open_list(desk, csv_list(tmp_path / "liste.csv", [*ROWS, bad]))
    assert [number(desk, fate) for fate in Fate] == ["3", "0", "0", "1"]
    assert "listed as lent" in desk.find(QWidget, "list_news").accessibleName()
    rows = desk.find(QTableView, "list_rows")
    assert texts(rows, 1) == ["new", "new", "new", "refused"]
    choose(desk, "list_filter", "refused")
    assert texts(rows, 0) == ["5"]
    assert panel.plan.stores
    assert desk.station.equipment.rows(NURSE) == ()
    desk.press("list_take_in")
    done = step(desk, DonePanel)
    assert len(desk.station.equipment.rows(NURSE)) == 3
    assert texts(desk.find(QTableView, "refused_rows"), 0) == ["5"]
    done.refused_wanted.emit(tmp_path / "avvist.csv")
    desk.calm()
    assert "Romskip" in (tmp_path / "avvist.csv").read_text(encoding="utf-8-sig")
    done.report_wanted.emit(tmp_path / "rapport.csv")
    desk.calm()
    assert (tmp_path / "rapport.csv").exists()
    done.report_wanted.emit(tmp_path)
    desk.calm()
    assert desk.shows(QWidget, "list_news")
    desk.press("list_again")
    step(desk, StartPanel)
    before = desk.find(QTableView, "lists_before")
    assert [texts(before, at) for at in range(2, 7)] == [["4"], ["3"], ["0"], ["0"], ["1"]]
    again = open_list(desk, tmp_path / "liste.csv")
    assert not again.plan.stores
    assert not desk.find(QPushButton, "list_take_in").isEnabled()
    assert "This very file" in desk.find(QWidget, "list_news").accessibleName()
    desk.press("list_other")
    step(desk, StartPanel)
    desk.press("leave_list")
    assert desk.heard.went == [("equipment", None)]


def test_columns_and_words_are_chosen_by_hand(desk: Desk, tmp_path: Path) -> None:
    """The rows follow at once; what was chosen stays."""
    rows = (("Pad", "1", "03/04/2024"), ("Romskip", "2", ""), ("", "3", ""))
    open_list(desk, csv_list(tmp_path / "l.csv", rows, ("Ting", "Nummer", "Dag")))
    assert number(desk, Fate.REFUSED) == "3"
    choose(desk, "list_column_0", "kind")
    choose(desk, "list_column_1", "label")
    assert [number(desk, fate) for fate in (Fate.NEW, Fate.REFUSED)] == ["1", "2"]
    choose(desk, "list_kind_0", "other")
    assert number(desk, Fate.NEW) == "2"
    assert desk.find(QComboBox, "list_kind_0").currentData() == "other"
    choose(desk, "list_column_2", "bought")
    assert number(desk, Fate.REFUSED) == "2"
    choose(desk, "list_order", True)
    assert number(desk, Fate.REFUSED) == "1"
    desk.find(QCheckBox, "list_above").click()
    desk.calm()
    assert number(desk, Fate.REFUSED) == "0"
    desk.find(QCheckBox, "list_above").click()
    desk.calm()
    choose(desk, "list_kind_for_all", "sim")
    assert number(desk, Fate.NEW) == "3"
    choose(desk, "list_column_2", "")
    desk.press("list_take_in")
    step(desk, DonePanel)
    assert {row.kind for row in desk.station.equipment.rows(NURSE)} == {"tablet", "other", "sim"}
    desk.press("to_labels")
    assert desk.heard.went == [("labels", None)]
    step(desk, StartPanel)


def test_a_file_that_is_none(desk: Desk, tmp_path: Path) -> None:
    """Says why where it was chosen; another one can be dropped."""
    step(desk, StartPanel)
    path = tmp_path / "liste.pdf"
    path.write_bytes(b"%PDF-1.7")
    desk.write("list_path", str(path), enter=True)
    start = step(desk, StartPanel)
    assert any("CSV or XLSX" in each.text() for each in start.findChildren(QLabel))
    good, data = csv_list(tmp_path / "l.csv"), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(good))])
    drop = desk.find(DropFrame, "list_drop")
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    drop.dropEvent(event)
    step(desk, LookPanel)


def test_ten_thousand_rows_never_stop_the_window(desk: Desk, tmp_path: Path) -> None:
    """Read, looked at, filtered, taken in: the heartbeat watches all the while."""
    open_list(desk, csv_list(tmp_path / "mange.csv", many(10_000)))
    assert desk.find(QTableView, "list_rows").model().rowCount() == 10_000
    choose(desk, "list_filter", "refused")
    assert desk.find(QTableView, "list_rows").model().rowCount() == 120
    desk.press("list_take_in")
    step(desk, DonePanel)
    assert len(desk.station.equipment_import.imports(NURSE)) == 1


def test_it_can_be_stopped_while_it_reads(desk: Desk, tmp_path: Path) -> None:
    """Nothing is stored, and the start stands there again."""
    step(desk, StartPanel)
    page(desk).open(csv_list(tmp_path / "mange.csv", many(10_000)))
    desk.press("list_stop")
    step(desk, StartPanel)
    assert any("stopped" in said for said in desk.heard.said)


def test_a_register_that_was_changed_meanwhile(desk: Desk, tmp_path: Path) -> None:
    """The list is looked at again; nothing was taken in."""
    path = csv_list(tmp_path / "l.csv")
    open_list(desk, path)
    imports = desk.station.equipment_import
    listed = imports.read(path)
    imports.take_in(NURSE, imports.plan(NURSE, listed, imports.known(NURSE, listed)))
    desk.calm()
    desk.press("list_take_in")
    panel = step(desk, LookPanel)
    desk.qtbot.waitUntil(lambda: number(desk, Fate.SAME) == "3", timeout=10_000)
    assert not panel.plan.stores
    assert any("register was changed" in said for said in desk.heard.said)
    assert len(HEADINGS) == len(panel.plan.listed.listing.columns)
