"""The page of plans on an open file, as a nurse who is signed in has it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.views.plans.page import PlansPage
from tests.opened import Opener
from tests.patient_office import Told
from tests.plan_office import ELG, NURSE, OTHER, PlanOffice


@pytest.fixture
def office(qtbot: QtBot, opener: Opener, look: object) -> Iterator[PlanOffice]:
    """The page, shown at its size in a window of 1366 x 768."""
    told = Told()
    with opener.shown(PlansPage, NURSE, told, high=660) as page:
        made = PlanOffice(page, opener.station, opener.bridge, told, qtbot)
        made.settle()
        yield made
        made.settle()


@pytest.fixture
def elg(office: PlanOffice) -> str:
    """A registered patient."""
    return office.station.patients.register(OTHER, ELG)
