"""What came and is not worked in: in the order it came, by state, behind a row."""

from station.models.database import Actor, Database
from station.models.queries import outbox
from station.models.queries import sync_inbox as queries
from station.models.records import outbox as heads
from station.models.records import sync_inbox as records


def test_items_come_in_order_and_are_counted(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for version in ("1", "2", "3"):
            records.add(writer, "centre", ("Flag", "f1", version), version, ("pauses", "f1"))
        records.add(writer, "peer", ("Flag", "f1", "1"), "peer", ("", ""))
        second = queries.pending(writer, "centre", "new", 9)[1]
        records.settle(writer, second.id, "done", ("pauses", "f1"))
    with database.read() as reader:
        assert [each.version for each in queries.pending(reader, "centre", "new", 9)] == ["1", "3"]
        assert [each.version for each in queries.pending(reader, "centre", "new", 1)] == ["1"]
        behind = queries.pending(reader, "centre", "new", 9, after=1)
        assert [each.body for each in behind] == ["3"]
        assert queries.counts(reader, "centre") == {"new": 2}


def test_a_resource_is_known_by_its_head(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        head = outbox.Head("Flag", "x", "7", "{}", None, None)
        heads.keep_head(writer, "centre", ("pauses", "f1"), head)
    with database.read() as reader:
        assert queries.known_as(reader, "centre", "Flag", "x") == ("pauses", "f1", "7")
        assert queries.known_as(reader, "centre", "Flag", "y") == ("", "", "")


def test_a_type_that_was_never_read_has_no_cursor(database: Database) -> None:
    with database.read() as reader:
        assert queries.cursor(reader, "centre", "Flag") == ""
