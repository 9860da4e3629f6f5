"""Backups: verified before they count, found again, put back."""

import shutil
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import backup
from station.models.audit import Head
from station.models.backup import Keys, backups, copy_before_upgrade, make_backup, problem_of
from station.models.database import Actor, Database
from station.models.driver import open_connection
from tests.conftest import AUDIT_KEY, DATA_KEY

KEYS = Keys(DATA_KEY, AUDIT_KEY)


@pytest.fixture
def filled(database: Database, actor: Actor, home: Home) -> Database:
    home.keys.write_bytes(b"the key file")
    with database.write(actor) as writer:
        writer.execute("INSERT INTO meta VALUES ('a', 'Rask Elg')")
        writer.audit("put", "meta", "a")
    return database


def test_a_backup_is_an_encrypted_copy_with_its_key_file(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    made = make_backup(filled, home, KEYS, clock.now())
    assert made.database.name == "station-20261120T080000Z.db"
    assert made.keys.read_bytes() == b"the key file"
    assert b"Rask Elg" not in made.database.read_bytes()
    assert problem_of(made.database, KEYS, filled.head()) == ""
    assert backup.rows_in(made.database, KEYS)["meta"] == 1
    assert backups(home) == (made,)
    assert sorted(path.name for path in home.backups.iterdir()) == [
        "station-20261120T080000Z.db",
        "station-20261120T080000Z.keys",
    ]


def test_the_newest_are_kept(
    filled: Database, home: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "KEPT", 2)
    made = []
    for _ in range(4):
        made.append(make_backup(filled, home, KEYS, clock.now()))
        clock.advance(60_000)
    assert backups(home) == (made[3], made[2])
    assert not made[0].database.exists()
    assert not made[0].keys.exists()


def test_a_copy_of_a_newer_program_is_known(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    made = make_backup(filled, home, KEYS, clock.now())
    assert not backup.is_newer(made.database, KEYS)
    connection = open_connection(made.database, DATA_KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert backup.is_newer(made.database, KEYS)


def test_two_backups_in_one_second_leave_one(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    make_backup(filled, home, KEYS, clock.now())
    assert make_backup(filled, home, KEYS, clock.now()) in backups(home)
    assert len(backups(home)) == 1


@pytest.mark.parametrize("at", [20, 5000, -100])
def test_a_damaged_copy_does_not_count(
    filled: Database, home: Home, clock: FixedClock, at: int
) -> None:
    made = make_backup(filled, home, KEYS, clock.now())
    content = bytearray(made.database.read_bytes())
    content[at] ^= 1
    made.database.write_bytes(bytes(content))
    assert problem_of(made.database, KEYS)


def test_a_copy_of_an_older_state_or_with_a_broken_log_does_not_count(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    made = make_backup(filled, home, KEYS, clock.now())
    assert problem_of(made.database, KEYS, Head(9, "x")) == (
        "The copy is not of the newest state. It does not count as a backup; try again."
    )
    stranger = open_connection(made.database, DATA_KEY)
    stranger.execute("DROP TRIGGER audit_rows_never_change")
    stranger.execute("UPDATE audit SET action = 'x'")
    stranger.close()
    assert problem_of(made.database, KEYS).startswith("The log in the copy")


def test_a_copy_that_fails_its_check_is_not_kept(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    with pytest.raises(Trouble) as caught:
        make_backup(filled, home, Keys(DATA_KEY, b"x" * 32), clock.now())
    assert caught.value.code == "backup_failed"
    assert list(home.backups.iterdir()) == []


def test_a_tree_of_pages_that_does_not_hold_together_is_found(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    made = make_backup(filled, home, KEYS, clock.now())
    connection = open_connection(made.database, DATA_KEY)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'meta'")
    connection.close()
    assert problem_of(made.database, KEYS).startswith("The copy is damaged")


def test_other_files_in_the_folder_are_no_backups(home: Home, tmp_path: Path) -> None:
    (home.backups / "station-20261120T080000Z.db").touch()
    (home.backups / "notes.txt").touch()
    assert backups(home) == ()
    assert backups(Home(tmp_path / "none")) == ()


def test_the_copy_before_an_upgrade_opens_with_the_same_key(
    filled: Database, home: Home, clock: FixedClock
) -> None:
    shutil.rmtree(home.backups)
    copy_before_upgrade(filled.connection, home, "0001", clock.now())
    place = copy_before_upgrade(filled.connection, home, "0001", clock.now())
    assert place.name == "before-0001-20261120T080000Z.db"
    assert problem_of(place, KEYS, filled.head()) == ""
    assert backups(home) == ()
