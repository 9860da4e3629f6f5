"""A folder that cannot be written to, and second copies that are no files: told, never a crash."""

from collections.abc import Callable

import pytest

from station.core.trouble import Trouble
from tests.attacks.conftest import Target
from tests.municipality import OTHER_PASSWORD


def test_a_place_that_takes_no_lock_is_told(reach: Callable[[], Target]) -> None:
    target = reach()
    door, home = target.station.door, target.station.home
    slot = door.people()[1].slot_id
    door.close()
    home.lock.unlink(missing_ok=True)
    home.lock.mkdir()
    with pytest.raises(Trouble) as told:
        door.sign_in(slot, OTHER_PASSWORD)
    assert told.value.code == "place_read_only"
    assert not door.is_open
    home.lock.rmdir()
    assert door.sign_in(slot, OTHER_PASSWORD).name == target.nurse.name


def test_a_folder_in_the_place_of_the_anchor_is_a_damaged_anchor(
    reach: Callable[[], Target],
) -> None:
    target = reach()
    door, home = target.station.door, target.station.home
    slot = door.people()[1].slot_id
    door.close()
    home.anchor.unlink()
    home.anchor.mkdir()
    door.sign_in(slot, OTHER_PASSWORD)
    assert [notice.code for notice in door.notices] == ["anchor_damaged"]


def test_a_damaged_page_lets_go_of_the_file_and_the_key(reach: Callable[[], Target]) -> None:
    """What is met in the middle of work is told; closing afterwards raises nothing of its own."""
    target = reach()
    door, home = target.station.door, target.station.home
    slot = door.people()[1].slot_id
    door.close()
    content = bytearray(home.database.read_bytes())
    for at in range(4096 + 100, len(content), 4096):
        content[at] ^= 255
    home.database.write_bytes(content)
    with pytest.raises(Trouble) as told:
        door.sign_in(slot, OTHER_PASSWORD)
    assert told.value.code.startswith("database_")
    assert not door.is_open
