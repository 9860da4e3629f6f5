"""Labels chosen, given, laid out and read from a picture, as a person does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QWidget

from station.printing.verify import read_back
from station.rules.labelcode import label_of
from station.services.prints.labels import FORMATS, LabelWish
from station.views.labels.page import LabelsPage, stretches
from station.views.labels.places import StartPlaces
from tests.inbox_office import Desk
from tests.opened import Opener
from tests.patient_office import NURSE


def page(desk: Desk) -> LabelsPage:
    """The page, when it is whole and has its devices."""
    assert isinstance(desk.page, LabelsPage)
    found = desk.page
    desk.qtbot.waitUntil(lambda: bool(found._rows), timeout=10_000)
    desk.calm()
    return found


def ready(desk: Desk) -> None:
    """Wait until the sheet has been made."""
    viewer = page(desk).viewer
    assert viewer is not None
    button = desk.find(QPushButton, "print_report")
    desk.qtbot.waitUntil(button.isEnabled, timeout=20_000)


def said(desk: Desk) -> list[str]:
    """What stands on the sheet that is shown."""
    viewer = page(desk).viewer
    assert viewer is not None
    assert viewer.made is not None
    return [text for text in read_back(viewer.made.pdf).elements if text]


def names(desk: Desk) -> list[str]:
    """What the list shows."""
    model = desk.find(QTableView, "labels_list").model()
    return [str(model.index(row, 2).data()) for row in range(model.rowCount())]


def test_before_anything_is_chosen_it_says_so_and_waits_for_nothing(desk: Desk) -> None:
    viewer = page(desk).viewer
    assert viewer is not None
    assert not viewer.banner.isHidden()
    assert "Choose the devices that shall have labels." in [
        each.text() for each in viewer.banner.findChildren(QLabel)
    ]
    assert viewer._wait.isHidden()
    desk.press("labels_all")
    desk.press("labels_give")
    ready(desk)
    assert viewer.banner.isHidden()


def test_labels_are_given_and_laid_out(desk: Desk, tmp_path: Path) -> None:
    """To those that have none; then the sheet stands there, and can be saved."""
    found = page(desk)
    assert names(desk) == ["B-1", "V-1", "N-1", "S-1"]
    desk.press("labels_all")
    assert desk.find(QLabel, "labels_chosen").text() == "4 devices chosen · 2 have no label"
    desk.press("labels_give")
    desk.qtbot.waitUntil(
        lambda: desk.find(QLabel, "labels_chosen").text() == "4 devices chosen", timeout=10_000
    )
    ready(desk)
    assert {label_of(1), label_of(2), "RK-7", "RK-8"} <= set(said(desk))
    assert "Funnet? Ring 68 05 01 00" in said(desk)
    assert found.viewer is not None
    found.viewer.save_at(str(tmp_path / "ark.pdf"))
    desk.calm()
    assert (tmp_path / "ark.pdf").read_bytes().startswith(b"%PDF")
    assert not desk.find(QPushButton, "labels_give").isEnabled()
    desk.press("leave_labels")
    assert desk.heard.went == [("equipment", None)]


def test_a_sheet_that_was_begun(desk: Desk) -> None:
    """The first place is chosen by click and by arrows; another sort of sheet begins anew."""
    found = page(desk)
    desk.write("labels_search", "rk-")
    assert names(desk) == ["N-1", "S-1"]
    desk.press("labels_all")
    ready(desk)
    places = desk.find(StartPlaces, "label_start")
    QTest.mouseClick(
        places, Qt.MouseButton.LeftButton, pos=QPoint(places.width() // 2, places.height() // 2)
    )
    assert 0 < places.place < 24
    assert "column 2" in places.accessibleName()
    QTest.keyClick(places, Qt.Key.Key_Home)
    assert places.place == 0
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Tab):
        QTest.keyClick(places, key)
    assert places.place == 4
    ready(desk)
    first = said(desk)
    box = desk.find(QComboBox, "labels_format")
    box.setCurrentIndex(box.findData("5x13-38"))
    assert places.place == 0
    desk.find(QComboBox, "labels_code").setCurrentIndex(1)
    ready(desk)
    assert said(desk) == first
    found.opened(None)


def test_the_labels_in_a_picture_are_chosen(desk: Desk, tmp_path: Path) -> None:
    """And what was in the picture besides is told."""
    found = page(desk)
    prints = desk.station.labels_print
    rows = prints.devices(NURSE)
    labelled = [row for row in rows if row.label]
    printed = prints.make(NURSE, LabelWish(tuple(row.id for row in labelled)))
    path = tmp_path / "ark.pdf"
    path.write_bytes(printed.pdf)
    found.read_picture(path)
    news = desk.find(QWidget, "labels_news")
    desk.qtbot.waitUntil(lambda: "2 devices were found" in news.accessibleName(), timeout=20_000)
    assert set(found.chosen) == {row.id for row in labelled}
    (tmp_path / "notis.txt").write_text("x")
    found.read_picture(tmp_path / "notis.txt")
    desk.qtbot.waitUntil(lambda: "no PDF, JPEG" in news.accessibleName(), timeout=20_000)


def test_devices_named_by_another_page_are_chosen(desk: Desk) -> None:
    """As when a card asks for its own label."""
    found = page(desk)
    wanted = next(row.id for row in found._rows if row.name == "N-1")
    found.opened(wanted)
    desk.qtbot.waitUntil(lambda: found.chosen == (wanted,), timeout=10_000)
    ready(desk)
    assert said(desk)[0] == "RK-7"


@pytest.mark.parametrize(
    ("places", "found"),
    [([], []), ([3], [(3, 3)]), ([0, 1, 2, 5, 7, 8], [(0, 2), (5, 5), (7, 8)])],
)
def test_stretches(places: list[int], found: list[tuple[int, int]]) -> None:
    """Neighbours go together."""
    assert stretches(places) == found


def test_every_sort_of_sheet_is_offered(desk: Desk) -> None:
    """By its words."""
    page(desk)
    box = desk.find(QComboBox, "labels_format")
    assert [box.itemText(at) for at in range(box.count())] == [
        each.words for each in FORMATS.values()
    ]


def test_what_is_pressed_while_the_page_is_built_breaks_nothing(desk: Desk, opener: Opener) -> None:
    with opener.shown(LabelsPage, NURSE, desk.heard) as found:

        def built() -> bool:
            """Chooses and searches in what stands there so far."""
            for every in found.findChildren(QPushButton, "labels_all"):
                every.click()
            for name in ("labels_format", "labels_code"):
                for drop in found.findChildren(QComboBox, name):
                    drop.setCurrentIndex(1)
            return bool(found._rows)

        desk.qtbot.waitUntil(built, timeout=10_000)
        desk.calm()
        assert found.places._form is list(FORMATS.values())[1]
