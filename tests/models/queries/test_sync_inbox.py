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


def test_what_waits_is_read_with_its_reason_and_in_order(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for name in ("f1", "f2", "f3"):
            records.add(writer, "centre", ("Flag", name, "1"), name, ("pauses", name))
        ids = queries.ahead(writer, "centre", "new", 9)
        records.settle(writer, ids[1], "waiting", ("pauses", "f2"), "parent", {"id": "p"})
        assert queries.ahead(writer, "centre", "new", 1) == ids[:1]
        assert queries.among(writer, ids, "new") == {ids[0], ids[2]}
        assert [each.body for each in queries.items(writer, [ids[2], "x", ids[0]])] == ["f3", "f1"]
        (waiting,) = queries.waiting(writer, "centre", 0, 9)
        assert (waiting.id, waiting.reason_code, waiting.reason_values) == (
            ids[1], "parent", '{"id": "p"}',
        )  # fmt: skip
        assert queries.waiting(writer, "centre", waiting.row, 9) == []
        about = [("pauses", "f1"), ("pauses", "f2")]
        assert queries.resting(writer, "centre", about) == {("pauses", "f2")}


def test_several_resources_are_known_by_their_heads(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        head = outbox.Head("Flag", "x", "7", "{}", None, None)
        heads.keep_head(writer, "centre", ("pauses", "f1"), head)
        found = queries.all_known_as(writer, "centre", [("Flag", "x"), ("Flag", "y")])
        assert found == {("Flag", "x"): ("pauses", "f1", "7")}


def test_what_is_over_is_given_up_to_a_moment(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        head = outbox.Head("Flag", "f1", "1", "{}", None, None)
        heads.keep_head(writer, "centre", ("pauses", "f1"), head)
        for name in ("f1", "f2"):
            records.add(writer, "centre", ("Flag", name, "1"), name, ("pauses", name))
        for each in queries.ahead(writer, "centre", "new", 9):
            records.settle(writer, each, "done", ("pauses", "f"))
        both = queries.over(writer, "centre", "done", 0, writer.now + 1, 9)
        assert [known for _, known in both] == [True, False]
        assert queries.over(writer, "centre", "done", both[0][0], writer.now + 1, 9) == both[1:]
        assert queries.over(writer, "centre", "done", 0, writer.now, 9) == []
