"""Opening the installation's file: the right sentence if it fails, an upgrade if it is older."""

from dataclasses import dataclass

from station.core.clock import Clock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.anchor import Anchor
from station.models.audit import Head
from station.models.backup import copy_before_upgrade
from station.models.database import Database
from station.models.diagnosis import unreadable
from station.models.driver import open_connection, wipe
from station.models.schema import Shape, newer, revision_of, shape_of
from station.security.secrets import ANCHOR, AUDIT, DATABASE, DataKey


@dataclass(frozen=True, slots=True)
class Opening:
    """An open file and what was noticed: the anchored head that its log no longer holds, if any.

    `anchor_damaged` tells that the second copy of the head could not be read.
    """

    database: Database
    missing: Head | None = None
    anchor_damaged: bool = False


def open_installation(home: Home, key: DataKey, file_salt: bytes, clock: Clock) -> Opening:
    """Open the file of `home` with the data key, and bring an older one to the current shape.

    Raises Trouble with its own code for a missing, empty, plain, damaged, foreign or newer file.
    """
    secret = key.derive(DATABASE)
    try:
        _prepare(home, secret, file_salt, clock)
        anchor = Anchor(home.anchor, key.derive(ANCHOR))
        database = Database.open(
            home.database, secret, key.derive(AUDIT), clock=clock, anchor=anchor
        )
    finally:
        wipe(secret)
    try:
        anchored = anchor.read()
    except Trouble:
        return Opening(database, anchor_damaged=True)
    if anchored is None or database.holds(anchored):
        return Opening(database)
    return Opening(database, missing=anchored)


def _prepare(home: Home, secret: bytearray, file_salt: bytes, clock: Clock) -> None:
    try:
        # For reading only: a newer program's file stays as it is.
        connection = open_connection(home.database, secret, read_only=True)
    except Trouble as trouble:
        if trouble.code != "database_unreadable":
            raise
        raise unreadable(home.database, secret, file_salt) from trouble
    try:
        shape, revision = shape_of(connection), revision_of(connection)
    finally:
        connection.close()
    if shape is Shape.NEWER:
        raise newer()
    if shape is not Shape.CURRENT:
        _upgrade(home, secret, revision, clock)


def _upgrade(home: Home, secret: bytearray, revision: str, clock: Clock) -> None:
    # Alembic costs more than the whole sign-in and is needed once per release.
    from station.models.upgrade import upgrade

    connection = open_connection(home.database, secret)
    try:
        upgrade(connection, lambda: copy_before_upgrade(connection, home, revision, clock.now()))
    finally:
        connection.close()
