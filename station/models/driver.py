"""The plain encrypted driver: opens one SQLCipher connection with the project's rules, or says why.

It knows no tables and no SQLAlchemy, so that the sign-in screen can load it alone.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeAlias, cast
from urllib.parse import quote

from station.core.i18n import N_
from station.core.trouble import Trouble

try:
    from sqlcipher3 import dbapi2 as _dbapi
except ImportError:
    # Told as trouble when a file is to be opened: the program must start to be able to say it.
    _dbapi = None

KEY_BYTES = 32
_HEX = b"0123456789abcdef"
_STATEMENTS = 512
"""Statements kept ready. A reading from elsewhere takes more kinds of them than the usual 128, and
each would be compiled anew every time, which takes several times longer than running it."""
WIPING = "ON"
"""Whether memory that the library frees is overwritten. Tests may leave it out: with it every
statement takes ten times longer to compile, and once on it stays on in a process."""
_PLAIN_HEADER = b"SQLite format 3\x00"

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Any, ...]


class Cursor(Protocol):
    """What the rest of models uses of a driver's cursor."""

    rowcount: int

    def fetchall(self) -> list[Row]:
        """Give the rows not yet fetched."""
        ...

    def fetchone(self) -> Row | None:
        """Give the next row, or None."""
        ...


class Connection(Protocol):
    """What the rest of models uses of a driver's connection."""

    in_transaction: bool
    total_changes: int

    def execute(self, sql: str, parameters: Sequence[Value] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Value]], /) -> Cursor:
        """Run one statement once for each row of values."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


def dbapi() -> Any:  # noqa: ANN401  (the driver ships no types)
    """Give the driver's module, or raise Trouble `cipher_missing`: never a driver in clear."""
    if _dbapi is None:
        raise _cipher_missing()
    return _dbapi


def open_connection(
    path: Path,
    key: bytes | bytearray,
    *,
    create: bool = False,
    read_only: bool = False,
    salt: bytes = b"",
) -> Connection:
    """Open the encrypted file at `path` with a raw `key` of 32 bytes, and prove that it opens.

    `create` may make a new file; otherwise a missing file is Trouble. `salt` (16 bytes) stands in
    for the first bytes of a damaged file. Raises Trouble `database_missing`, `database_plain`,
    `database_unreadable`, `database_damaged`, `database_busy` or `cipher_missing`.
    """
    if len(key) != KEY_BYTES:
        # SQLCipher would take any other length for a passphrase, without a word.
        raise ValueError("a raw key has 32 bytes")
    if not create:
        _look_first(path)
    mode = "ro" if read_only else ("rwc" if create else "rw")
    try:
        raw = dbapi().connect(
            f"file:{quote(path.as_posix())}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=5.0,
            cached_statements=_STATEMENTS,
        )
    except dbapi().Error as error:
        raise told(error) from error
    connection = cast("Connection", raw)
    try:
        _unlock(raw, key, salt)
        _settle(connection, read_only=read_only)
    except dbapi().Error as error:
        connection.close()
        raise told(error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def told(error: BaseException) -> BaseException:
    """Turn a driver's error that is the world's fault into Trouble, and give any other back."""
    original = getattr(error, "orig", None) or error
    text = str(original).lower()
    for part, code, message in _WORLD:
        if part in text:
            return Trouble(code, message)
    return error


def raise_told(error: BaseException) -> NoReturn:
    """Raise `error`, as Trouble where it is the world's fault."""
    known = told(error)
    if known is error:
        raise error
    raise known from error


def _look_first(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError as error:
        raise Trouble(
            "database_missing",
            N_("The file with the records is not where it should be. Fetch it from a backup."),
        ) from error
    except OSError as error:
        raise Trouble("database_unopened", _UNOPENED) from error
    if start == _PLAIN_HEADER:
        raise Trouble(
            "database_plain",
            N_("The file is not encrypted, so Station did not make it. It was not opened."),
        )
    if not start:
        raise Trouble(
            "database_empty",
            N_("The file with the records is empty. Fetch it from a backup."),
        )


def _unlock(raw: Any, key: bytes | bytearray, salt: bytes) -> None:  # noqa: ANN401
    raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
    # Before the key: rows and keys that the library frees are overwritten from the start.
    raw.execute(f"PRAGMA cipher_memory_security = {WIPING}").fetchall()
    literal = _raw_key_literal(key, salt)
    try:
        raw.set_key(literal)
    finally:
        wipe(literal)
    status = raw.execute("PRAGMA cipher_status").fetchone()
    if status is None or str(status[0]) != "1":
        raise _cipher_missing()


def _settle(connection: Connection, *, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # The probe: a wrong key shows first when a page is read.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = FULL")


def _raw_key_literal(key: bytes | bytearray, salt: bytes) -> bytearray:
    # Written byte by byte into one buffer of the final size, which can then be wiped: a str, or a
    # buffer that grows, would leave copies.
    literal = bytearray(b"x'") + bytearray(2 * (len(key) + len(salt)) + 1)
    at = 2
    for part in (key, salt):
        for byte in part:
            literal[at] = _HEX[byte >> 4]
            literal[at + 1] = _HEX[byte & 15]
            at += 2
    literal[at] = ord("'")
    return literal


def wipe(secret: bytearray) -> None:
    """Overwrite `secret` with zeros; Python may still hold copies made elsewhere."""
    secret[:] = bytes(len(secret))


def _cipher_missing() -> Trouble:
    return Trouble(
        "cipher_missing",
        N_(
            "The encryption library is missing, so nothing was stored. "
            "Ask the one who looks after the PC to install Station again."
        ),
    )


_UNOPENED = N_("The file with the records could not be opened. Is the disk in place?")
_DAMAGED = N_("The file with the records is damaged. Fetch the newest backup.")
_WORLD = (
    (
        "disk is full",
        "disk_full",
        N_("The disk is full. Nothing was saved; make room and save again."),
    ),
    (
        "file is not a database",
        "database_unreadable",
        N_("The file with the records cannot be read with this key."),
    ),
    # In full: «malformed JSON» is one damaged cell, and no reason to fetch a backup.
    ("disk image is malformed", "database_damaged", _DAMAGED),
    ("malformed database schema", "database_damaged", _DAMAGED),
    (
        "disk i/o error",
        "disk_failed",
        N_(
            "The disk could not be read or written just now. Nothing was saved. Try again; if it "
            "goes on, ask the one who looks after the PC."
        ),
    ),
    ("unable to open", "database_unopened", _UNOPENED),
    (
        "readonly database",
        "database_read_only",
        N_("The file with the records can only be read just now. Nothing was saved."),
    ),
    (
        "database is locked",
        "database_busy",
        N_("Another program holds the file with the records. Wait a little and try again."),
    ),
)
