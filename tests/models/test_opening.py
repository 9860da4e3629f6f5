"""Opening an installation: the right sentence, the upgrade, the anchor."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.diagnosis import file_salt
from station.models.driver import open_connection
from station.models.opening import Opening, open_installation
from station.models.schema import HEAD
from station.models.upgrade import upgrade
from station.security.secrets import ANCHOR, AUDIT, DATABASE, DataKey

ACTOR = Actor("u", "Rask Elg")


@pytest.fixture
def key() -> DataKey:
    return DataKey(bytearray(range(32)))


@pytest.fixture
def salt(home: Home, key: DataKey) -> bytes:
    """A new installation in `home`; gives what its file begins with."""
    connection = open_connection(home.database, key.derive(DATABASE), create=True)
    upgrade(connection, lambda: None)
    connection.close()
    return file_salt(home.database)


@pytest.fixture
def enter(home: Home, key: DataKey, salt: bytes, clock: FixedClock) -> Callable[[], Opening]:
    return lambda: open_installation(home, key, salt, clock)


def write(opening: Opening) -> None:
    with opening.database.write(ACTOR) as writer:
        writer.audit("opened", "patient", "p")


def code_of(enter: Callable[[], Opening]) -> str:
    with pytest.raises(Trouble) as caught:
        enter()
    return caught.value.code


def test_a_sound_file_opens_and_its_anchor_agrees(enter: Callable[[], Opening]) -> None:
    opening = enter()
    write(opening)
    opening.database.close()
    again = enter()
    assert (again.missing, again.anchor_damaged) == (None, False)
    assert again.database.verify().rows == 1
    again.database.close()


def test_each_way_to_break_a_file_has_its_own_code(
    home: Home, enter: Callable[[], Opening], key: DataKey
) -> None:
    whole = home.database.read_bytes()
    home.database.write_bytes(b"\0" * 16 + whole[16:])
    assert code_of(enter) == "database_header_damaged"
    home.database.write_bytes(whole[:16] + os.urandom(4080) + whole[4096:])
    assert code_of(enter) == "database_damaged"
    home.database.write_bytes(os.urandom(4096))
    assert code_of(enter) == "database_foreign"
    home.database.write_bytes(os.urandom(4095))
    assert code_of(enter) == "database_garbage"
    home.database.write_bytes(b"SQLite format 3\0" + whole[16:])
    assert code_of(enter) == "database_plain"
    home.database.write_bytes(b"")
    assert code_of(enter) == "database_empty"
    home.database.unlink()
    assert code_of(enter) == "database_missing"


def test_a_newer_file_is_refused_byte_for_byte_untouched(
    home: Home, enter: Callable[[], Opening], key: DataKey
) -> None:
    connection = open_connection(home.database, key.derive(DATABASE))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = home.database.read_bytes()
    assert code_of(enter) == "database_newer"
    assert home.database.read_bytes() == before
    assert not home.anchor.exists()
    assert list(home.backups.iterdir()) == []


def test_an_older_file_is_copied_and_upgraded(
    home: Home, key: DataKey, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, salt: bytes
) -> None:
    done = list[Path]()

    def pretend(connection: object, make_copy: Callable[[], Path]) -> bool:
        done.append(make_copy())
        return True

    monkeypatch.setattr("station.models.schema.HEAD", "next")
    monkeypatch.setattr("station.models.upgrade.upgrade", pretend)
    open_installation(home, key, salt, clock).database.close()
    assert [path.name for path in done] == [f"before-{HEAD}-20261120T080000Z.db"]
    copy = Database.open(done[0], key.derive(DATABASE), key.derive(AUDIT))
    assert copy.verify().problem == ""
    copy.close()


def test_an_older_file_put_back_is_noticed(home: Home, enter: Callable[[], Opening]) -> None:
    older = home.root / "older"
    opening = enter()
    write(opening)
    opening.database.close()
    shutil.copyfile(home.database, older)
    opening = enter()
    write(opening)
    newest = opening.database.head()
    opening.database.close()
    older.replace(home.database)
    again = enter()
    assert again.missing == newest
    again.database.close()


def test_a_cut_tail_is_noticed(home: Home, enter: Callable[[], Opening], key: DataKey) -> None:
    opening = enter()
    write(opening)
    write(opening)
    opening.database.close()
    connection = open_connection(home.database, key.derive(DATABASE))
    connection.execute("DROP TRIGGER audit_rows_never_go")
    connection.execute("DELETE FROM audit WHERE seq = 2")
    connection.close()
    again = enter()
    assert again.database.verify().problem == ""
    assert again.missing is not None
    assert again.missing.seq == 2
    again.database.close()


def test_a_changed_anchor_is_noticed(
    home: Home, enter: Callable[[], Opening], key: DataKey
) -> None:
    home.anchor.write_bytes(b"{}")
    opening = enter()
    assert opening.anchor_damaged
    write(opening)
    opening.database.close()
    assert Anchor(home.anchor, key.derive(ANCHOR)).read() is not None


def test_what_a_killed_program_left_in_the_write_ahead_log_is_there(
    home: Home, enter: Callable[[], Opening], tmp_path: Path, key: DataKey, clock: FixedClock
) -> None:
    opening = enter()
    write(opening)
    killed = Home(tmp_path / "killed")
    killed.prepare()
    for name in ("station.db", "station.db-wal", "station.anchor"):
        shutil.copyfile(home.root / name, killed.root / name)
    salt = file_salt(killed.database)
    again = open_installation(killed, key, salt, clock)
    assert again.database.head() == opening.database.head()
    assert again.missing is None
    again.database.close()
    opening.database.close()
