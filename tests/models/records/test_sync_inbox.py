"""What came is kept once as it came; its text is let go of only when it is worked in."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database, Writer
from station.models.queries import sync_inbox as queries
from station.models.records import sync_inbox as records

ABOUT = ("patients", "p1")


def add(writer: Writer, version: str, body: str = "text") -> str:
    assert records.add(writer, "centre", ("Patient", "p1", version), body, ABOUT)
    return str(writer.raw("SELECT id FROM sync_inbox ORDER BY rowid DESC LIMIT 1")[0][0])


def rows(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reader:
        return [
            tuple(row)
            for row in reader.raw("SELECT state, reason_code, body FROM sync_inbox ORDER BY rowid")
        ]


def test_each_version_once(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        add(writer, "1")
        assert not records.add(writer, "centre", ("Patient", "p1", "1"), "other", ABOUT)
        assert records.add(writer, "peer", ("Patient", "p1", "1"), "peer", ABOUT)
    assert rows(database) == [("new", "", "text"), ("new", "", "peer")]


def test_what_stands_there_for_certain_comes_again(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.settle(writer, add(writer, "1"), records.DONE, ABOUT)
        records.add_current(writer, "centre", ("Patient", "p1", "1"), "now", ABOUT)
        records.add_current(writer, "centre", ("Patient", "p1", "2"), "new", ABOUT)
    assert rows(database) == [("new", "current", "now"), ("new", "current", "new")]


def test_its_text_goes_only_when_it_is_worked_in(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.settle(writer, add(writer, "1"), records.DONE, ABOUT)
        records.settle(writer, add(writer, "2"), records.SAME, ABOUT)
        records.settle(writer, add(writer, "3"), records.HELD, ABOUT, "odd", {"column": "phone"})
    assert rows(database) == [("done", "", ""), ("same", "", ""), ("held", "odd", "text")]


def test_older_versions_that_waited_are_let_go_of(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.settle(writer, add(writer, "1"), records.WAITING, ABOUT, "parent")
        newer = add(writer, "2")
        records.settle(writer, add(writer, "3"), records.HELD, ABOUT, "odd")
        records.supersede(writer, newer, "centre", ABOUT)
    assert [row[:2] for row in rows(database)] == [
        ("same", "superseded"),
        ("new", ""),
        ("held", "odd"),
    ]


def test_what_is_held_is_tried_again_when_somebody_asks(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.settle(writer, add(writer, "1"), records.HELD, ABOUT, "odd")
        records.settle(writer, add(writer, "2"), records.WAITING, ABOUT, "parent")
        assert records.try_again(writer, "centre") == 1
    assert [row[0] for row in rows(database)] == ["new", "waiting"]


def test_when_all_was_read_stays_known(database: Database, actor: Actor, clock: FixedClock) -> None:
    complete = clock.now()
    with database.write(actor) as writer:
        records.keep_cursor(writer, "centre", "Patient", "a", complete=True)
    clock.advance(1000)
    with database.write(actor) as writer:
        records.keep_cursor(writer, "centre", "Patient", "b", complete=False)
    with database.read() as reader:
        assert queries.cursor(reader, "centre", "Patient") == "b"
        rows = reader.raw("SELECT complete_at FROM sync_cursors")
    assert rows[0][0] == complete
