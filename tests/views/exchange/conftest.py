"""The page for exchanging without a network, on an open file that nobody exchanged with yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.views.exchange.page import ExchangePage
from tests.exchange_office import Desk as Other
from tests.exchange_office import desk as other_desk
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.patient_office import NURSE as NORWEGIAN
from tests.qt import Pulse

LEADER = replace(NORWEGIAN, language="en", role="leader")


@pytest.fixture
def desk(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[Desk]:
    """The page, and a person at the keyboard."""
    heard = Heard()
    with opener.shown(ExchangePage, LEADER, heard) as page:
        made = Desk(page, opener.station, opener.bridge, heard, qtbot)
        made.calm()
        yield made
        made.calm()


@pytest.fixture
def other(tmp_path: Path, empty_file: Path, clock: FixedClock) -> Iterator[Other]:
    """Another station, with three changes and a stick."""
    with other_desk(tmp_path / "other", empty_file, clock, tmp_path / "stick") as made:
        made.exchanging.begin(replace(LEADER), "Lesja-1")
        made.add("1" * 32, "2" * 32, "3" * 32)
        yield made
