"""The door: in, out, locked, recovered, and everything that was noticed."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.core.trouble import Trouble
from station.models.queries import audit
from station.security.passwords import Cost
from station.services.office.firststart import Created, NewPerson, create
from station.services.office.signin import SignIn
from station.services.office.staff import Staff
from station.services.record import Record
from station.services.session import Session

QUICK = Cost(8 * 1024, 1, 1)
PASSWORD, OTHER_PASSWORD = "to brune sko", "fire blå hester"


@pytest.fixture
def created(home: Home, clock: FixedClock) -> Created:
    person = NewPerson("Rask Elg", "RE", language="nn")
    return create(home, Profile("Elvebyen"), person, PASSWORD, clock=clock, cost=QUICK)


def at_the_door(home: Home, clock: FixedClock) -> SignIn:
    return SignIn(home, Record(Bus(), clock), clock, QUICK)


@pytest.fixture
def door(home: Home, clock: FixedClock, created: Created) -> Iterator[SignIn]:
    made = at_the_door(home, clock)
    yield made
    made.close()


def code_of(door: SignIn, slot_id: str, password: str) -> str:
    with pytest.raises(Trouble) as caught:
        door.sign_in(slot_id, password)
    return caught.value.code


def actions(door: SignIn) -> list[str]:
    with door._record.read() as reader:
        return [line.action for line in reversed(audit.newest(reader))]


def add_brygge(door: SignIn, session: Session) -> str:
    Staff(door._record, door).add(session, NewPerson("Stille Brygge", "SB"), OTHER_PASSWORD)
    return next(owner.slot_id for owner in door.people() if owner.name == "Stille Brygge")


def test_people_are_listed_while_the_file_is_closed(door: SignIn) -> None:
    assert [(owner.name, owner.language) for owner in door.people()] == [("Rask Elg", "nn")]
    assert not door.is_open
    assert door.session is None


def test_the_password_opens_the_file_and_the_log_says_who(door: SignIn, created: Created) -> None:
    session = door.sign_in(created.slot_id, PASSWORD)
    assert session == Session(created.user_id, "Rask Elg", "RE", "nurse", "nn")
    assert (door.session, door.is_open, door.notices) == (session, True, ())
    assert actions(door)[-1] == "signed_in"
    assert len(door.data_key().reveal()) == 32


def test_s3_one_after_the_other_and_the_log_has_both(door: SignIn, created: Created) -> None:
    first = door.sign_in(created.slot_id, PASSWORD)
    slot = add_brygge(door, first)
    database = door._record.database
    door.lock()
    assert door.session is None
    second = door.sign_in(slot, OTHER_PASSWORD)
    assert second.name == "Stille Brygge"
    assert door._record.database is database
    assert actions(door)[-3:] == ["user_added", "locked", "signed_in"]
    with door._record.read() as reader:
        assert [line.user_name for line in audit.newest(reader, limit=2)] == [
            "Stille Brygge",
            "Rask Elg",
        ]


def test_s4_the_sixth_try_waits_for_that_person_only(
    door: SignIn, created: Created, clock: FixedClock
) -> None:
    slot = add_brygge(door, door.sign_in(created.slot_id, PASSWORD))
    door.sign_out()
    codes = [code_of(door, created.slot_id, "feil") for _ in range(6)]
    assert codes == ["password_wrong"] * 5 + ["too_many_tries"]
    assert door.wait_left(created.slot_id) == 30_000
    door.sign_in(slot, OTHER_PASSWORD)
    door.sign_out()
    clock.advance(30_000)
    door.sign_in(created.slot_id, PASSWORD)
    assert actions(door)[-6:] == ["sign_in_failed"] * 5 + ["signed_in"]
    door.sign_out()
    door.sign_in(created.slot_id, PASSWORD)
    assert actions(door)[-2:] == ["signed_out", "signed_in"]


def test_a_wrong_password_opens_nothing(door: SignIn, created: Created) -> None:
    assert code_of(door, created.slot_id, "feil") == "password_wrong"
    assert not door.is_open
    with pytest.raises(Trouble) as caught:
        door.data_key()
    assert caught.value.code == "locked"


def test_s5_the_recovery_code_gives_a_new_password_and_is_logged(
    door: SignIn, created: Created
) -> None:
    for _ in range(5):
        code_of(door, created.slot_id, "glemt")
    session = door.recover(created.recovery_code, created.slot_id, OTHER_PASSWORD)
    assert session.name == "Rask Elg"
    assert actions(door)[-7:] == ["sign_in_failed"] * 5 + ["signed_in", "recovered"]
    door.sign_out()
    assert code_of(door, created.slot_id, PASSWORD) == "password_wrong"
    door.sign_in(created.slot_id, OTHER_PASSWORD)


def test_recovering_with_an_easy_password_or_for_nobody_changes_nothing(
    door: SignIn, created: Created
) -> None:
    for slot_id, password in ((created.slot_id, "kort"), ("nobody", OTHER_PASSWORD)):
        with pytest.raises(Trouble):
            door.recover(created.recovery_code, slot_id, password)
    assert not door.is_open
    door.sign_in(created.slot_id, PASSWORD)


def test_a_deep_lock_lets_go_of_file_and_key(door: SignIn, created: Created) -> None:
    door.sign_in(created.slot_id, PASSWORD)
    key = door.data_key()
    door.deep_lock()
    door.deep_lock()
    assert not door.is_open
    with pytest.raises(RuntimeError, match="gone"):
        key.reveal()
    with pytest.raises(Trouble) as caught, door._record.read():
        pass
    assert caught.value.code == "locked"
    door.sign_in(created.slot_id, PASSWORD)
    assert actions(door)[-2:] == ["deep_locked", "signed_in"]


def test_a_file_that_is_gone_is_no_reason_to_keep_the_key(
    door: SignIn, created: Created, home: Home
) -> None:
    for leave in (door.deep_lock, door.close):
        door.sign_in(created.slot_id, PASSWORD)
        away = home.root / "away"
        home.database.replace(away)
        with pytest.raises(Trouble) as caught:
            leave()
        assert caught.value.code == "database_gone"
        assert not door.is_open
        away.replace(home.database)


def test_a_second_program_is_refused_and_told_who(
    door: SignIn, created: Created, home: Home, clock: FixedClock
) -> None:
    door.sign_in(created.slot_id, PASSWORD)
    second = at_the_door(home, clock)
    with pytest.raises(Trouble) as caught:
        second.sign_in(created.slot_id, PASSWORD)
    assert caught.value.code == "in_use"
    assert "Rask Elg" in caught.value.sentence()
    assert not second.is_open
    door.close()
    second.sign_in(created.slot_id, PASSWORD)
    second.close()


def test_who_was_let_go_does_not_come_in_even_with_an_old_key_file(
    door: SignIn, created: Created, home: Home
) -> None:
    session = door.sign_in(created.slot_id, PASSWORD)
    slot = add_brygge(door, session)
    old_keys = home.keys.read_bytes()
    staff = Staff(door._record, door)
    leaver = next(user for user in staff.everyone(session) if user.slot_id == slot)
    staff.deactivate(session, leaver.id)
    assert code_of(door, slot, OTHER_PASSWORD) == "slot_gone"
    door.close()
    home.keys.write_bytes(old_keys)
    assert code_of(door, slot, OTHER_PASSWORD) == "user_inactive"
    assert not door.is_open


def test_an_older_file_put_back_is_told_and_stays_in_the_log(
    door: SignIn, created: Created, home: Home
) -> None:
    older = home.root / "older"
    shutil.copyfile(home.database, older)
    door.sign_in(created.slot_id, PASSWORD)
    door.close()
    older.replace(home.database)
    door.sign_in(created.slot_id, PASSWORD)
    assert [notice.code for notice in door.notices] == ["older_file_found"]
    assert "older" in door.notices[0].trouble.sentence()
    assert "older_file_found" in actions(door)
    door.close()
    door.sign_in(created.slot_id, PASSWORD)
    assert door.notices == ()


def test_a_changed_anchor_and_a_clock_turned_back_are_told(
    door: SignIn, created: Created, home: Home, clock: FixedClock
) -> None:
    home.anchor.write_bytes(b"{}")
    clock.set(clock.now() - 24 * 3_600_000)
    door.sign_in(created.slot_id, PASSWORD)
    assert [notice.code for notice in door.notices] == ["anchor_damaged", "clock_back"]
    assert door._record.database is not None
    assert door._record.database.verify().problem == ""


def test_signing_in_loads_neither_sqlalchemy_nor_alembic(home: Home, created: Created) -> None:

    program = f"""
import sys
from pathlib import Path
from station.core.bus import Bus
from station.core.clock import SystemClock
from station.core.paths import Home
from station.services.record import Record
from station.services.office.signin import SignIn
clock = SystemClock()
door = SignIn(Home(Path({str(home.root)!r})), Record(Bus(), clock), clock)
door.sign_in({created.slot_id!r}, {PASSWORD!r})
door.close()
print(*sorted(m for m in sys.modules if m in ("sqlalchemy", "alembic", "asyncio", "PySide6")))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "\n"
