"""The page for typing readings in, on an open file with one patient and a plan."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station import wiring
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.database import Actor, Database
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.readings.page import ReadingsPage
from tests.inbox_office import Desk, Heard
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import registered
from tests.qt import Pulse


@pytest.fixture
def patient(database: Database, actor: Actor, clock: FixedClock) -> str:
    patient_id = registered(database, actor, birth_date="1948-03-07")
    plan_in_force(database, actor, patient_id, clock.now() - 9 * DAY, spo2_plan())
    return patient_id


@pytest.fixture
def make_desk(
    qtbot: QtBot,
    bridge: Bridge,
    home: Home,
    database: Database,
    clock: FixedClock,
    heartbeat: Pulse,
) -> Iterator[Callable[[str | None], Desk]]:
    station = wiring.build(home, clock)
    station.record.database = database
    bridge.listen(station.bus)
    made: list[Desk] = []

    def open_for(subject: str | None) -> Desk:
        heard = Heard()
        page = ReadingsPage(Context(bridge, station, NURSE, clock, heard.go, heard.toast))
        bridge.changed.connect(page.changed)
        page.resize(1274, 696)
        page.show()
        page.opened(subject)
        made.append(Desk(page, station, bridge, heard, qtbot))
        made[-1].calm()
        return made[-1]

    yield open_for
    for desk in made:
        desk.calm()
        desk.page.close()
        desk.page.deleteLater()
    station.files.close()


@pytest.fixture
def desk(make_desk: Callable[[str | None], Desk], patient: str) -> Desk:
    """The page, opened for the patient, with form and list in place."""
    made = make_desk(patient)
    made.find(QWidget, "reading_form")
    made.calm()
    return made
