"""The page of patients on an open file, as a nurse who is signed in has it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.views.patients.page import PatientsPage
from tests.opened import Opener
from tests.patient_office import NURSE, Office, Told


@pytest.fixture
def office(qtbot: QtBot, opener: Opener, look: object) -> Iterator[Office]:
    told = Told()
    with opener.shown(PatientsPage, NURSE, told) as page:
        made = Office(page, opener.station, opener.bridge, told, qtbot)
        made.settle()
        yield made
        made.settle()
