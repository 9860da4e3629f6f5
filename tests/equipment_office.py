"""A page about equipment with a radio that the test speaks for, and a person at the keyboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from station.services.equipment.lending import DeviceRow, NewDevice
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.radio.listening_news import InRange, News, Seen
from station.views.context import Context
from station.views.page import Page
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.patient_office import ELG
from tests.patient_office import NURSE as NORWEGIAN
from tests.qt import Pulse
from tests.radio_double import NEAR, RadioDouble
from tests.store_room import make_ready

NURSE = replace(NORWEGIAN, language="en")
BRYGGE = replace(ELG, given_name="Stille", family_name="Brygge", number="", birth_date="1941-02-02")


@dataclass(slots=True)
class RadioDesk(Desk):
    """A page, a radio, and what is in the register."""

    radio: RadioDouble
    opener: Opener

    def calm(self) -> None:
        """Wait until what was saved has been told, and everything that was asked has come."""
        for _ in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(self._told, timeout=30_000)
            Desk.calm(self)

    def _told(self) -> bool:
        timers = self.page.findChildren(QTimer)
        building = any(each.isActive() for each in timers if each.isSingleShot())
        return not building and not any(
            timer.isActive() for timer in self.bridge.findChildren(QTimer)
        )

    def tell(self, *news: News) -> None:
        """The radio tells news, and the page takes them in."""
        self.radio.tell(*news)
        self.calm()

    def near(self, *seen: Seen) -> None:
        """These are in range from now on, as the page finds out at its next look."""
        self.radio.near = InRange(seen)
        nearby = self.page._nearby  # type: ignore[attr-defined]
        nearby.look()
        self.calm()

    def patient(self, details: PatientDetails = ELG) -> str:
        """A patient who has consented."""
        patient = self.station.patients.register(NURSE, details)
        signed = ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
        self.station.consents.register(NURSE, patient, signed)
        return patient

    def device(
        self,
        kind: str = "oximeter",
        name: str = "O-12",
        *,
        to: str = "",
        model: str = "",
        serial: str = "",
        address: str = "",
        label: str = "",
        note: str = "",
    ) -> str:
        """A device of the register, lent if somebody is named."""
        usual = "nonin_3230" if kind == "oximeter" else ""
        made = NewDevice(kind, model or usual, name, serial, address, note, label)
        device = self.station.lending.register(NURSE, made)
        if to:
            make_ready(self.station.record, NURSE, device)
            self.station.lending.lend(NURSE, device, to)
        self.calm()
        return device

    def row(self, device: str) -> DeviceRow:
        """A device as the register has it."""
        return self.station.lending.device(NURSE, device).row

    def pick(self, name: str, words: str) -> None:
        """Stand on the line that says these words, and press Enter."""
        view = self.find(QListView, name)
        view.setCurrentIndex(line_of(view, words))
        QTest.keyClick(view, Qt.Key.Key_Return)
        self.calm()

    def words(self) -> list[str]:
        """Everything that can be read on the page, but for what lists draw."""
        labels = self.page.findChildren(QLabel)
        return [each.text() for each in labels if each.isVisibleTo(self.page)]

    def lines(self, name: str) -> list[str]:
        """What a screen reader says of every line of a list."""
        model = self.find(QListView, name).model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]


def line_of(view: QListView, words: str) -> QModelIndex:
    """The line that says these words to a screen reader."""
    role = Qt.ItemDataRole.AccessibleTextRole
    indexes = (view.model().index(at, 0) for at in range(view.model().rowCount()))
    return next(index for index in indexes if words in str(index.data(role)))


@pytest.fixture
def radio() -> RadioDouble:
    """A radio with nothing in range."""
    return RadioDouble()


Shown = Callable[[type[Page], str | None], RadioDesk]


@contextmanager
def radio_desk(
    opener: Opener, qtbot: QtBot, radio: RadioDouble, make: Callable[[Context], Page]
) -> Iterator[RadioDesk]:
    """Show a page about equipment, opened for nobody yet."""
    opener.station = replace(opener.station, listening=radio)  # type: ignore[arg-type]
    heard = Heard()
    with opener.shown(make, NURSE, heard) as page:
        made = RadioDesk(page, opener.station, opener.bridge, heard, qtbot, radio, opener)
        made.calm()
        yield made
        made.calm()


__all__ = ["BRYGGE", "NEAR", "NURSE", "Pulse", "RadioDesk", "line_of", "radio", "radio_desk"]
