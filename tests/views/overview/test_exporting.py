"""Lists out of Station: looked at, seen where they go, saved; and why they are not."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.views.overview.conftest import OverviewDesk


def test_a_list_is_seen_before_it_is_saved(desk: OverviewDesk, tmp_path: Path) -> None:
    desk.turn("export")
    assert desk.find(QComboBox, "export_which").hasFocus()
    assert "58 rows, the first 12 are shown" in desk.words()
    assert "2 are about somebody with a protected address" in desk.words()
    path = desk.find(QLineEdit, "export_path")
    assert path.text().endswith("utstyr-2026-11-20.xlsx")
    desk.find(QComboBox, "export_format").setCurrentIndex(1)
    assert path.text().endswith("utstyr-2026-11-20.csv")
    desk.find(QComboBox, "export_which").setCurrentIndex(2)
    desk.calm()
    assert "3 rows" in desk.words()
    grid = desk.find(QTableView, "export_rows").model()
    assert grid.rowCount() == 3
    place = tmp_path / "mine saker.csv"
    desk.write("export_path", str(place))
    desk.press("export_save")
    assert f"Saved: 3 rows in {place}" in desk.words()
    assert "Displayet er knust" in place.read_text(encoding="utf-8-sig")
    # The next list is proposed beside it.
    desk.find(QComboBox, "export_which").setCurrentIndex(3)
    desk.calm()
    assert path.text() == str(tmp_path / "lisenser-2026-11-20.csv")


def test_another_place_is_chosen_in_the_systems_dialog(desk: OverviewDesk, tmp_path: Path) -> None:
    desk.turn("export")
    desk.press("export_elsewhere")
    dialog = desk.page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "ut.xlsx"))
    dialog.close()
    desk.calm()
    desk.write("export_path", str(tmp_path / "ut.xlsx"), enter=True)
    assert (tmp_path / "ut.xlsx").exists()


def test_what_cannot_be_saved_is_said(desk: OverviewDesk, tmp_path: Path) -> None:
    desk.turn("export")
    desk.write("export_path", "utstyr.xlsx")
    desk.press("export_save")
    assert "Write the whole path of the file, or choose a place." in desk.words()
    desk.write("export_path", str(tmp_path / "nowhere" / "utstyr.xlsx"))
    desk.press("export_save")
    assert "Choose another folder and try again." in desk.words()
    (tmp_path / "mappe").mkdir()
    desk.write("export_path", str(tmp_path / "mappe"))
    desk.press("export_save")
    assert "«mappe» was not saved." in desk.words()


def test_a_substitute_takes_no_lists_out(substitute: OverviewDesk, qtbot: QtBot) -> None:
    substitute.turn("export")
    assert "Nurses and the leader can take lists out of Station." in substitute.words()
    assert not substitute.shows(QWidget, "export_save")


def test_a_list_can_be_chosen_only_when_what_shows_it_is_built(
    desk: OverviewDesk, qtbot: QtBot
) -> None:
    QTest.keyClick(desk.find(QPushButton, "tab_export"), Qt.Key.Key_Space)

    def chosen() -> bool:
        """Chooses another list the moment it can be."""
        which = next(iter(desk.page.findChildren(QComboBox, "export_which")), None)
        if which is None or not which.isEnabled():
            return False
        which.setCurrentIndex(1)
        return True

    qtbot.waitUntil(chosen, timeout=5000)
    desk.calm()
    assert desk.find(QComboBox, "export_which").currentIndex() == 1
    assert desk.find(QPushButton, "export_save").isEnabled()


def test_a_place_typed_before_the_list_came_stays(desk: OverviewDesk, qtbot: QtBot) -> None:
    QTest.keyClick(desk.find(QPushButton, "tab_export"), Qt.Key.Key_Space)

    def typed() -> bool:
        path = next(iter(desk.page.findChildren(QLineEdit, "export_path")), None)
        if path is None or not path.isEnabled():
            return False
        path.selectAll()
        QTest.keyClicks(path, "/media/stick/a.xlsx")
        return True

    qtbot.waitUntil(typed, timeout=5000)
    desk.calm()
    assert desk.find(QLineEdit, "export_path").text() == "/media/stick/a.xlsx"
