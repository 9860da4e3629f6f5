"""Disks that fail in the middle: what was told is what happened, and nobody is locked out."""

import os
from collections.abc import Callable
from typing import cast
from unittest.mock import patch

import pytest

from station.core.trouble import Trouble
from station.models.driver import Connection
from station.security import keystore
from station.services.office.firststart import NewPerson
from tests.attacks.conftest import Target
from tests.municipality import FIRST, OTHER_PASSWORD, PASSWORD, SECOND

NEW = "en helt ny setning"


def leader(target: Target) -> Target:
    """The same office with its leader signed in."""
    target.station.door.sign_out()
    slot = next(each.slot_id for each in target.station.door.people() if each.name == FIRST)
    return Target(target.station, target.clock, target.station.door.sign_in(slot, PASSWORD))


class NoCommit:
    """A connection whose disk fails at the very end of a unit of work."""

    def __init__(self, sound: Connection) -> None:
        self._sound = sound

    def __getattr__(self, name: str) -> object:
        return getattr(self._sound, name)

    def execute(self, sql: str, *more: object) -> object:
        if sql == "COMMIT":
            raise OSError("disk i/o error")
        return self._sound.execute(sql, *more)  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Target], object]] = {
    "password": lambda at: at.station.staff.change_password(at.nurse, PASSWORD, NEW),
    "initials": lambda at: at.station.staff.change_own(at.nurse, "XX", "nn"),
    "sheet": lambda at: at.station.staff.new_recovery_sheet(at.nurse),
    "add": lambda at: at.station.staff.add(at.nurse, NewPerson("Lun Hylle", "LH"), NEW),
    "deactivate": lambda at: at.station.staff.deactivate(
        at.nurse,
        next(each.id for each in at.station.staff.everyone(at.nurse) if each.name == SECOND),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_db_03_a_key_change_whose_log_row_is_lost_is_taken_back(
    target: Target, change: str
) -> None:
    """The key file was written, then the transaction failed: both are as before."""
    boss = leader(target)
    before = target.station.door.store.read().slots
    database = target.station.record.database
    assert database is not None
    sound = database.connection
    database.connection = cast("Connection", NoCommit(sound))
    with pytest.raises(Trouble) as told:
        CHANGES[change](boss)
    database.connection = sound
    assert told.value.code == "disk_failed"
    assert target.station.door.store.read().slots == before
    target.station.door.sign_out()
    for name, password in ((FIRST, PASSWORD), (SECOND, OTHER_PASSWORD)):
        found = next(each for each in target.station.door.people() if each.name == name)
        assert target.station.door.sign_in(found.slot_id, password).name == name
        target.station.door.sign_out()


@pytest.mark.parametrize("change", CHANGES)
def test_db_03_a_key_file_that_cannot_be_written_changes_nothing(
    target: Target, change: str
) -> None:
    boss = leader(target)
    before = target.station.door.store.read().slots
    people = target.station.staff.everyone(boss.nurse)
    full = OSError(28, os.strerror(28))
    with (
        patch.object(keystore, "replace_file", side_effect=full),
        pytest.raises(Trouble) as told,
    ):
        CHANGES[change](boss)
    assert told.value.code == "keys_unwritten"
    assert target.station.door.store.read().slots == before
    assert target.station.staff.everyone(boss.nurse) == people
