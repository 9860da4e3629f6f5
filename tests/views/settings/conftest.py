"""The page of settings, for a leader and for a substitute."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.paths import Home
from station.views.bridge import Bridge
from tests.settings_desk import Desk, made


@pytest.fixture
def leader(
    qtbot: QtBot, bridge: Bridge, home: Home, clock: FixedClock, look: object
) -> Iterator[Desk]:
    """The leader at her settings."""
    yield from made(qtbot, bridge, home, clock, "leader")


@pytest.fixture
def substitute(
    qtbot: QtBot, bridge: Bridge, home: Home, clock: FixedClock, look: object
) -> Iterator[Desk]:
    """A substitute at the settings of an office that has a leader."""
    yield from made(qtbot, bridge, home, clock, "substitute")
