"""Looks at the whole file on a fresh connection: whether it is whole and of the right shape."""

from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.driver import Connection, dbapi, open_connection
from station.models.schema import Shape, shape_of

_DAMAGED = N_("The file with the records is damaged. Fetch the newest backup.")


def integrity_problem(path: Path, key: bytes | bytearray) -> str:
    """Give "" for a file that is whole, else an English sentence; checkpoint before."""
    try:
        connection = open_connection(path, key, read_only=True)
    except Trouble as trouble:
        return trouble.message
    try:
        return _problem(connection)
    except dbapi().Error:
        # Too broken even to be checked.
        return _DAMAGED
    finally:
        connection.close()


def _problem(connection: Connection) -> str:
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        return _DAMAGED
    # Page by page the codes may fit while the tree of pages does not.
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        return _DAMAGED
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return N_("Some rows point at others that are gone. Fetch the newest backup.")
    return ""


def shape_problem(connection: Connection) -> str:
    """Give "" if tables and triggers are those this program knows, else an English sentence."""
    if shape_of(connection) is not Shape.CURRENT:
        return N_("The file has the shape of another version of Station.")
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    if not {name for (name,) in rows} >= GUARDS:
        return N_("The guards that keep the log unchanged are missing from the file.")
    return ""


GUARDS = frozenset(
    {
        "audit_rows_never_change",
        "audit_rows_never_go",
        "decided_plans_never_change",
        "decided_plans_never_go",
    }
)
