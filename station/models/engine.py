"""SQLAlchemy Core on top of the one open connection; loaded when it is first needed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Row, create_engine
from sqlalchemy.pool import QueuePool

from station.models.driver import Connection, dbapi


class Lent:
    """A driver's connection that SQLAlchemy may use, but neither commit, roll back nor close."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (stands for the whole driver)
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Leave the transaction to the unit of work in models.database."""

    def rollback(self) -> None:
        """Leave the transaction to the unit of work in models.database."""

    def close(self) -> None:
        """Leave the connection to models.database."""


class Core:
    """Runs SQLAlchemy Core statements inside whatever transaction the connection is in."""

    def __init__(self, connection: Connection) -> None:
        """Build the engine around `connection`, which stays the only one."""
        lent = Lent(connection)
        # QueuePool of one: the dialect's own pool has closed connections under other threads.
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: lent,
            module=dbapi(),
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_reset_on_return=None,
            # A failed statement's values would end in a traceback, and patients' names with them.
            hide_parameters=True,
        )
        self._connection = self._engine.connect()

    def rows(self, statement: Executable) -> list[Row[*tuple[Any, ...]]]:
        """Give all rows of a select (or of RETURNING)."""
        return list(self._connection.execute(statement).all())

    def run(self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None) -> int:
        """Run a statement, once for each of `rows` if given, and give how many rows it touched."""
        result = self._connection.execute(statement, rows)
        return int(result.rowcount)

    def close(self) -> None:
        """Let go of the connection, which stays open."""
        self._connection.close()
        self._engine.dispose()
