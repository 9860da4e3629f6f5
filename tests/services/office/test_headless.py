"""Looking at a file without a window: who signs in, and that nothing changes."""

from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.driver import dbapi
from station.services.office.headless import looking, slot_of
from station.wiring import build
from tests.municipality import CHEAP, FIRST, OTHER_PASSWORD, PASSWORD, SECOND, Office, copy_home


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Home:
    return copy_home(office.root, tmp_path / "home")


def test_a_person_is_found_by_name_or_initials(place: Home, clock: FixedClock) -> None:
    assert slot_of(place, clock, SECOND) == slot_of(place, clock, "SB")


@pytest.mark.parametrize("name", ["", "Ingen"])
def test_who_is_not_found_or_not_named_gets_the_names(
    place: Home, clock: FixedClock, name: str
) -> None:
    with pytest.raises(Trouble) as caught:
        slot_of(place, clock, name)
    assert caught.value.code == "person_unknown"
    assert FIRST in caught.value.sentence()


def test_a_look_reads_beside_a_running_program_and_cannot_write(
    place: Home, clock: FixedClock
) -> None:
    owner = slot_of(place, clock, FIRST)
    station = build(place, clock, CHEAP)
    station.door.sign_in(owner.slot_id, PASSWORD)
    with looking(place, clock, owner.slot_id, PASSWORD) as look:
        assert look.session.name == FIRST
        with look.record.read() as reader:
            assert reader.raw("SELECT count(*) FROM users") == [(2,)]
        with pytest.raises((Trouble, dbapi().Error)), look.record.write(look.session) as writer:
            writer.audit("tried", "file", "")
    station.close()


def test_who_has_left_may_not_look(place: Home, clock: FixedClock) -> None:
    owner, leader = slot_of(place, clock, SECOND), slot_of(place, clock, FIRST)
    station = build(place, clock, CHEAP)
    session = station.door.sign_in(leader.slot_id, PASSWORD)
    with station.record.write(session) as writer:
        writer.execute("UPDATE users SET active = 0 WHERE name = ?", (SECOND,))
        writer.audit("tried", "user", "")
    station.close()
    with (
        pytest.raises(Trouble) as caught,
        looking(place, clock, owner.slot_id, OTHER_PASSWORD),
    ):
        raise AssertionError("came in")
    assert caught.value.code == "user_inactive"
