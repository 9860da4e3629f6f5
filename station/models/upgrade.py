"""Brings a database to the shape this program knows: a copy first, checks before the commit.

Importing this module loads alembic; ask models.schema first whether that is needed.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from alembic.command import upgrade as run_alembic
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from station.models.driver import Connection, dbapi, raise_told
from station.models.engine import Lent
from station.models.schema import Shape, newer, shape_of

SCRIPTS = Path(__file__).parent.parent.parent / "migrations"


def upgrade(
    connection: Connection,
    make_copy: Callable[[], object],
    *,
    scripts: Path = SCRIPTS,
    target: str = "head",
) -> bool:
    """Bring the file to `target`; give whether anything was done.

    `make_copy` makes the copy that an older program can still open, and is called before
    anything is touched (not for a file that is still empty). All of the change is one
    transaction: it raises and leaves the file as it was if a step fails, if rows are gone, or if
    a reference leads nowhere. Raises Trouble `database_newer` for a file of a newer program.
    """
    shape = shape_of(connection)
    if shape is Shape.NEWER:
        raise newer()
    if shape is Shape.CURRENT and target == "head" and scripts == SCRIPTS:
        return False
    if shape is not Shape.EMPTY:
        make_copy()
    # A foreign key cannot be switched inside a transaction, and alembic's way of rebuilding a
    # table (drop and rename) would take all child rows along.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            _change(connection, scripts, target)
            connection.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001  (raised again, as what it is)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise_told(error)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return True


def _change(connection: Connection, scripts: Path, target: str) -> None:
    counts, triggers = _counts(connection), _triggers(connection)
    _run(connection, scripts, target)
    _restore_triggers(connection, triggers)
    _check(connection, counts)


def _run(connection: Connection, scripts: Path, target: str) -> None:
    lent = Lent(connection)
    engine = create_engine(
        "sqlite://",
        creator=lambda: lent,
        module=dbapi(),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with engine.connect() as borrowed:
        config.attributes["connection"] = borrowed
        run_alembic(config, target)
    engine.dispose()


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in names if name != "alembic_version"}


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _triggers(connection: Connection) -> dict[str, tuple[str, str]]:
    rows = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    return {name: (table, sql) for name, table, sql in rows}


def _restore_triggers(connection: Connection, before: Mapping[str, tuple[str, str]]) -> None:
    left, tables = _triggers(connection), _counts(connection)
    for name, (table, sql) in before.items():
        if name not in left and table in tables:
            connection.execute(sql)


def _check(connection: Connection, before: Mapping[str, int]) -> None:
    after = _counts(connection)
    lost = [table for table, count in before.items() if after.get(table, 0) < count]
    if lost:
        raise RuntimeError(f"the upgrade lost rows of {', '.join(sorted(lost))}")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise RuntimeError("the upgrade left a reference that leads nowhere")
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict is None or verdict[0] != "ok":
        raise RuntimeError("the upgrade left a file that does not pass its check")
