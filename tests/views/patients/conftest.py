"""The page of patients on an open file, as a nurse who is signed in has it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station import wiring
from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.database import Database
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.patients.page import PatientsPage
from tests.patient_office import NURSE, Office, Told


@pytest.fixture
def office(
    qtbot: QtBot,
    bridge: Bridge,
    bus: Bus,
    home: Home,
    database: Database,
    clock: FixedClock,
    look: object,
) -> Iterator[Office]:
    station = wiring.build(home, clock)
    station.record.database = database
    bridge.listen(station.bus)
    told = Told()
    page = PatientsPage(Context(bridge, station, NURSE, clock, told.go, told.toast))
    bridge.changed.connect(page.changed)
    page.resize(1274, 696)
    page.show()
    page.opened(None)
    made = Office(page, station, bridge, told, qtbot)
    made.settle()
    yield made
    made.settle()
    page.close()
    page.deleteLater()
