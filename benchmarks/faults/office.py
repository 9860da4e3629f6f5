"""An office for faults: real services on a real encrypted file, and an eye on every bug."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from station.core import log
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Database
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from tests.lent import LendingOffice, lending_office

BEGIN = 1_795_161_600_000
"""20 November 2026 09:00 in Oslo."""
KEY, AUDIT_KEY, ANCHOR_KEY = bytes(range(32)), b"a" * 32, b"b" * 32


@dataclass
class Eye:
    """Every error that nobody expected: the log's bugs, and what ended a thread."""

    seen: list[str] = field(default_factory=list)

    def bug(self, where: str, error: BaseException) -> None:
        """Note a bug as log.bug() would."""
        self.seen.append(f"{where}: {error!r}")
        print(f"  bug in {where}: {error!r}", file=sys.stderr, flush=True)

    def thread(self, ended: threading.ExceptHookArgs) -> None:
        """Note what ended a thread."""
        self.seen.append(f"thread: {ended.exc_value!r}")


@contextmanager
def watched() -> Iterator[Eye]:
    """Keep an eye on bugs for as long as it lasts."""
    eye = Eye()
    with patch.object(log, "bug", eye.bug), patch.object(threading, "excepthook", eye.thread):
        yield eye


def made(home: Home) -> None:
    """Make an empty encrypted file in `home`."""
    home.prepare()
    connection = open_connection(home.database, KEY, create=True)
    upgrade(connection, lambda: None)
    connection.close()


def opened(home: Home, clock: FixedClock) -> Database:
    """Open the file in `home`."""
    anchor = Anchor(home.anchor, ANCHOR_KEY)
    return Database.open(home.database, KEY, AUDIT_KEY, clock=clock, anchor=anchor)


@contextmanager
def office() -> Iterator[LendingOffice]:
    """Give an office on a new file, which is gone afterwards."""
    with TemporaryDirectory(prefix="station-faults-") as name:
        home, clock = Home(Path(name) / "home"), FixedClock(BEGIN)
        made(home)
        database = opened(home, clock)
        try:
            yield lending_office(database, clock)
        finally:
            database.close()


STRAYS = (
    """SELECT count(*) FROM readings r WHERE r.device_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM loans l WHERE l.device_id = r.device_id AND l.patient_id = r.patient_id)""",
    """SELECT count(*) FROM device_events e WHERE e.patient_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM loans l WHERE l.device_id = e.device_id AND l.patient_id = e.patient_id)""",
    """SELECT count(*) FROM quarantine q WHERE q.patient_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM loans l WHERE l.device_id = json_extract(q.reason_values, '$.device')
    AND l.patient_id = q.patient_id)""",
)


def strays(place: LendingOffice) -> int:
    """Count what lies with a patient who never had its device on loan, or of no device at all."""
    return sum(int(str(place.rows(sql)[0][0])) for sql in STRAYS)
