"""The tables as the code knows them are the tables that the migrations make."""

import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from station.models.database import Database
from station.models.tables import METADATA


@pytest.fixture
def declared() -> Iterator[sqlite3.Connection]:
    """A file made from the declarations; only its shape is looked at, so it may be plain."""
    connection = sqlite3.connect(":memory:")
    for table in METADATA.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        for index in table.indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    yield connection
    connection.close()


@pytest.mark.parametrize("table", sorted(METADATA.tables))
@pytest.mark.parametrize("aspect", ["table_info", "foreign_key_list", "index_list"])
def test_each_table_is_what_the_migrations_make(
    database: Database, declared: sqlite3.Connection, table: str, aspect: str
) -> None:
    query = f"PRAGMA {aspect}({table})"
    made = database.connection.execute(query).fetchall()
    rows = declared.execute(query).fetchall()
    # Lists are numbered as they came: a column that came later has another number.
    skip = 0 if aspect == "table_info" else 1
    assert sorted(map(str, (row[skip:] for row in made))) == sorted(
        map(str, (row[skip:] for row in rows))
    )


def test_the_migrations_make_no_table_that_the_code_does_not_know(database: Database) -> None:
    rows = database.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert {name for (name,) in rows} == {*METADATA.tables, "alembic_version"}


def test_indexes_have_the_same_columns_and_conditions(
    database: Database, declared: sqlite3.Connection
) -> None:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    made = {
        name: " ".join(sql.split()) for name, sql in database.connection.execute(query).fetchall()
    }
    rows = {name: " ".join(sql.split()) for name, sql in declared.execute(query)}
    assert made == rows


def test_a_trend_is_read_from_the_index_alone(database: Database) -> None:
    plan = database.connection.execute(
        "EXPLAIN QUERY PLAN SELECT taken_at, value, value2 FROM readings "
        "WHERE patient_id = 'p' AND kind = 'spo2' AND excluded = '' ORDER BY taken_at"
    ).fetchall()
    assert [row[3] for row in plan] == [
        "SEARCH readings USING COVERING INDEX ix_readings_trend (patient_id=? AND kind=?)"
    ]
