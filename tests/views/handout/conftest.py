"""The page of handing out on an open file, with a person at the keyboard."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.views.handout.page import HandOutPage
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
    with radio_desk(opener, qtbot, radio, HandOutPage) as made:
        yield made
