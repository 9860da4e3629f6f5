"""The encrypted driver: its rules on every connection, and its own sentence for each trouble."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models import driver
from station.models.driver import dbapi, open_connection, raise_told, told, wipe

KEY = bytes(range(32))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "arkiv æøå #1?.db"
    connection = open_connection(place, KEY, create=True)
    connection.execute("CREATE TABLE notes (text)")
    connection.execute("INSERT INTO notes VALUES ('Rask Elg')")
    connection.close()
    return place


def code_of(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(Trouble) as caught:
        open_connection(path, key)
    assert caught.value.sentence()
    return caught.value.code


def pragma(connection: driver.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchall()[0][0]


def test_every_connection_has_the_projects_rules(path: Path) -> None:
    connection = open_connection(path, KEY)
    rules = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "synchronous": 2,
        "journal_mode": "wal",
        "temp_store": 2,
        "cipher_page_size": "4096",
        "cipher_log_level": "NONE",
    }
    assert {name: pragma(connection, name) for name in rules} == rules
    assert connection.execute("SELECT text FROM notes").fetchall() == [("Rask Elg",)]
    connection.close()


LEFT_IN_MEMORY = """
import re, sys
from pathlib import Path
from station.models import driver

if len(sys.argv) > 2:
    driver.WIPING = sys.argv[2]
connection = driver.open_connection(Path(sys.argv[1]), bytes(range(32)))
# Decrypted and compared by the library; Python is given a number only.
connection.execute("SELECT count(*) FROM many WHERE text LIKE '%7%'").fetchall()
connection.close()
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        place, rights = line.split()[:2]
        if rights.startswith("rw") and "[v" not in line:
            start, end = (int(each, 16) for each in place.split("-"))
            memory.seek(start)
            found += len(re.findall(rb"elv[0-9]{5}bekk", memory.read(end - start)))
print(found)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a process reads its own memory on Linux")
def test_rows_do_not_stay_in_memory_when_the_file_is_closed(path: Path) -> None:
    connection = open_connection(path, KEY)
    connection.execute("CREATE TABLE many (text TEXT)")
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO many SELECT printf('elv%05dbekk', i) FROM n"
    )
    connection.close()

    def left(*options: str) -> int:
        command = [sys.executable, "-c", LEFT_IN_MEMORY, str(path), *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert left() == 0
    assert left("OFF") > 1000  # so that the search is known to find them


def test_plain_sqlite_cannot_read_the_file(path: Path) -> None:
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM notes")
    plain.close()
    assert b"Rask Elg" not in path.read_bytes()
    assert b"notes" not in path.read_bytes()


def test_the_raw_key_is_used_without_stretching(path: Path) -> None:
    # As a passphrase the same bytes open nothing: the 32 bytes are the key itself.
    raw = dbapi().connect(str(path))
    raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert raw.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    raw.close()


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_a_bug(path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        open_connection(path, bytes(length))


def test_another_key_is_refused(path: Path) -> None:
    assert code_of(path, bytes(32)) == "database_unreadable"


def test_missing_empty_plain_and_unopenable_files_are_told_apart(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.db") == "database_missing"
    empty = tmp_path / "empty.db"
    empty.touch()
    assert code_of(empty) == "database_empty"
    plain = tmp_path / "plain.db"
    other = sqlite3.connect(plain)
    other.execute("CREATE TABLE t (a)")
    other.close()
    assert code_of(plain) == "database_plain"
    assert code_of(tmp_path) == "database_unopened"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["empty.db", "plain.db"]


def test_a_folder_that_is_not_there_cannot_get_a_file(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        open_connection(tmp_path / "none" / "station.db", KEY, create=True)
    assert caught.value.code == "database_unopened"


def test_reading_only_writes_nothing(path: Path) -> None:
    connection = open_connection(path, KEY, read_only=True)
    with pytest.raises(dbapi().OperationalError, match="readonly"):
        connection.execute("DELETE FROM notes")
    connection.close()


def test_replacing_a_row_does_not_slip_past_a_trigger(path: Path) -> None:
    connection = open_connection(path, KEY)
    connection.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, text)")
    connection.execute(
        "CREATE TRIGGER keep BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'kept'); END"
    )
    connection.execute("INSERT INTO log VALUES (1, 'a')")
    with pytest.raises(dbapi().IntegrityError, match="kept"):
        connection.execute("INSERT OR REPLACE INTO log VALUES (1, 'b')")
    connection.close()


def test_without_the_cipher_nothing_is_opened_and_no_file_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_dbapi", None)
    with pytest.raises(Trouble) as caught:
        open_connection(tmp_path / "new.db", KEY, create=True)
    assert caught.value.code == "cipher_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_driver_that_does_not_encrypt_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Plain(sqlite3.Connection):
        def set_key(self, key: bytearray) -> None:
            """Take the key and ignore it, as a build without a cipher would."""

    class Module:
        Error = sqlite3.Error

        @staticmethod
        def connect(*arguments: object, **options: object) -> sqlite3.Connection:
            return sqlite3.connect(*arguments, factory=Plain, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(driver, "_dbapi", Module)
    path = tmp_path / "new.db"
    with pytest.raises(Trouble) as caught:
        open_connection(path, KEY, create=True)
    assert caught.value.code == "cipher_missing"
    assert not path.exists() or path.stat().st_size == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database or disk is full", "disk_full"),
        ("file is not a database", "database_unreadable"),
        ("database disk image is malformed", "database_damaged"),
        ("malformed database schema (readings)", "database_damaged"),
        ("disk I/O error", "disk_failed"),
        ("unable to open database file", "database_unopened"),
        ("attempt to write a readonly database", "database_read_only"),
        ("database is locked", "database_busy"),
    ],
)
def test_what_the_world_does_wrong_becomes_a_sentence(text: str, code: str) -> None:
    known = told(dbapi().OperationalError(text))
    assert isinstance(known, Trouble)
    assert (known.code, bool(known.sentence())) == (code, True)


def test_what_we_do_wrong_stays_an_error() -> None:
    ours = dbapi().OperationalError("no such table: patiens")
    assert told(ours) is ours
    with pytest.raises(dbapi().OperationalError, match="patiens"):
        raise_told(ours)
    with pytest.raises(Trouble):
        raise_told(dbapi().OperationalError("database is locked"))


def test_wiping_leaves_zeros() -> None:
    secret = bytearray(b"secret")
    wipe(secret)
    assert secret == bytes(6)
