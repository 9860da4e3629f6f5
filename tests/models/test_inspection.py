"""The whole file, looked at on a fresh connection."""

import pytest

from station.core.paths import Home
from station.models.database import Actor, Database
from station.models.inspection import GUARDS, integrity_problem, shape_problem
from tests.conftest import DATA_KEY


def test_a_sound_file_has_no_problem(database: Database, home: Home, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.audit("opened", "patient", "p")
    database.checkpoint()
    assert integrity_problem(home.database, DATA_KEY) == ""
    assert shape_problem(database.connection) == ""


def test_one_changed_byte_is_found(database: Database, home: Home) -> None:
    database.close()
    content = bytearray(home.database.read_bytes())
    content[5 * 4096 + 99] ^= 1
    home.database.write_bytes(bytes(content))
    assert "damaged" in integrity_problem(home.database, DATA_KEY)


def test_a_file_that_does_not_open_says_why(home: Home) -> None:
    assert "not where it should be" in integrity_problem(home.database, DATA_KEY)


def test_a_row_that_points_nowhere_is_found(database: Database, home: Home) -> None:
    database.connection.execute("PRAGMA foreign_keys = OFF")
    database.connection.execute("INSERT INTO judgements VALUES ('gone', 1, 'ok', '')")
    database.checkpoint()
    assert "gone" in integrity_problem(home.database, DATA_KEY)


def test_missing_guards_and_other_shapes_are_found(database: Database) -> None:
    for guard in GUARDS:
        database.connection.execute("BEGIN")
        database.connection.execute(f"DROP TRIGGER {guard}")
        assert "guards" in shape_problem(database.connection)
        database.connection.execute("ROLLBACK")
    database.connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "another version" in shape_problem(database.connection)


@pytest.mark.parametrize("page", [2, 40_000])
def test_a_tree_of_pages_that_does_not_hold_together_is_found(
    database: Database, home: Home, page: int
) -> None:
    database.connection.execute("PRAGMA writable_schema = ON")
    database.connection.execute(
        "UPDATE sqlite_master SET rootpage = ? WHERE name = 'judgements'", (page,)
    )
    database.close()
    assert "damaged" in integrity_problem(home.database, DATA_KEY)
