"""Which shape of the database this program knows, baked in so that alembic is rarely loaded."""

from enum import Enum

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.driver import Connection

# The last revision in migrations/versions; a test compares.
HEAD = "0005"
KNOWN = ("0001", "0002", "0003", "0004", "0005")


class Shape(Enum):
    """How the shape of a file compares with what this program knows."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    EMPTY = "empty"


def revision_of(connection: Connection) -> str:
    """Give the revision the file is at, "" if it was never given a shape."""
    named = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    if named is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "" if row is None else str(row[0])


def shape_of(connection: Connection) -> Shape:
    """Compare the file's revision with the ones this program knows."""
    revision = revision_of(connection)
    if revision == HEAD:
        return Shape.CURRENT
    if not revision:
        return Shape.EMPTY
    return Shape.OLDER if revision in KNOWN else Shape.NEWER


def newer() -> Trouble:
    """Give the trouble of a file that a newer program has changed."""
    return Trouble(
        "database_newer",
        N_(
            "The records were last opened with a newer version of Station. "
            "They were left untouched; install the newer version on this PC too."
        ),
    )
