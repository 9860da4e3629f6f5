"""The page where equipment comes in, on an open file."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.views.returning.page import TakeBackPage
from tests.equipment_office import RadioDesk, radio, radio_desk  # noqa: F401  (a fixture)
from tests.opened import Opener
from tests.qt import Pulse
from tests.radio_double import RadioDouble


@pytest.fixture
def desk(
    qtbot: QtBot,
    opener: Opener,
    heartbeat: Pulse,
    radio: RadioDouble,  # noqa: F811
) -> Iterator[RadioDesk]:
    with radio_desk(opener, qtbot, radio, TakeBackPage) as made:
        yield made
