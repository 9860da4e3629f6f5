"""The page for lists of equipment, on an open file with an empty register."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from station.views.equipment_import.page import EquipmentImportPage
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.patient_office import NURSE as NORWEGIAN
from tests.qt import Pulse

NURSE = replace(NORWEGIAN, language="en")


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[Desk]:
    """The page, and a person at the keyboard."""
    heard = Heard()
    with opener.shown(EquipmentImportPage, NURSE, heard) as page:
        made = Desk(page, opener.station, opener.bridge, heard, qtbot)
        made.calm()
        yield made
        made.calm()
