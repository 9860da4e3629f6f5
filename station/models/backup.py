"""Backups that stay on this PC: a verified copy under the same key, with the key file beside it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from station.core.files import replace_file, sync_file, sync_folder
from station.core.i18n import N_
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import audit
from station.models.audit import Head
from station.models.database import Database
from station.models.driver import Connection, dbapi, open_connection
from station.models.schema import Shape, shape_of
from station.security.chain import Chain

KEPT = 14
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"station-(\d{8}T\d{6}Z)\.db")
_DAMAGED = N_("The copy is damaged. It does not count as a backup; try again.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: the copy, the key file that opens it, and when it was made (UTC ms)."""

    database: Path
    keys: Path
    made_at: int


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys that a copy is checked with."""

    database: bytes | bytearray
    audit: bytes | bytearray


def make_backup(database: Database, home: Home, keys: Keys, now: int) -> Backup:
    """Copy the open database and its key file to the backup folder, verified before it counts.

    Raises Trouble `backup_failed` if the copy does not stand the check, `disk_full` if it has no
    room. Keeps the newest KEPT backups.
    """
    backup = _named(home, now)
    temporary = backup.database.with_suffix(".db.new")
    temporary.unlink(missing_ok=True)
    try:
        head = database.copy_to(temporary)
        if problem := problem_of(temporary, keys, head):
            raise Trouble("backup_failed", problem)
        sync_file(temporary)
        # The key file first: a copy without one would be of no use.
        replace_file(backup.keys, home.keys.read_bytes())
        temporary.replace(backup.database)
        sync_folder(home.backups)
    finally:
        temporary.unlink(missing_ok=True)
    for old in backups(home)[KEPT:]:
        old.database.unlink(missing_ok=True)
        old.keys.unlink(missing_ok=True)
    return backup


def backups(home: Home) -> tuple[Backup, ...]:
    """Give the backups on this PC, newest first."""
    if not home.backups.is_dir():
        return ()
    found = (_read_name(path) for path in home.backups.iterdir())
    return tuple(sorted((b for b in found if b), key=lambda b: b.made_at, reverse=True))


def problem_of(path: Path, keys: Keys, expected: Head | None = None) -> str:
    """Give "" for a copy that opens, is whole and has an unbroken log; else an English sentence."""
    try:
        connection = open_connection(path, keys.database, read_only=True)
    except Trouble:
        return N_("The copy cannot be opened. It does not count as a backup; try again.")
    try:
        return _problem(connection, Chain(keys.audit), expected)
    except dbapi().Error:
        # Too broken even to be checked.
        return _DAMAGED
    finally:
        connection.close()


def rows_in(path: Path, keys: Keys) -> dict[str, int]:
    """Give the number of rows per table of a copy: what a restore would bring back."""
    connection = open_connection(path, keys.database, read_only=True)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]  # noqa: S608
            for (name,) in sorted(names)
        }
    finally:
        connection.close()


def is_newer(path: Path, keys: Keys) -> bool:
    """Tell whether a copy was made by a newer program, which alone can use it."""
    connection = open_connection(path, keys.database, read_only=True)
    try:
        return shape_of(connection) is Shape.NEWER
    finally:
        connection.close()


def copy_before_upgrade(connection: Connection, home: Home, revision: str, now: int) -> Path:
    """Copy the file as the older program knows it; give the copy's place, beside the backups."""
    home.backups.mkdir(mode=0o700, exist_ok=True)
    place = home.backups / f"before-{revision}-{stamp(now)}.db"
    place.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(place),))
    sync_file(place)
    sync_folder(home.backups)
    return place


def _problem(connection: Connection, chain: Chain, expected: Head | None) -> str:
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        return _DAMAGED
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        return _DAMAGED
    if audit.verify(connection, chain).problem:
        return N_("The log in the copy does not hold together. Run the check of the installation.")
    if expected is not None and audit.head_of(connection) != expected:
        return N_("The copy is not of the newest state. It does not count as a backup; try again.")
    return ""


def _named(home: Home, now: int) -> Backup:
    home.backups.mkdir(mode=0o700, exist_ok=True)
    database = home.backups / f"station-{stamp(now)}.db"
    return Backup(database, database.with_suffix(".keys"), now)


def stamp(now: int) -> str:
    """Give a time (UTC ms) as names of files have it."""
    # No local time: an hour that comes twice in autumn would give two backups one name.
    return (_EPOCH + timedelta(milliseconds=now)).strftime(_STAMP)


def _read_name(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    keys = path.with_suffix(".keys")
    if match is None or not keys.exists():
        return None
    made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    return Backup(path, keys, (made - _EPOCH) // timedelta(milliseconds=1))
