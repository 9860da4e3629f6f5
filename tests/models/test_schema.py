"""What this program knows about the shapes of files."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from station.models.database import Database
from station.models.driver import open_connection
from station.models.schema import HEAD, KNOWN, Shape, newer, revision_of, shape_of
from station.models.upgrade import SCRIPTS


def test_the_baked_in_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == HEAD
    assert {script.revision for script in scripts.walk_revisions()} == set(KNOWN)


@pytest.mark.parametrize(
    ("revision", "shape"),
    [(HEAD, Shape.CURRENT), ("9999", Shape.NEWER), ("", Shape.EMPTY)],
)
def test_a_files_shape_is_told(database: Database, revision: str, shape: Shape) -> None:
    database.connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert revision_of(database.connection) == revision
    assert shape_of(database.connection) is shape


def test_an_older_shape_is_one_of_those_before(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.models.schema.HEAD", "next")
    assert shape_of(database.connection) is Shape.OLDER


def test_files_without_a_revision_are_empty(tmp_path: Path, database: Database) -> None:
    connection = open_connection(tmp_path / "new.db", bytes(32), create=True)
    assert shape_of(connection) is Shape.EMPTY
    connection.close()
    database.connection.execute("DELETE FROM alembic_version")
    assert shape_of(database.connection) is Shape.EMPTY


def test_a_newer_file_is_said_to_be_untouched() -> None:
    assert newer().code == "database_newer"
    assert "untouched" in newer().sentence()
