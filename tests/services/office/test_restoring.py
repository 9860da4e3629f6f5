"""Putting a backup back as the IT department does, and what the log says afterwards."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import restoration
from station.models.backup import Backup
from station.models.driver import open_connection
from station.models.instance import InstanceLock
from station.models.queries import audit
from station.security.keystore import KeyStore
from station.security.secrets import DATABASE
from station.services.office.restoring import (
    Proof,
    finish,
    listed,
    newest_usable,
    restore,
    restore_sealed,
)
from station.wiring import Station, build
from tests.municipality import CHEAP, FIRST, OPENED, PASSWORD, SECOND, Office, copy_home

PASSPHRASE = "reise med bussen"
HOUR = 60 * 60_000
PROOF = Proof(FIRST, PASSWORD)


@pytest.fixture
def home(office: Office, tmp_path: Path) -> Home:
    return copy_home(office.root, tmp_path / "small")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(OPENED + HOUR)


@pytest.fixture
def made(home: Home, clock: FixedClock) -> Backup:
    """A backup an hour old; after it Stille Brygge was made inactive."""
    station = opened(home, clock)
    session = station.door.session
    assert session is not None
    made = station.backups.make(session)
    brygge = next(each for each in station.staff.everyone(session) if each.name == SECOND)
    station.staff.deactivate(session, brygge.id)
    station.close()
    clock.advance(HOUR)
    return made


def opened(home: Home, clock: FixedClock, name: str = FIRST) -> Station:
    station = build(home, clock, CHEAP)
    slot_id = next(each.slot_id for each in station.door.people() if each.name == name)
    station.door.sign_in(slot_id, PASSWORD)
    return station


def log_of(station: Station) -> list[tuple[str, dict[str, object]]]:
    with station.record.read() as reader:
        return [(line.action, dict(line.details)) for line in audit.newest(reader, limit=4)]


def people(home: Home, clock: FixedClock) -> list[str]:
    station = build(home, clock, CHEAP)
    found = [each.name for each in station.door.people()]
    station.close()
    return found


def code_of(caught: pytest.ExceptionInfo[Trouble]) -> str:
    return caught.value.code


def test_the_next_sign_in_writes_the_restore_to_the_log_once(
    home: Home, clock: FixedClock, made: Backup
) -> None:
    assert people(home, clock) == [FIRST]
    done = restore(home, clock, proof=PROOF)
    assert (done.made_at, done.lost) == (made.made_at, HOUR)
    assert done.rows is not None
    assert done.rows["users"] == 2
    assert (done.aside / "station.db").exists()
    assert people(home, clock) == [FIRST, SECOND]
    station = opened(home, clock)
    assert ("restored", {"made_at": made.made_at}) in log_of(station)
    assert [notice.code for notice in station.door.notices] == ["older_file_found"]
    station.door.deep_lock()
    station.close()
    station = opened(home, clock)
    assert "restored" not in [action for action, _ in log_of(station)[:2]]
    station.close()


def test_a_backup_is_named_and_needs_no_password(
    home: Home, clock: FixedClock, made: Backup
) -> None:
    done = restore(home, clock, made.database.name)
    assert done.rows is None
    assert people(home, clock) == [FIRST, SECOND]


def test_a_backup_that_is_not_there_is_told(home: Home, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        restore(Home(tmp_path / "none"), clock)
    assert code_of(caught) == "no_backup"


def test_an_unknown_name_is_told_with_the_newest(
    home: Home, clock: FixedClock, made: Backup
) -> None:
    with pytest.raises(Trouble) as caught:
        restore(home, clock, "station-x.db")
    assert code_of(caught) == "backup_unknown"
    assert made.database.name in caught.value.sentence()


def test_an_open_window_keeps_its_file(home: Home, clock: FixedClock, made: Backup) -> None:
    station = opened(home, clock)
    with pytest.raises(Trouble) as caught:
        restore(home, clock)
    assert code_of(caught) == "in_use"
    station.close()
    assert people(home, clock) == [FIRST]


def damage_nothing_left(made: Backup) -> None:
    made.database.write_bytes(b"")


def damage_cut(made: Backup) -> None:
    made.database.write_bytes(made.database.read_bytes()[:-7])


def damage_beginning(made: Backup) -> None:
    made.database.write_bytes(b"x" * 16 + made.database.read_bytes()[16:])


def damage_inside(made: Backup) -> None:
    content = bytearray(made.database.read_bytes())
    content[9000] ^= 1
    made.database.write_bytes(bytes(content))


def damage_keys(made: Backup) -> None:
    made.keys.write_bytes(b"{}")


def make_newer(made: Backup) -> None:
    connection = open_connection(made.database, _key(made))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _key(made: Backup) -> bytearray:
    from_keys = KeyStore(made.keys, FixedClock(OPENED))
    slot = next(each.slot_id for each in from_keys.people() if each.name == FIRST)
    return from_keys.open(slot, PASSWORD).key.derive(DATABASE)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (damage_nothing_left, "backup_garbled"),
        (damage_cut, "backup_garbled"),
        (damage_beginning, "backup_garbled"),
        (damage_inside, "backup_failed"),
        (damage_keys, "keys_damaged"),
        (make_newer, "database_newer"),
    ],
)
def test_a_backup_of_no_use_leaves_the_file_as_it_is(
    home: Home, clock: FixedClock, made: Backup, damage: Callable[[Backup], None], code: str
) -> None:
    damage(made)
    before = home.database.read_bytes()
    with pytest.raises(Trouble) as caught:
        restore(home, clock, proof=PROOF)
    assert code_of(caught) == code
    assert home.database.read_bytes() == before
    assert not home.restored.exists()
    (entry,) = listed(home, clock, PROOF)
    assert entry.trouble is not None
    assert entry.trouble.code == code


def test_the_newest_that_looks_whole_is_found(home: Home, clock: FixedClock, made: Backup) -> None:
    found = newest_usable(home, clock)
    assert found is not None
    assert found.backup == made
    damage_cut(made)
    assert newest_usable(home, clock) is None


def test_a_wrong_password_changes_nothing(home: Home, clock: FixedClock, made: Backup) -> None:
    with pytest.raises(Trouble) as caught:
        restore(home, clock, proof=Proof(FIRST, "feil passord her"))
    assert code_of(caught) == "password_wrong"
    assert people(home, clock) == [FIRST]


def test_a_full_disk_changes_nothing(
    home: Home, clock: FixedClock, made: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, __: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(restoration, "_copy", full)
    with pytest.raises(Trouble) as caught:
        restore(home, clock)
    assert code_of(caught) == "restore_failed"
    assert people(home, clock) == [FIRST]


def test_backups_are_listed_with_age_and_with_rows_for_who_may_look(
    home: Home, clock: FixedClock, made: Backup
) -> None:
    (closed,) = listed(home, clock)
    assert (closed.backup, closed.age, closed.rows, closed.trouble) == (made, HOUR, None, None)
    (looked,) = listed(home, clock, PROOF)
    assert looked.rows is not None
    assert looked.rows["users"] == 2


@pytest.fixture
def sealed(home: Home, clock: FixedClock, tmp_path: Path) -> Path:
    target = tmp_path / "kopi.sealed"
    station = opened(home, clock)
    assert station.door.session is not None
    station.backups.seal_to(station.door.session, target, PASSPHRASE)
    station.close()
    os.utime(target, (clock.now() / 1000, clock.now() / 1000))
    clock.advance(2 * HOUR)
    return target


def test_a_sealed_copy_is_put_back_on_another_pc(
    sealed: Path, clock: FixedClock, tmp_path: Path
) -> None:
    other = Home(tmp_path / "other")
    done = restore_sealed(other, clock, sealed, PASSPHRASE, PROOF)
    assert done.lost == 2 * HOUR
    assert list(other.backups.iterdir()) == []
    station = opened(other, clock)
    assert "restored" in [action for action, _ in log_of(station)]
    station.close()


@pytest.mark.parametrize(
    ("passphrase", "content", "code"),
    [
        ("reise uten bussen", None, "sealed_wrong"),
        (PASSPHRASE, b"noise", "sealed_damaged"),
        (PASSPHRASE, b"", "sealed_damaged"),
    ],
)
def test_a_sealed_copy_that_does_not_open_changes_nothing(
    home: Home, sealed: Path, clock: FixedClock, passphrase: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        sealed.write_bytes(content)
    before = home.database.read_bytes()
    with pytest.raises(Trouble) as caught:
        restore_sealed(home, clock, sealed, passphrase)
    assert code_of(caught) == code
    assert home.database.read_bytes() == before


def test_a_sealed_copy_that_is_not_there_is_told(
    home: Home, clock: FixedClock, tmp_path: Path
) -> None:
    with pytest.raises(Trouble) as caught:
        restore_sealed(home, clock, tmp_path / "none", PASSPHRASE)
    assert code_of(caught) == "sealed_missing"


def test_a_restore_that_was_cut_off_is_finished_by_the_next_start(
    home: Home, clock: FixedClock, made: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # The note is written, and then the program dies.
        patched.setattr(restoration, "finish", _die)
        with pytest.raises(KeyboardInterrupt):
            restoration.restore(home, made, clock.now())
    assert restoration.unfinished(home)
    holder = InstanceLock(home.lock)
    holder.acquire(FIRST)
    finish(home)
    assert restoration.unfinished(home)
    holder.release()
    assert people(home, clock) == [FIRST, SECOND]
    assert not restoration.unfinished(home)


def _die(_: Home) -> None:
    raise KeyboardInterrupt
