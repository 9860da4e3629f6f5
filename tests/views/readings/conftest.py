"""The page for typing readings in, on an open file with one patient and a plan."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.views.readings.page import ReadingsPage
from tests.inbox_office import Desk, Heard
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.opened import Opener
from tests.patients import registered
from tests.qt import Pulse


@pytest.fixture
def patient(database: Database, actor: Actor, clock: FixedClock) -> str:
    patient_id = registered(database, actor, birth_date="1948-03-07")
    plan_in_force(database, actor, patient_id, clock.now() - 9 * DAY, spo2_plan())
    return patient_id


@pytest.fixture
def make_desk(
    qtbot: QtBot, opener: Opener, heartbeat: Pulse
) -> Iterator[Callable[[str | None], Desk]]:
    with ExitStack() as closing:

        def open_for(subject: str | None) -> Desk:
            heard = Heard()
            page = closing.enter_context(opener.shown(ReadingsPage, NURSE, heard, subject))
            made = Desk(page, opener.station, opener.bridge, heard, qtbot)
            # Before the page is closed, its last answers come.
            closing.callback(made.calm)
            made.calm()
            return made

        yield open_for


@pytest.fixture
def desk(make_desk: Callable[[str | None], Desk], patient: str) -> Desk:
    """The page, opened for the patient, with form and list in place."""
    made = make_desk(patient)
    made.find(QWidget, "reading_form")
    made.calm()
    return made
