"""Putting a backup back: the old file or the new one, whenever the program dies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.models import restoration
from station.models.backup import Backup, Keys, make_backup, problem_of
from station.models.database import Actor, Database
from tests.conftest import AUDIT_KEY, DATA_KEY

KEYS = Keys(DATA_KEY, AUDIT_KEY)
OLD, NEW = ["a", "b"], ["a"]


class Died(BaseException):
    """The program ends here."""


@pytest.fixture
def made(database: Database, actor: Actor, home: Home, clock: FixedClock) -> Backup:
    """A backup of one row; the file, and its journal, have a second row."""
    home.keys.write_bytes(b"the key file")
    _put(database, actor, "a")
    made = make_backup(database, home, KEYS, clock.now())
    _put(database, actor, "b")
    wal = home.database.with_name("station.db-wal")
    content, journal = home.database.read_bytes(), wal.read_bytes()
    database.close()
    # As a program leaves them that was killed: the second row is in the journal only.
    home.database.write_bytes(content)
    wal.write_bytes(journal)
    home.keys.write_bytes(b"newer keys")
    return made


def _put(database: Database, actor: Actor, key: str) -> None:
    with database.write(actor) as writer:
        writer.execute("INSERT INTO meta VALUES (?, 'x')", (key,))
        writer.audit("put", "meta", key)


def rows(path: Path) -> list[str]:
    database = Database.open(path, DATA_KEY, AUDIT_KEY)
    with database.read() as reader:
        found = [str(key) for (key,) in reader.raw("SELECT key FROM meta ORDER BY key")]
    assert not database.verify().problem
    database.close()
    return found


def test_the_copy_is_put_back_and_the_rest_set_aside(
    made: Backup, home: Home, clock: FixedClock
) -> None:
    aside = restoration.restore(home, made, clock.now())
    assert restoration.restored(home) == made.made_at
    assert not restoration.unfinished(home)
    assert (home.keys.read_bytes(), rows(home.database)) == (b"the key file", NEW)
    assert (aside / "station.keys").read_bytes() == b"newer keys"
    assert rows(aside / "station.db") == OLD


def test_restoring_twice_in_a_second_keeps_both_old_files(
    made: Backup, home: Home, clock: FixedClock
) -> None:
    first = restoration.restore(home, made, clock.now())
    second = restoration.restore(home, made, clock.now())
    assert (rows(first / "station.db"), rows(second / "station.db")) == (OLD, NEW)


def test_restoring_works_where_nothing_is_left(made: Backup, home: Home, clock: FixedClock) -> None:
    for path in (home.database, home.database.with_name("station.db-wal"), home.keys):
        path.unlink()
    assert list(restoration.restore(home, made, clock.now()).iterdir()) == []
    assert problem_of(home.database, KEYS) == ""


@pytest.mark.parametrize("step", range(11))
def test_a_program_that_dies_leaves_the_old_file_or_the_new_one(
    made: Backup, home: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    with monkeypatch.context() as patched:
        _die_before(patched, step)
        with pytest.raises(Died):
            restoration.restore(home, made, clock.now())
    begun = home.restored.exists()
    restoration.finish(home)
    assert not restoration.unfinished(home)
    expected = (b"the key file", NEW) if begun else (b"newer keys", OLD)
    assert (home.keys.read_bytes(), rows(home.database)) == expected
    if begun:
        (aside,) = home.root.glob("aside-*")
        assert rows(aside / "station.db") == OLD


def _die_before(patched: pytest.MonkeyPatch, step: int) -> None:
    """Let the program die before the given change on the disk, counted from 0."""
    left = [step]

    def dying(act: Callable[..., object]) -> Callable[..., object]:
        def acting(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Died
            return act(*args, **named)

        return acting

    for owner, name in (
        (Path, "replace"),
        (Path, "unlink"),
        (Path, "mkdir"),
        (restoration, "sync_file"),
    ):
        patched.setattr(owner, name, dying(getattr(owner, name)))


def test_without_a_note_there_is_nothing_to_say(home: Home) -> None:
    assert restoration.restored(home) is None
    restoration.finish(home)
    restoration.forget(home)
    assert restoration.restored(home) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made_at": "x"}'])
def test_a_note_that_cannot_be_read_still_tells_of_a_restore(home: Home, text: str) -> None:
    home.restored.write_text(text, encoding="utf-8")
    assert restoration.restored(home) == 0
    restoration.forget(home)
    assert not home.restored.exists()
