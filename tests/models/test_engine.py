"""SQLAlchemy on the lent connection: it works in our transactions and never ends them."""

import pytest
import sqlalchemy as sa

from station.models.database import Database
from station.models.engine import Core
from station.models.tables import meta


def test_it_neither_commits_nor_rolls_back_nor_closes(database: Database) -> None:
    connection = database.connection
    connection.execute("BEGIN")
    core = Core(connection)
    assert core.run(meta.insert(), [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]) == 2
    core._connection.commit()
    core._connection.rollback()
    assert connection.in_transaction
    core.close()
    connection.execute("ROLLBACK")
    assert connection.execute("SELECT count(*) FROM meta").fetchall() == [(0,)]


def test_a_failed_statement_leaves_the_transaction_open(database: Database) -> None:
    connection = database.connection
    core = Core(connection)
    connection.execute("BEGIN")
    core.run(meta.insert().values(key="a", value="1"))
    with pytest.raises(sa.exc.IntegrityError):
        core.run(meta.insert().values(key="a", value="2"))
    connection.execute("COMMIT")
    assert [tuple(row) for row in core.rows(sa.select(meta))] == [("a", "1")]
    core.close()
