"""An older file with a whole office in it is brought to today's shape: nothing of it changes."""

import hashlib
import shutil
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import same_id
from station.core.paths import Home
from station.models.database import Actor, Database
from station.models.driver import Connection, open_connection
from station.models.schema import Shape, shape_of
from station.models.upgrade import SCRIPTS, upgrade
from station.rules.standing import Standing
from station.services.record import Record
from station.services.today.watch import Sweeper
from station.services.today.worklist import Worklist
from tests.conftest import AUDIT_KEY, DATA_KEY, FRIDAY_NINE
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan

PATIENTS, READINGS = 25, 120
FAILS = """

_whole = upgrade


def upgrade() -> None:
    _whole()
    raise RuntimeError("in the middle")
"""


@pytest.fixture
def old(home: Home, clock: FixedClock, actor: Actor) -> Database:
    """A file of the first shape: 25 patients with plans, readings, alerts, pauses and a log."""
    connection = open_connection(home.database, DATA_KEY, create=True)
    upgrade(connection, lambda: None, target="0001")
    connection.close()
    database = Database.open(home.database, DATA_KEY, AUDIT_KEY, clock=clock)
    # What fills it is the program of today, which asks whether changes are noted.
    database.connection.execute("CREATE TEMP TABLE sync_hand (capture, now, actor)")
    for number in range(PATIENTS):
        patient_id = same_id("patient", str(number))
        _fill(database, actor, patient_id, number)
    database.connection.execute("DROP TABLE temp.sync_hand")
    return database


def _fill(database: Database, actor: Actor, patient_id: str, number: int) -> None:
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, "
            "status_since, created_at, changed_at) VALUES (?, 'Rask', ?, '', 'active', 1, 1, 1)",
            (patient_id, f"Elg{number}"),
        )
        writer.executemany(
            "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, value, source, "
            "source_key, confirmed) VALUES (?, ?, 'spo2', ?, ?, 80, 'tablet', ?, 1)",
            [
                (same_id(patient_id, str(at)), patient_id, moment, moment, f"k{at}")
                for at in range(READINGS)
                for moment in (FRIDAY_NINE - (READINGS - at) * 3_600_000,)
            ],
        )
        reading_id, moment = same_id(patient_id, str(READINGS - 1)), FRIDAY_NINE - 3_600_000
        writer.execute(
            "INSERT INTO latest (patient_id, kind, reading_id, taken_at, arrived_at, value) "
            "VALUES (?, 'spo2', ?, ?, ?, 80)",
            (patient_id, reading_id, moment, moment),
        )
        writer.execute(
            "INSERT INTO alerts (id, patient_id, component, side, level, state, opened_at, "
            "measured_at, arrived_at, reading_id, plan_version_id, plan_approved, confirmed, why) "
            "VALUES (?, ?, 'spo2', 'low', 2, 'open', ?, ?, ?, ?, '', 1, 1, ?)",
            (same_id(patient_id, "a"), patient_id, moment, moment, moment, reading_id, WHY),
        )
        writer.execute(
            "INSERT INTO pauses (id, patient_id, reason, from_at, until_at, set_by) "
            "VALUES (?, ?, 'reise', ?, ?, 'x')",
            (same_id(patient_id, "p"), patient_id, moment, FRIDAY_NINE + DAY * (number % 2)),
        )
        writer.audit("filled", "patient", patient_id, patient_id)
    plan_in_force(database, actor, patient_id, FRIDAY_NINE - 30 * DAY, spo2_plan())


# As the first release of the program wrote it.
WHY = (
    '{"component": "spo2", "side": "low", "level": 2, "rule": "limit", "used": [[1, 80.0]], '
    '"hits": 1, "limit": {"component": "spo2", "level": 2, "side": "low", "operator": "<", '
    '"value": 86.0, "k": 1, "n": 1, "reason": ""}, '
    '"version_id": "", "approved": true, "confirmed": true, "paused": false}'
)


def tables(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The tables there are, with their columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'alembic_version' ORDER BY name"
    ).fetchall()
    return {
        name: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})").fetchall())
        for (name,) in names
    }


def sums(connection: Connection, known: dict[str, tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """How many rows each of the `known` tables has, and the checksum of their known columns."""
    found = {}
    for name, columns in known.items():
        wanted = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(f"SELECT {wanted} FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608
        found[name] = len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def test_s34_an_older_file_of_25_patients_keeps_every_row_and_its_reds(
    old: Database, clock: FixedClock
) -> None:
    known = tables(old.connection)
    before, copies = sums(old.connection, known), list[str]()
    assert before["patients"][0] == PATIENTS
    assert before["readings"][0] == PATIENTS * READINGS
    assert upgrade(old.connection, lambda: copies.append("copy"))
    assert (copies, shape_of(old.connection)) == (["copy"], Shape.CURRENT)
    assert sums(old.connection, known) == before
    assert old.verify().problem == ""
    assert old.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    record = Record(Bus(), clock, old)
    assert not Sweeper(record).sweep().failed
    listed = Worklist(record).rows(NURSE)
    assert listed.counts()[Standing.RED] == PATIENTS
    assert "86" in listed.rows[0].reason
    old.close()


def test_s34_an_upgrade_that_fails_in_the_middle_leaves_the_older_file_usable(
    old: Database, tmp_path: Path, actor: Actor
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    step = scripts / "versions" / "0002_clinical_engine.py"
    step.write_text(step.read_text(encoding="utf-8") + FAILS, encoding="utf-8")
    known = tables(old.connection)
    before = sums(old.connection, known)
    with pytest.raises(RuntimeError, match="in the middle"):
        upgrade(old.connection, lambda: None, scripts=scripts)
    assert shape_of(old.connection) is Shape.OLDER
    assert (tables(old.connection), sums(old.connection, known)) == (known, before)
    # The older program goes on with it, and a later try succeeds.
    old.connection.execute("CREATE TEMP TABLE sync_hand (capture, now, actor)")
    with old.write(actor) as writer:
        writer.execute("UPDATE patients SET note = 'skrevet etterpå'")
        writer.audit("written", "patient", "", None)
    old.connection.execute("DROP TABLE temp.sync_hand")
    assert old.verify().problem == ""
    assert upgrade(old.connection, lambda: None)
    assert shape_of(old.connection) is Shape.CURRENT
    old.close()
