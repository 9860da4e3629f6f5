"""Backups as a person makes them: one here, one sealed for the safe."""

from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.queries import audit
from station.security.sealed import unseal
from station.services.office.backups import Backups
from station.services.office.signin import SignIn
from station.services.record import Record
from station.services.session import Session
from tests.services.office.conftest import PASSPHRASE, PASSWORD, QUICK


@pytest.fixture
def backups(home: Home, door: SignIn) -> Backups:
    return Backups(home, door._record, door, QUICK)


def test_a_backup_holds_its_own_line_and_stands_the_drill(
    backups: Backups, elg: Session, door: SignIn
) -> None:
    assert backups.newest() is None
    made = backups.make(elg)
    assert backups.newest() == made
    rows = backups.drill(made)
    assert door._record.database is not None
    assert rows["audit"] == door._record.database.head().seq
    assert rows["users"] == 1


def test_a_damaged_backup_fails_the_drill(backups: Backups, elg: Session) -> None:
    made = backups.make(elg)
    made.database.write_bytes(made.database.read_bytes()[:8192])
    with pytest.raises(Trouble) as caught:
        backups.drill(made)
    assert caught.value.code == "backup_failed"


def test_a_sealed_backup_opens_with_its_passphrase_and_then_with_the_password(
    backups: Backups, elg: Session, door: SignIn, tmp_path: Path, clock: FixedClock
) -> None:
    target = tmp_path / "stick" / "kopi.sealed"
    target.parent.mkdir()
    backups.seal_to(elg, target, PASSPHRASE)
    slot_id = door.people()[0].slot_id
    content = target.read_bytes()
    assert b"Rask Elg" not in content
    assert b"slots" not in content
    other = Home(tmp_path / "other")
    other.prepare()
    unseal(target, other.root, PASSPHRASE)
    second = SignIn(other, Record(Bus(), clock), clock, QUICK)
    assert second.sign_in(slot_id, PASSWORD) == elg
    second.close()
    with door._record.read() as reader:
        assert [line.details for line in audit.newest(reader, limit=2)] == [
            {"where": "sealed"},
            {"where": "here"},
        ]


def test_a_stick_that_is_gone_is_told_and_nothing_is_left_over(
    backups: Backups, elg: Session, tmp_path: Path, home: Home
) -> None:
    with pytest.raises(Trouble) as caught:
        backups.seal_to(elg, tmp_path / "gone" / "kopi.sealed", PASSPHRASE)
    assert caught.value.code == "backup_not_written"
    assert len(list(home.backups.iterdir())) == 2


def test_a_locked_file_makes_no_backup(backups: Backups, elg: Session, door: SignIn) -> None:
    door.deep_lock()
    with pytest.raises(Trouble) as caught:
        backups.make(elg)
    assert caught.value.code == "locked"
