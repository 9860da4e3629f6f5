"""The page for labels, on an open file with a few devices."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from station.core.settings import PROFILE, Profile
from station.models.records import settings
from station.services.equipment.register import NewDevice
from station.views.labels.page import LabelsPage
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.patient_office import NURSE as NORWEGIAN
from tests.qt import Pulse

NURSE = replace(NORWEGIAN, language="en")
DEVICES = (
    NewDevice("scale", name="V-1", serial="S1"),
    NewDevice("cuff", name="B-1", serial="S2"),
    NewDevice("tablet", name="N-1", label="RK-7"),
    NewDevice("sim", name="S-1", label="RK-8"),
)


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[Desk]:
    """The page, and a person at the keyboard."""
    heard = Heard()
    with opener.station.record.write(NURSE) as writer:
        settings.store(writer, PROFILE, Profile("Fjellsund kommune", phone="68 05 01 00"))
    for new in DEVICES:
        opener.station.equipment.register(NURSE, new)
    with opener.shown(LabelsPage, NURSE, heard) as page:
        made = Desk(page, opener.station, opener.bridge, heard, qtbot)
        made.calm()
        yield made
        made.calm()
