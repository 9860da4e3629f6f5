"""The page of plans on an open file, as a nurse who is signed in has it."""

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
from station.views.plans.page import PlansPage
from tests.patient_office import Told
from tests.plan_office import ELG, NURSE, OTHER, PlanOffice


@pytest.fixture
def office(
    qtbot: QtBot,
    bridge: Bridge,
    bus: Bus,
    home: Home,
    database: Database,
    clock: FixedClock,
    look: object,
) -> Iterator[PlanOffice]:
    """The page, shown at its size in a window of 1366 x 768."""
    station = wiring.build(home, clock)
    station.record.database = database
    bridge.listen(station.bus)
    told = Told()
    page = PlansPage(Context(bridge, station, NURSE, clock, told.go, told.toast))
    bridge.changed.connect(page.changed)
    page.resize(1274, 660)
    page.show()
    page.opened(None)
    made = PlanOffice(page, station, bridge, told, qtbot)
    made.settle()
    yield made
    made.settle()
    page.close()
    page.deleteLater()


@pytest.fixture
def elg(office: PlanOffice) -> str:
    """A registered patient."""
    return office.station.patients.register(OTHER, ELG)
