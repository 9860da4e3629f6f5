"""The page of prints, on an open file with one followed patient."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.models.database import Actor, Database
from station.views.prints.page import PrintsPage
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.patients import registered
from tests.plan_office import approved
from tests.qt import Pulse

Open = Callable[[str | None], Desk]


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1948-03-07")


@pytest.fixture
def planned(opener: Opener, patient: str) -> str:
    """The patient, with an approved plan."""
    approved(opener.station.plans, patient, opener.clock.now())
    return patient


@pytest.fixture
def make_desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[Open]:
    i18n.use("en")
    with ExitStack() as closing:

        def open_for(subject: str | None) -> Desk:
            heard = Heard()
            page = closing.enter_context(opener.shown(PrintsPage, NURSE, heard, subject))
            made = Desk(page, opener.station, opener.bridge, heard, qtbot)
            closing.callback(made.calm)
            made.calm()
            return made

        yield open_for
