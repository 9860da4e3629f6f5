"""What encryption costs beside plain SQLite: writes, the worklist's queries, and unlocking.

Both run the same statements with the same settings in the same rounds.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.common import ROUNDS, Row, judged, paired, timed
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.driver import open_connection
from station.security.keystore import KeyStore
from station.security.passwords import SALT_BYTES, Cost, stretch
from station.services.today.worklist import Worklist
from station.training.day import morning
from station.training.door import PASSWORD
from station.training.fill import fill
from station.wiring import build

_ROWS = 5_000
_KEY = bytes(range(32))
_TABLE = "CREATE TABLE r (id TEXT PRIMARY KEY, patient TEXT, kind TEXT, taken INT, value REAL)"
_INDEX = "CREATE INDEX i ON r (patient, kind, taken, value)"
_INSERT = "INSERT INTO r VALUES (?, ?, ?, ?, ?)"
_LATEST = "SELECT patient, kind, max(taken), value FROM r WHERE taken > ? GROUP BY patient, kind"


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure encrypted against plain, then the training municipality's own worklist."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        encrypted = open_connection(place / "e.db", _KEY, create=True)
        plain = sqlite3.connect(place / "p.db", isolation_level=None)
        with closing(encrypted), closing(plain):
            for setting in ("journal_mode = WAL", "synchronous = FULL"):
                plain.execute(f"PRAGMA {setting}")
            for connection in (encrypted, plain):
                connection.execute(_TABLE)
                connection.execute(_INDEX)
            rows = [
                judged(
                    f"{_ROWS} rows written, encrypted / plain",
                    2.5,
                    lambda: paired(_writing(encrypted), _writing(plain), rounds),
                ),
                judged(
                    "one durable commit, encrypted / plain",
                    3.0,
                    lambda: paired(_committing(encrypted), _committing(plain), rounds),
                ),
                judged(
                    "query of the newest values, encrypted / plain",
                    3.0,
                    lambda: paired(_asking(encrypted), _asking(plain), rounds),
                ),
            ]
        return rows + _training(Home(place / "home"), rounds)


def _training(home: Home, rounds: int) -> list[Row]:
    fill(home)
    clock = FixedClock(morning())
    slot = KeyStore(home.keys, clock).people()[0].slot_id
    station = build(home, clock)
    try:
        unlock = timed(partial(stretch, PASSWORD, bytes(SALT_BYTES), Cost()))
        unlocks = statistics.median(unlock() for _ in range(rounds)) * 1000
        session = station.door.sign_in(slot, PASSWORD)
        worklist = Worklist(station.record)
        listing = timed(lambda: worklist.rows(session))
        lists = statistics.median(listing() for _ in range(rounds)) * 1000
    finally:
        station.close()
    return [
        Row("unlock: one key derivation (Argon2id 64 MiB)", f"{unlocks:.0f} ms", "once a session"),
        Row("worklist of 25 patients, read and judged", f"{lists:.1f} ms", "<= 25 ms"),
    ]


def _writing(connection: Any) -> Callable[[], float]:  # noqa: ANN401  (either driver)
    turn = iter(range(1_000_000))

    def write() -> None:
        batch = next(turn)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            _INSERT,
            (
                (f"{batch}-{at}", f"p{at % 25}", "spo2", batch * _ROWS + at, 93.0)
                for at in range(_ROWS)
            ),
        )
        connection.execute("COMMIT")

    return timed(write)


def _committing(connection: Any) -> Callable[[], float]:  # noqa: ANN401  (either driver)
    def commit() -> None:
        for _ in range(20):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_INSERT, (f"c{time.perf_counter_ns()}", "p1", "pulse", 1, 70.0))
            connection.execute("COMMIT")

    return timed(commit)


def _asking(connection: Any) -> Callable[[], float]:  # noqa: ANN401  (either driver)
    return timed(lambda: connection.execute(_LATEST, (0,)).fetchall())
