"""The page for papers on an open file, with a patient whose draft was printed for the GP."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.services.stamping import page_stamp, stamp_of
from station.views.bridge import Bridge
from station.views.paper.page import PaperPage
from station.wiring import Station
from tests.opened import Opener
from tests.paper_scans import drawn, packed, scanned
from tests.patient_office import Told
from tests.plan_office import ELG, NURSE, OTHER, drafted
from tests.qt import Pulse, settle

T = TypeVar("T", bound=QWidget)


@dataclass
class PaperDesk:
    """The page with all that a test asks of it."""

    page: PaperPage
    station: Station
    bridge: Bridge
    told: Told
    qtbot: QtBot
    folder: Path
    patient: str = ""
    draft: str = ""

    def settle(self) -> None:
        """Wait until the page has its answers."""
        for _ in range(4):
            QApplication.processEvents()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_still, timers), timeout=8000)

    def find(self, kind: type[T], name: str) -> T:
        """The visible widget of this name."""
        return next(each for each in self.page.findChildren(kind, name) if each.isVisible())

    def has(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(each.isVisible() for each in self.page.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def scan(self, text: str) -> None:
        """What a keyboard-wedge scanner does: types into the field, then Enter."""
        editor = self.find(QLineEdit, "paper_code")
        assert editor.hasFocus() or not self.page.isActiveWindow()
        self.qtbot.keyClicks(editor, text + "\r")
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Write into a field in place of what stands there."""
        editor = self.find(QLineEdit, name)
        editor.selectAll()
        self.qtbot.keyClicks(editor, text)

    def code(self) -> str:
        """What the scanner reads on the draft's sheet."""
        row = self.station.plans.open(NURSE, self.draft)
        return page_stamp(stamp_of(self.station.record, NURSE), row)(1, 1)

    def sheet(self) -> Path:
        """The file that the office scanner made of the signed sheet."""
        printed = self.station.plan_prints.preview(NURSE, self.draft)
        path = self.folder / "SCAN0001.PDF"
        path.write_bytes(packed(scanned(drawn(printed.pdf, dpi=150)), "PDF"))
        return path

    def words(self) -> str:
        """The sentence above the place where a paper begins."""
        return self.find(QWidget, "paper_banner").accessibleName()


def _still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse, tmp_path: Path) -> Iterator[PaperDesk]:
    station = opener.station
    patient = station.patients.register(OTHER, ELG)
    draft = drafted(station.plans, patient)
    station.plan_prints.note(NURSE, station.plan_prints.preview(NURSE, draft))
    opener.clock.advance(60_000)
    told = Told()
    with opener.shown(PaperPage, NURSE, told) as page:
        made = PaperDesk(page, station, opener.bridge, told, qtbot, tmp_path, patient, draft)
        made.settle()
        yield made
        made.settle()
