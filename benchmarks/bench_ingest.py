"""Letting readings in: one made durable, a day of a sensor, and what encryption costs."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.common import Row, limited, paired, timed
from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Database
from station.models.driver import open_connection
from station.models.records import patients
from station.models.upgrade import upgrade
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.record import Record
from station.services.session import Session

NOW = 1_795_161_600_000
KEY, AUDIT = bytes(range(32)), b"a" * 32
NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "nb")
SINGLE, DAY = 200, 1440
INSERT = (
    "INSERT INTO bench (id, patient, kind, taken_at, arrived_at, value, source_key, raw) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
TABLE = (
    "CREATE TABLE bench (id TEXT PRIMARY KEY, patient TEXT, kind TEXT, taken_at INTEGER, "
    "arrived_at INTEGER, value REAL, source_key TEXT, raw TEXT, UNIQUE (patient, kind, source_key))"
)


def run(rounds: int) -> list[Row]:
    """The rows about letting readings in."""
    with tempfile.TemporaryDirectory(prefix="station-bench-") as name:
        folder = Path(name)
        office = Office(folder)
        try:
            single = office.single(SINGLE)
            whole = [office.day() for _ in range(rounds)]
        finally:
            office.database.close()
        median = sorted(whole)[len(whole) // 2]
        return [
            limited("one reading durable, 99 of 100", round(single * 1000, 1), 16, " ms"),
            limited("1 440 readings stored and judged", round(median * 1000), 100, " ms"),
            # The cost of the cipher is told, not judged: nothing is stored without it.
            Row(
                "1 440 inserts, encrypted against plain sqlite3",
                str(paired(inserts(folder, encrypted), inserts(folder, plain), rounds)),
            ),
        ]


class Office:
    """A file with one patient and the way in for readings."""

    def __init__(self, folder: Path) -> None:
        """Make the file in `folder`."""
        path = folder / "station.db"
        connection = open_connection(path, KEY, create=True)
        upgrade(connection, lambda: None)
        connection.close()
        self.clock = FixedClock(NOW)
        self.database = Database.open(path, KEY, AUDIT, clock=self.clock)
        self.intake = Intake(Record(Bus(), self.clock, self.database))
        self.patient = new_id()
        values = {"given_name": "Rask", "family_name": "Elg", "search_text": "rask elg"}
        with self.database.write(NURSE.actor) as writer:
            patients.add(writer, self.patient, values, "referred")

    def single(self, count: int) -> float:
        """The seconds that 99 of 100 readings keep below, each in a unit of work of its own."""
        times = []
        for at in range(count):
            begun = time.perf_counter()
            self.intake.take(NURSE, [self._reading("spo2", NOW - at * 60_000, 91.0)])
            times.append(time.perf_counter() - begun)
        return sorted(times)[int(count * 0.99) - 1]

    def day(self) -> float:
        """The seconds that the next day of a sensor takes, one reading a minute."""
        self.clock.advance(86_400_000)
        now = self.clock.now()
        made = [self._reading("glucose_interstitial", now - at * 60_000, 6.4) for at in range(DAY)]
        return timed(lambda: self.intake.take(NURSE, made))()

    def _reading(self, kind: str, at: int, value: float) -> Incoming:
        return Incoming(self.patient, kind, at, (value,), Source.FILE, new_id())


def inserts(folder: Path, connect: Callable[[Path], Any]) -> Callable[[], float]:
    """A measurement: the seconds of one durable unit of 1 440 inserts in a file of its own."""

    def measure() -> float:
        inner = Path(tempfile.mkdtemp(dir=folder))
        connection = connect(inner / "bench.db")
        connection.execute(TABLE)
        rows = list(lines())

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows)
            connection.execute("COMMIT")

        took = timed(insert)()
        connection.close()
        shutil.rmtree(inner)
        return took

    return measure


def lines() -> Iterable[tuple[object, ...]]:
    """The rows of one day."""
    for at in range(DAY):
        yield new_id(), "p", "glucose", NOW - at, NOW, 6.4, new_id(), '["1", "2026-11-19", "6.4"]'


def encrypted(path: Path) -> Any:  # noqa: ANN401  (the driver of one or the other)
    """The file as Station opens it."""
    return open_connection(path, KEY, create=True)


def plain(path: Path) -> Any:  # noqa: ANN401  (the driver of one or the other)
    """The same without encryption, as durable as Station's own."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
