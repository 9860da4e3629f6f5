"""The inbox on an open file with one patient."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.models.database import Actor, Database
from station.views.inbox.page import InboxPage
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.patients import NUMBER, registered
from tests.qt import Pulse


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1948-03-07", national_number=NUMBER)


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse, patient: str) -> Iterator[Desk]:
    heard = Heard()
    with opener.shown(InboxPage, NURSE, heard) as page:
        made = Desk(page, opener.station, opener.bridge, heard, qtbot)
        made.calm()
        yield made
        made.calm()
