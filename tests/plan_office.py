"""A nurse at the page of plans: what tests of that page and of its services do."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station.rules import editing
from station.rules.approval import Approval
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.patients.values import PatientDetails
from station.services.plans.plans import Plans
from station.services.record import Record
from station.services.session import Session
from station.views.bridge import Bridge
from station.views.plans.editor import Editor
from station.views.plans.page import PlansPage
from station.wiring import Station
from tests.patient_office import Told
from tests.qt import settle

T = TypeVar("T", bound=QObject)
NURSE = Session("1" * 32, "Mild Kystvei", "MK", "nurse", "nb")
OTHER = Session("2" * 32, "Stille Brygge", "SB", "nurse", "nb")
DAY = 86_400_000
GOAL = "Gå til butikken og tilbake uten pause. Slippe innleggelse i vinter."
LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
    Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 100, 2, 2),
    Limit("pulse", Level.RED, Side.HIGH, Operator.ABOVE, 120),
)
SPO2 = (92, 91, 93, 91, 92, 90, 91, 88, 88, 91, 90, 88, 85)
ELG = PatientDetails(
    given_name="Rask",
    family_name="Elg",
    number="01814049996",
    birth_date="1940-01-01",
    gender="male",
    phone="68 05 01 12",
    address="Storgata 1",
    postal_code="9999",
    city="Fjellsund",
    diagnosis="Kols",
    gp_name="Lege Stille Vann",
)


def walked(content: PlanContent) -> PlanContent:
    """Go through every line and write what the plan needs before a doctor can approve it."""
    texts = {line.id: line.text for line in content.lines()}
    for line in content.lines():
        content = editing.keep(content, line.id, texts)
    return replace(content, goal=GOAL, limits=LIMITS)


def approval(at: int, on: str = "2026-10-30") -> Approval:
    """What the doctor decided, in force from `at`."""
    return Approval("Lege Stille Vann", on, "paper", at)


def drafted(plans: Plans, patient_id: str, language: str = "nb") -> str:
    """Begin a plan and go through it."""
    version_id = plans.start_draft(NURSE, patient_id, "kols", language)
    row = plans.open(NURSE, version_id)
    plans.save_draft(NURSE, version_id, walked(row.version.content), row.content_hash)
    return version_id


def approved(plans: Plans, patient_id: str, at: int, language: str = "nb") -> str:
    """Begin a plan, go through it, and approve it from `at`."""
    version_id = drafted(plans, patient_id, language)
    assert plans.approve(NURSE, version_id, approval(at)) == ()
    return version_id


def measured(record: Record, patient_id: str, now: int, kind: str = "spo2") -> None:
    """Take in a reading each morning, the last one today."""
    values = SPO2 if kind == "spo2" else tuple(80 + value % 9 for value in SPO2)
    made = [
        Incoming(
            patient_id,
            kind,
            now - (len(values) - 1 - at) * DAY - 7_200_000,
            (float(value),),
            Source.TABLET,
            f"{kind}{at}",
        )
        for at, value in enumerate(values)
    ]
    Intake(record).take(NURSE, made)


@dataclass
class PlanOffice:
    """The page with all that a test asks of it."""

    page: PlansPage
    station: Station
    bridge: Bridge
    told: Told
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until the page has its answers, those it asks for after a moment too."""
        for _ in range(4):
            QApplication.processEvents()
            front = self.page.desk.front
            if isinstance(front, Editor):
                # The pause after which one stores is not waited for.
                front.side.settle()
                front.saver.flush()
            settle(self.qtbot, self.bridge)
            timers = self.page.findChildren(QTimer) + self.bridge.findChildren(QTimer)
            self.qtbot.waitUntil(partial(_all_still, timers), timeout=8000)

    def find(self, kind: type[T], name: str) -> T:
        """The visible widget of this name."""
        found = list(self.page.findChildren(kind, name))
        shown = [each for each in found if isinstance(each, QWidget) and each.isVisible()]
        return shown[0]

    def has(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(each.isVisible() for each in self.page.findChildren(QWidget, name))

    def cells(self, name: str) -> list[list[str]]:
        """The texts of a table, row by row."""
        table = self.find(QTableWidget, name)
        found = []
        for at in range(table.rowCount()):
            items = [table.item(at, each) for each in range(table.columnCount())]
            found.append([item.text() if item else "" for item in items])
        return found

    def press(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.find(QPushButton, name).click()
        self.settle()

    def open(self, patient_id: str) -> None:
        """Open a patient's plans."""
        self.page.opened(patient_id)
        self.settle()


def _all_still(timers: list[QTimer]) -> bool:
    return not any(each.isActive() for each in timers if isValid(each))
