"""Units of work: whole or not at all, never without a line in the log."""

import sqlite3
from threading import Thread

import pytest
import sqlalchemy as sa

from station.core.bus import ChangeSet
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.anchor import Anchor
from station.models.audit import Finding
from station.models.database import Actor, Database
from station.models.driver import dbapi
from station.models.tables import meta
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY


def put(database: Database, actor: Actor, key: str) -> None:
    with database.write(actor) as writer:
        writer.run(meta.insert().values(key=key, value="x"))
        writer.audit("put", "meta", key)


def put_and_fail(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.run(meta.insert().values(key="z", value="x"))
        writer.audit("put", "meta", "z")
        raise ZeroDivisionError


def keys(database: Database) -> list[str]:
    with database.read() as reader:
        return [row.key for row in reader.rows(sa.select(meta.c.key).order_by(meta.c.key))]


def test_what_is_written_stays_with_its_line_in_the_log(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    with database.write(actor) as writer:
        assert writer.execute("INSERT INTO meta VALUES ('a', '1')") == 1
        assert writer.executemany("INSERT INTO meta VALUES (?, ?)", [("b", "2"), ("c", "3")]) == 2
        assert writer.run(meta.insert(), [{"key": "d", "value": "4"}]) == 1
        assert writer.raw("SELECT count(*) FROM meta") == [(4,)]
        writer.audit("put", "meta", "a", "p1", count=4)
    assert keys(database) == ["a", "b", "c", "d"]
    with database.read() as reader:
        logged = reader.raw("SELECT at, user_id, user_name, action, patient_id, details FROM audit")
    assert logged == [(clock.now(), actor.user_id, actor.name, "put", "p1", '{"count":4}')]


def test_a_failure_leaves_neither_row_nor_line(database: Database, actor: Actor) -> None:
    head = database.head()
    with pytest.raises(ZeroDivisionError):
        put_and_fail(database, actor)
    assert keys(database) == []
    assert database.head() == head
    put(database, actor, "b")
    assert database.verify().problem == ""


def test_a_write_without_a_line_in_the_log_is_a_bug_and_is_undone(
    database: Database, actor: Actor
) -> None:
    with pytest.raises(RuntimeError, match="audit"), database.write(actor) as writer:
        writer.execute("INSERT INTO meta VALUES ('a', '1')")
    assert keys(database) == []


def test_what_is_no_part_of_the_record_says_so(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.execute("INSERT INTO meta VALUES ('a', '1')")
        assert not writer.accounted
        writer.quiet()
    with database.write(actor):
        pass
    assert keys(database) == ["a"]
    assert database.head().seq == 0


def test_a_refused_row_can_be_caught_and_the_unit_goes_on(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.run(meta.insert().values(key="a", value="x"))
        with pytest.raises(sa.exc.IntegrityError) as caught:
            writer.run(meta.insert().values(key="a", value="Rask Elg"))
        assert "Elg" not in str(caught.value)
        writer.run(meta.insert().values(key="b", value="x"))
        writer.audit("put", "meta", "b")
    assert keys(database) == ["a", "b"]


def test_a_look_inside_a_unit_sees_what_it_has_written(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.execute("INSERT INTO meta VALUES ('a', '1')")
        writer.audit("put", "meta", "a")
        assert keys(database) == ["a"]
    assert keys(database) == ["a"]


def test_a_unit_inside_another_read_or_write_is_a_bug(database: Database, actor: Actor) -> None:
    with database.read(), pytest.raises(RuntimeError, match="inside"):
        put(database, actor, "a")
    with database.write(actor), pytest.raises(RuntimeError, match="inside"):
        put(database, actor, "a")
    put(database, actor, "b")
    assert keys(database) == ["b"]


def test_units_from_several_threads_wait_for_each_other(database: Database, actor: Actor) -> None:
    threads = [Thread(target=put, args=(database, actor, f"{n:02}")) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys(database)) == 20
    assert database.verify() == Finding(20)


def test_a_full_disk_is_told_and_nothing_is_saved(database: Database, actor: Actor) -> None:
    put(database, actor, "a")
    pages = database.connection.execute("PRAGMA page_count").fetchall()[0][0]
    database.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as caught:
        put(database, actor, "k" * 1_000_000)
    assert caught.value.code == "disk_full"
    database.connection.execute("PRAGMA max_page_count = 1000000")
    put(database, actor, "b")
    assert keys(database) == ["a", "b"]


def test_a_file_deleted_while_open_takes_no_more(
    database: Database, actor: Actor, home: Home
) -> None:
    put(database, actor, "a")
    home.database.unlink()
    with pytest.raises(Trouble) as caught:
        put(database, actor, "b")
    assert caught.value.code == "database_gone"


def test_the_anchor_follows_every_commit_and_no_rollback(
    database: Database, actor: Actor, home: Home
) -> None:
    anchor = Anchor(home.anchor, ANCHOR_KEY)
    put(database, actor, "a")
    first = anchor.read()
    assert first == database.head()
    with pytest.raises(ZeroDivisionError):
        put_and_fail(database, actor)
    assert anchor.read() == first
    assert database.holds(database.head())


def test_a_disk_that_takes_no_anchor_does_not_undo_what_was_saved(
    database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Anchor, "write", full)
    put(database, actor, "a")
    assert keys(database) == ["a"]


def test_a_file_open_for_reading_takes_no_writes(
    database: Database, actor: Actor, home: Home
) -> None:
    put(database, actor, "a")
    second = Database.open(home.database, DATA_KEY, AUDIT_KEY, read_only=True)
    assert keys(second) == ["a"]
    with pytest.raises(Trouble) as caught:
        put(second, actor, "b")
    assert caught.value.code == "database_read_only"
    second.close()


def test_closing_twice_is_closing_once(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(dbapi().ProgrammingError):
        database.connection.execute("SELECT 1")


def test_a_closed_file_needs_no_write_ahead_log(
    database: Database, actor: Actor, home: Home
) -> None:
    put(database, actor, "a")
    database.checkpoint()
    database.close()
    assert not home.database.with_name("station.db-wal").exists()


def test_reading_works_without_sqlalchemy(database: Database) -> None:
    with database.read() as reader:
        assert reader.raw("SELECT 1, ?", ("ø",)) == [(1, "ø")]
    assert database._core is None
    assert database.core() is database.core()


def test_the_changes_of_a_unit_are_collected(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        untouched = writer.changes
        writer.touch("plans", "p1")
        writer.touch("alerts")
    assert untouched is None
    assert writer.changes == ChangeSet(frozenset({"plans", "alerts"}), frozenset({"p1"}))


def test_a_copy_that_cannot_be_written_is_trouble(database: Database, home: Home) -> None:
    with pytest.raises(Trouble):
        database.copy_to(home.root / "none" / "copy.db")


def test_plain_sqlite_finds_nothing_in_file_and_log(
    database: Database, actor: Actor, home: Home
) -> None:
    put(database, actor, "Rask Elg")
    wal = home.database.with_name("station.db-wal")
    assert b"Rask Elg" not in home.database.read_bytes() + wal.read_bytes()
    plain = sqlite3.connect(home.database)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM meta")
    plain.close()
