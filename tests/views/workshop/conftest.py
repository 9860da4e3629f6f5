"""The workshop's page on an open file, for a patient with a draft and fourteen trial days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.models.records import patients
from station.rules.readings import Excluded, Source
from station.services.intake.intake import Incoming, Intake
from station.views.bridge import Bridge
from station.views.workshop.bench import Bench
from station.views.workshop.page import WorkshopPage
from station.wiring import Station
from tests.opened import Opener
from tests.patient_office import Told
from tests.plan_office import DAY, ELG, NURSE, OTHER, drafted
from tests.qt import settle

T = TypeVar("T", bound=QWidget)
TRIAL = (92, 91, 92, 93, 91, 92, 90, 92, 93, 92, 91, 88, 88, 91)
"""A reading of oxygen saturation on each day of a trial period."""


@dataclass
class Workshop:
    """The page with all that a test asks of it."""

    page: WorkshopPage
    station: Station
    bridge: Bridge
    told: Told
    qtbot: QtBot
    patient: str

    def settle(self) -> None:
        """Wait until the page has its answers."""
        for _ in range(4):
            QApplication.processEvents()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_still, timers), timeout=8000)

    @property
    def bench(self) -> Bench:
        """What stands on the page."""
        assert self.page.bench is not None
        return self.page.bench

    def open(self, component: str = "") -> Bench:
        """Open the patient's workshop."""
        self.page.opened(f"{self.patient}:{component}" if component else self.patient)
        self.settle()
        return self.bench

    def find(self, kind: type[T], name: str) -> T:
        """The visible widget of this name."""
        return next(each for each in self.page.findChildren(kind, name) if each.isVisible())

    def has(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(each.isVisible() for each in self.page.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        """What a label says."""
        return self.find(QLabel, name).text()

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def take_in(
        self, kind: str, values: Sequence[tuple[float, ...]], excluded: Excluded = Excluded.NO
    ) -> None:
        """A reading a day, the last one today."""
        now, last = self.station.clock.now(), len(values) - 1
        made = [
            Incoming(
                self.patient,
                kind,
                now - (last - at) * DAY - (2 if excluded else 1) * 3_600_000,
                each,
                Source.TABLET,
                f"{kind}{now}{at}{excluded}",
                excluded=excluded,
            )
            for at, each in enumerate(values)
        ]
        Intake(self.station.record).take(NURSE, made)

    def trial(self, days: int = 14) -> None:
        """Begin a trial period so many days ago, and measure every day since."""
        with self.station.record.write(NURSE) as writer:
            row = writer.raw("SELECT revision, status FROM patients WHERE id = ?", (self.patient,))
            patients.set_status(writer, self.patient, int(row[0][0]), str(row[0][1]), "trial")
        self.station.clock.advance((days - 1) * DAY + 3 * 3_600_000)  # type: ignore[attr-defined]
        self.take_in("spo2", [(float(value),) for value in TRIAL[-days:]])


@pytest.fixture
def workshop(qtbot: QtBot, opener: Opener, look: object) -> Iterator[Workshop]:
    """The page, shown at its size in a window of 1366 x 768; nothing measured yet."""
    told = Told()
    patient = opener.station.patients.register(OTHER, ELG)
    with opener.shown(WorkshopPage, NURSE, told, high=660) as page:
        made = Workshop(page, opener.station, opener.bridge, told, qtbot, patient)
        yield made
        made.settle()


@pytest.fixture
def drafted_trial(workshop: Workshop) -> str:
    """Fourteen trial days and a draft with limits; gives the draft's id."""
    workshop.trial()
    return drafted(workshop.station.plans, workshop.patient)


def _still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))
