"""The page of a patient's forms, on an open file with one patient."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.models.database import Actor, Database
from station.views.forms.page import FormsPage
from tests.inbox_office import Desk, Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.patients import registered
from tests.qt import Pulse


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1948-03-07")


@pytest.fixture
def make_desk(
    qtbot: QtBot, opener: Opener, heartbeat: Pulse
) -> Iterator[Callable[[str | None], Desk]]:
    i18n.use("en")
    with ExitStack() as closing:

        def open_for(subject: str | None) -> Desk:
            heard = Heard()
            page = closing.enter_context(opener.shown(FormsPage, NURSE, heard, subject))
            made = Desk(page, opener.station, opener.bridge, heard, qtbot)
            closing.callback(made.calm)
            made.calm()
            return made

        yield open_for


@pytest.fixture
def desk(make_desk: Callable[[str | None], Desk], patient: str) -> Desk:
    """The page, opened for the patient."""
    return make_desk(patient)
