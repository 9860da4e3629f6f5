"""A radio on a fake bleak, for the tests of what it does when a system does not do its part."""

import threading
from collections.abc import Iterator

import pytest

from station.core.clock import FixedClock
from station.devices.radio import Radio
from tests.devices.fake_bleak import QUICK, Air


@pytest.fixture
def air() -> Air:
    return Air()


@pytest.fixture
def radio(clock: FixedClock, air: Air) -> Iterator[Radio]:
    made = Radio(clock, air.backends(), patience=QUICK)
    made.start()
    yield made
    made.close()
    assert "station-radio" not in {thread.name for thread in threading.enumerate()}
