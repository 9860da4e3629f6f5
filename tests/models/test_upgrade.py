"""Upgrades: all or nothing, with a copy first, and nothing lost on the way."""

import shutil
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.driver import open_connection
from station.models.schema import HEAD, Shape, shape_of
from station.models.upgrade import SCRIPTS, upgrade

HEADER = f'''"""A step of a test."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{HEAD}"


def upgrade() -> None:
'''
BATCH = """    with op.batch_alter_table("patients") as batch:
        batch.add_column(sa.Column("nickname", sa.Text()))
        batch.alter_column("note", nullable=True)
    with op.batch_alter_table("audit") as batch:
        batch.alter_column("details", nullable=True)
"""

DELETE = """    op.execute("DELETE FROM readings WHERE id = 'r1'")
"""


@pytest.fixture
def filled(database: Database, actor: Actor) -> Database:
    """A patient with readings that point at her, and a line in the log."""
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, "
            "status_since, created_at, changed_at) "
            "VALUES ('p', 'Rask', 'Elg', '', 'active', 1, 1, 1)"
        )
        writer.executemany(
            "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, source, source_key) "
            "VALUES (?, 'p', 'spo2', 1, 1, 'manual', ?)",
            [(f"r{number}", str(number)) for number in range(50)],
        )
        writer.audit("filled", "patient", "p", "p")
    return database


def step(tmp_path: Path, body: str) -> Path:
    """The migrations with one more step, which does `body`."""
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "next_step.py").write_text(HEADER + body, encoding="utf-8")
    return scripts


def counts(database: Database) -> list[tuple[int, ...]]:
    return database.connection.execute(
        "SELECT (SELECT count(*) FROM patients), (SELECT count(*) FROM readings), "
        "(SELECT count(*) FROM audit), (SELECT count(*) FROM sqlite_master WHERE type = 'trigger')"
    ).fetchall()


def test_rebuilding_a_table_keeps_children_triggers_and_the_log(
    filled: Database, tmp_path: Path
) -> None:
    before, copied = counts(filled), list[str]()
    assert upgrade(filled.connection, lambda: copied.append("copy"), scripts=step(tmp_path, BATCH))
    assert copied == ["copy"]
    assert counts(filled) == before == [(1, 50, 1, 70)]
    assert filled.verify().problem == ""
    assert filled.connection.execute("PRAGMA foreign_keys").fetchall() == [(1,)]
    assert filled.connection.execute("SELECT nickname FROM patients").fetchall() == [(None,)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (BATCH + DELETE, "lost rows of readings"),
        ('    op.execute("DROP TABLE readings")\n', "lost rows of readings"),
        (
            "    op.execute(\"UPDATE readings SET patient_id = 'gone' WHERE id = 'r1'\")\n",
            "leads nowhere",
        ),
        (BATCH + '    raise RuntimeError("in the middle")\n', "in the middle"),
    ],
)
def test_a_step_that_fails_or_loses_something_leaves_the_file_as_it_was(
    filled: Database, tmp_path: Path, body: str, message: str
) -> None:
    before = counts(filled)
    with pytest.raises(RuntimeError, match=message):
        upgrade(filled.connection, lambda: None, scripts=step(tmp_path, body))
    assert counts(filled) == before
    assert shape_of(filled.connection) is Shape.CURRENT
    assert filled.connection.execute("PRAGMA foreign_keys").fetchall() == [(1,)]
    with pytest.raises(Exception, match="nickname"):
        filled.connection.execute("SELECT nickname FROM patients")


def test_no_copy_means_no_upgrade(filled: Database, tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        upgrade(filled.connection, fail, scripts=step(tmp_path, BATCH))
    assert shape_of(filled.connection) is Shape.CURRENT


def test_a_full_disk_in_the_middle_is_told(filled: Database, tmp_path: Path) -> None:
    pages = filled.connection.execute("PRAGMA page_count").fetchall()[0][0]
    filled.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as caught:
        upgrade(filled.connection, lambda: None, scripts=step(tmp_path, BATCH))
    assert caught.value.code == "disk_full"
    assert counts(filled) == [(1, 50, 1, 70)]


def test_a_current_file_is_left_alone(database: Database) -> None:
    assert not upgrade(database.connection, lambda: pytest.fail("no copy is needed"))


def test_a_newer_file_is_refused_untouched(database: Database) -> None:
    database.connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Trouble) as caught:
        upgrade(database.connection, lambda: pytest.fail("nothing is touched"))
    assert caught.value.code == "database_newer"


def test_a_new_file_gets_all_tables_without_a_copy(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "new.db", bytes(32), create=True)
    assert upgrade(connection, lambda: pytest.fail("there is nothing to copy"))
    assert shape_of(connection) is Shape.CURRENT
    connection.close()
