"""The check of the installation names what is wrong, item by item."""

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.models import driver
from station.models.driver import open_connection
from station.security.secrets import DATABASE
from station.services.office import checking
from station.services.office.backups import Backups
from station.services.office.checking import Item, Report, State, check
from station.services.office.signin import SignIn
from tests.services.office.conftest import QUICK

DAY = 24 * 3_600_000


def look(home: Home, clock: FixedClock, door: SignIn) -> dict[str, Item]:
    report = check(home, clock, database=door._record.database, key=door.data_key())
    assert all(item.sentence for item in report.items)
    return {item.code: item for item in report.items}


def worst(found: dict[str, Item]) -> dict[str, State]:
    return {code: item.state for code, item in found.items() if item.state is not State.OK}


def stranger(home: Home, door: SignIn, *statements: str) -> None:
    """Change the file as someone with its key would."""
    connection = open_connection(home.database, door.data_key().derive(DATABASE))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_sound_installation_has_one_thing_to_do_and_then_none(
    home: Home, clock: FixedClock, door: SignIn
) -> None:
    assert worst(look(home, clock, door)) == {"backup": State.WARN}
    assert door.session is not None
    Backups(home, door._record, door, QUICK).make(door.session)
    assert worst(look(home, clock, door)) == {}
    assert len(look(home, clock, door)) == 10


def test_an_old_backup_is_a_warning_with_its_age(
    home: Home, clock: FixedClock, door: SignIn
) -> None:
    assert door.session is not None
    Backups(home, door._record, door, QUICK).make(door.session)
    clock.advance(DAY)
    assert look(home, clock, door)["backup"] == Item(
        "backup", State.OK, "The newest backup is 1 day old."
    )
    clock.advance(6 * DAY)
    assert look(home, clock, door)["backup"] == Item(
        "backup", State.WARN, "The newest backup is 7 days old."
    )


def test_the_first_bad_row_of_the_log_is_named(home: Home, clock: FixedClock, door: SignIn) -> None:
    stranger(
        home,
        door,
        "DROP TRIGGER audit_rows_never_change",
        "UPDATE audit SET user_name = 'Stille Brygge' WHERE seq = 2",
    )
    found = look(home, clock, door)
    assert found["log"].sentence == "Row 2 of the log was changed, or the one before it."
    assert worst(found) == {"backup": State.WARN, "log": State.BAD, "shape": State.BAD}


def test_a_missing_row_and_a_missing_tail_are_named(
    home: Home, clock: FixedClock, door: SignIn
) -> None:
    with door._record.read() as reader:
        last = int(reader.raw("SELECT max(seq) FROM audit", ())[0][0])
    stranger(
        home,
        door,
        "DROP TRIGGER audit_rows_never_go",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
    )
    found = look(home, clock, door)
    assert found["log"].state is State.OK
    assert found["anchor"].sentence == f"The log ends before row {last}, which was once there."
    stranger(home, door, "DELETE FROM audit WHERE seq = 1")
    assert look(home, clock, door)["log"].sentence == "Row 1 of the log is missing."


def test_anchor_and_history(home: Home, clock: FixedClock, door: SignIn) -> None:
    home.anchor.write_bytes(b"{}")
    assert worst(look(home, clock, door))["anchor"] is State.BAD
    home.anchor.unlink()
    assert worst(look(home, clock, door))["anchor"] is State.WARN
    assert door.session is not None
    with door._record.write(door.session) as writer:
        writer.audit("older_file_found", "file", "")
    assert worst(look(home, clock, door)) == {"backup": State.WARN, "history": State.WARN}


def test_a_damaged_page_is_found(home: Home, clock: FixedClock, door: SignIn) -> None:
    assert door._record.database is not None
    door._record.database.checkpoint()
    with home.database.open("r+b") as file:
        file.seek(7 * 4096 + 50)
        file.write(b"xxxx")
    assert worst(look(home, clock, door))["integrity"] is State.BAD


@pytest.mark.parametrize(
    ("function", "value", "code"),
    [
        ("is_remote", True, "place"),
        ("is_synchronised", True, "place"),
        ("free_bytes", 1024, "disk"),
    ],
)
def test_disk_and_place(
    home: Home,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    value: object,
    code: str,
) -> None:
    monkeypatch.setattr(checking, function, lambda folder: value)
    states = {item.code: item.state for item in check(home, clock).items}
    assert states[code] is State.WARN


def test_without_key_and_cipher_it_says_what_it_can(
    home: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_dbapi", None)
    report = check(home, clock)
    states = {item.code: item.state for item in report.items}
    assert states == {
        "cipher": State.BAD,
        "keys": State.BAD,
        "disk": State.OK,
        "place": State.OK,
        "backup": State.WARN,
    }
    assert report.worst is State.BAD
    assert Report(()).worst is State.OK
