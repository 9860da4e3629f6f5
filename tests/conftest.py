"""What every test shares: Qt draws into memory, a clock that stands still, an encrypted file.

The database is always the encrypted one: plain SQLite differs where it matters.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from station.core import i18n
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models import driver
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from tests.municipality import municipality, office  # noqa: F401  (fixtures by name)
from tests.qt import (  # noqa: F401  (fixtures by name)
    bridge,
    bus,
    gui_collects,
    heartbeat,
    lane,
    look,
    qtbot,
    usual_look,
    what_stays,
)

pytest_plugins = ("tests.stalls", "tests.bluetooth")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may reach a radio of the computer it runs on; those that want one bring a bus.
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent/no-bus-for-tests"
# How long an example takes says more about the machine than about the code. The same examples each
# time: what is checked before a change is taken in must not depend on luck. To look for new ones:
# python3 dev.py test --hypothesis-profile=search tests/rules
settings.register_profile("station", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("station")

# Every statement is compiled ten times faster without, and most tests compile hundreds. Programs
# that tests start have it on; tests/models/test_driver.py looks for what it leaves in memory.
driver.WIPING = "OFF"

FRIDAY_NINE = 1_795_161_600_000  # 20 November 2026 09:00 in Oslo
DATA_KEY = bytes(range(32))
AUDIT_KEY = b"a" * 32
ANCHOR_KEY = b"b" * 32


LONG = ("cli", "journeys", "training", "attacks", "printing")
"""The folders whose files take longest; they begin first, so that no core waits at the end."""


UNCOUNTED = (
    "tests/benchmarks/",
    "tests/cli/test_report.py",
    "tests/test_dev.py",
    "tests/test_docs.py",
    "tests/test_locks.py",
    "tests/test_shape.py",
    "tests/test_stalls.py",
    "tests/tools/",
    "tests/training/test_alert_report.py",
)
"""What reads the project instead of running it, or reckons long over what other tests pass through
too: counting lines makes these slow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first; the order within a file stays."""
    items.sort(key=lambda item: not any(name in item.path.parts for name in LONG))
    for item in items:
        if item.nodeid.startswith(UNCOUNTED) or item.name.startswith("test_a_hundred_plans"):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let every test begin in English, whatever language another one left behind."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def clock() -> FixedClock:
    """A clock that shows Friday 20 November 2026 09:00 in Oslo until it is told otherwise."""
    return FixedClock(FRIDAY_NINE)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home folder."""
    place = Home(tmp_path / "home")
    place.prepare()
    return place


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file (key DATA_KEY) with all tables and no rows, made once; copy it."""
    path = tmp_path_factory.mktemp("empty") / "station.db"
    connection = open_connection(path, DATA_KEY, create=True)
    upgrade(connection, lambda: None)
    connection.close()
    return path


@pytest.fixture
def database(home: Home, empty_file: Path, clock: FixedClock) -> Iterator[Database]:
    """An open database with all tables and no rows, in `home`, at the time of `clock`."""
    shutil.copyfile(empty_file, home.database)
    opened = Database.open(
        home.database, DATA_KEY, AUDIT_KEY, clock=clock, anchor=Anchor(home.anchor, ANCHOR_KEY)
    )
    yield opened
    opened.close()


@pytest.fixture
def actor() -> Actor:
    """The nurse who does things in tests."""
    return Actor("0" * 31 + "1", "Rask Elg")
