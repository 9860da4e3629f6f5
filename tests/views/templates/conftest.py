"""The page of plan templates on an open file."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.views.templates.page import TemplatesPage
from tests.opened import Opener
from tests.patient_office import Told
from tests.plan_office import NURSE
from tests.template_desk import Desk


@pytest.fixture
def open_desk(qtbot: QtBot, opener: Opener, look: object) -> Iterator[Callable[[], Desk]]:
    """Open the page; once for everybody who signs in after each other."""
    shown = []

    def make() -> Desk:
        told = Told()
        holder = opener.shown(TemplatesPage, NURSE, told)
        page = holder.__enter__()
        shown.append(holder)
        made = Desk(page, opener.station, opener.bridge, told, qtbot)
        made.settle()
        return made

    yield make
    for holder in shown:
        holder.__exit__(None, None, None)


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Iterator[Desk]:
    """The page, shown at its size in a window of 1366 x 768."""
    made = open_desk()
    yield made
    made.settle()
