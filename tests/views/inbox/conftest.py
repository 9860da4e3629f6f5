"""The inbox on an open file with one patient."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station import wiring
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.database import Actor, Database
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.inbox.page import InboxPage
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.patients import NUMBER, registered
from tests.qt import Pulse


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1948-03-07", national_number=NUMBER)


@pytest.fixture
def desk(
    qtbot: QtBot,
    bridge: Bridge,
    home: Home,
    database: Database,
    clock: FixedClock,
    heartbeat: Pulse,
    patient: str,
) -> Iterator[Desk]:
    station = wiring.build(home, clock)
    station.record.database = database
    bridge.listen(station.bus)
    heard = Heard()
    page = InboxPage(Context(bridge, station, NURSE, clock, heard.go, heard.toast))
    bridge.changed.connect(page.changed)
    page.resize(1274, 696)
    page.show()
    page.opened(None)
    made = Desk(page, station, bridge, heard, qtbot)
    made.calm()
    yield made
    made.calm()
    page.close()
    page.deleteLater()
    station.files.close()
