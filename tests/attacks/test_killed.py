"""A program killed between key file and log: the next sign-in finds what is left, and tells it."""

import os
from unittest.mock import patch

import pytest

from station.core.trouble import Trouble
from station.models.queries import audit
from station.models.records import signins
from station.security import keystore
from station.security.slots import PERSON, Owner
from station.services.office.leftovers import leftover_names
from tests.attacks.conftest import Target
from tests.municipality import FIRST, OTHER_PASSWORD, PASSWORD, SECOND, Office

HYLLE = Owner("5" * 32, PERSON, "Lun Hylle", "LH", "nb")


def next_sign_in(target: Target) -> list[str]:
    """Let the nurse in again after the program was gone, and give the codes of what is told."""
    door = target.station.door
    door.close()
    slot = next(each.slot_id for each in door.people() if each.name == SECOND)
    target.nurse = door.sign_in(slot, OTHER_PASSWORD)
    return [notice.code for notice in door.notices]


def opens(target: Target, code: str) -> bool:
    try:
        target.station.door.store.open_with_code(code).key.wipe()
    except Trouble as trouble:
        if trouble.code != "recovery_wrong":
            raise
        return False
    return True


def times(target: Target, action: str) -> int:
    with target.station.record.read() as reader:
        return audit.count_of(reader, action)


@pytest.mark.parametrize("logged", [False, True])
def test_db_03_killed_while_a_sheet_is_made_the_old_one_counts(
    target: Target, office: Office, logged: bool
) -> None:
    door = target.station.door
    target.clock.advance(60_000)
    if logged:
        with target.station.record.write(target.nurse) as writer:
            signins.recovery_renewed(writer, target.nurse.user_id)
    # The program dies here, with the code in its memory only.
    unseen = door.store.add_recovery(door.data_key())
    assert opens(target, office.code)
    assert next_sign_in(target) == ["sheet_undone"]
    assert (opens(target, office.code), opens(target, unseen)) == (True, False)
    assert times(target, "recovery_undone") == 1
    assert next_sign_in(target) == []


def test_a_sheet_that_nobody_laid_in_the_safe_is_told_until_somebody_did(
    target: Target, office: Office
) -> None:
    door = target.station.door
    door.sign_out()
    boss = next(each.slot_id for each in door.people() if each.name == FIRST)
    leader = door.sign_in(boss, PASSWORD)
    code = target.station.safety.renew_recovery(leader)
    # Killed while the code stood on the screen.
    for _ in range(2):
        assert next_sign_in(target) == ["sheet_unkept"]
    target.station.safety.sheet_kept(leader)
    assert next_sign_in(target) == []
    assert (opens(target, code), opens(target, office.code)) == (True, False)


def test_db_03_killed_while_somebody_is_let_in_the_name_is_taken_away_and_told(
    target: Target,
) -> None:
    door = target.station.door
    target.clock.advance(60_000)
    door.store.add(door.data_key(), HYLLE, "en helt ny setning")
    # Whoever tries the name first only hears that it has no access.
    with pytest.raises(Trouble) as refused:
        door.sign_in(HYLLE.slot_id, "en helt ny setning")
    assert refused.value.code == "user_inactive"
    assert next_sign_in(target) == ["leftover_removed"]
    assert HYLLE.name in door.notices[0].trouble.sentence()
    assert [each.name for each in door.people()] == [FIRST, SECOND]
    assert times(target, "leftover_removed") == 1
    assert next_sign_in(target) == []


def test_a_name_of_a_newer_file_is_left_alone_after_an_older_one_was_put_back(
    target: Target,
) -> None:
    door = target.station.door
    door.store.add(door.data_key(), HYLLE, "en helt ny setning")
    target.clock.advance(60_000)
    with target.station.record.write(target.nurse) as writer:
        signins.older_file_found(writer, 12, 8)
    assert next_sign_in(target) == []
    assert HYLLE in door.people()
    with target.station.record.read() as reader:
        assert leftover_names(reader, door.store) == ()


def test_a_full_disk_leaves_the_mending_for_later_and_lets_her_in(target: Target) -> None:
    door = target.station.door
    target.clock.advance(60_000)
    door.store.add(door.data_key(), HYLLE, "en helt ny setning")
    with patch.object(keystore, "replace_file", side_effect=OSError(28, os.strerror(28))):
        assert next_sign_in(target) == ["keys_unwritten"]
    assert next_sign_in(target) == ["leftover_removed"]


def test_a_key_file_changed_meanwhile_is_not_mended(target: Target) -> None:
    door = target.station.door
    door.store.add_recovery(door.data_key())
    slot = next(each.slot_id for each in door.people() if each.name == SECOND)
    changed = Trouble("keys_changed", "Changed.")
    with (
        patch.object(keystore.KeyStore, "keep_old_recovery", side_effect=changed),
        pytest.raises(Trouble) as told,
    ):
        door.sign_in(slot, OTHER_PASSWORD)
    assert told.value.code == "keys_changed"
