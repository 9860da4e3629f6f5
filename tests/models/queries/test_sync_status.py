"""How the exchange stands, counted: what waits, what is stuck, what came, how far it has come."""

from station.models.database import Actor, Database, Writer
from station.models.queries import sync_status as queries
from station.models.records import sync_channels, sync_inbox
from station.rules.synced import KINDS
from tests.patients import registered


def waiting(writer: Writer, kind: str, record_id: str, state: str, since: int) -> None:
    writer.execute(
        "INSERT INTO sync_outbox (channel, kind, record_id, first_seq, last_seq, since, state, "
        "next_at) VALUES ('centre', ?, ?, 1, 1, ?, ?, 0)",
        (kind, record_id, since, state),
    )


def test_what_waits_is_counted_by_state_and_the_log_apart(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        rows = (
            ("patients", "p1", "waiting", 30), ("contacts", "c1", "behind", 20),
            ("contacts", "c2", "held", 25), ("contacts", "c3", "paused", 1),
            ("audit", "1", "waiting", 2), ("openings", "o1", "waiting", 3),
            ("openings", "o2", "held", 40), ("contacts", "c4", "left", 4),
        )  # fmt: skip
        for row in rows:
            waiting(writer, *row)
        writer.quiet()
    with database.read() as reader:
        assert queries.counts(reader, "centre") == {
            "waiting": 1, "behind": 1, "held": 2, "paused": 1, "left": 1, "audit": 1, "openings": 1,
        }  # fmt: skip
        told = {(each.state, each.kind): each for each in queries.kinds(reader, "centre")}
        assert told["held", "contacts"] == queries.KindRow("held", "contacts", 1, 25)
        assert told["audit", "audit"].number == told["openings", "openings"].number == 1
        assert queries.kinds(reader, "peer") == ()
        stuck = queries.stuck(reader, "centre", 9)
        assert [each.record_id for each in stuck] == ["c2", "o2", "c4", "c3"]
        assert len(queries.stuck(reader, "centre", 2)) == 2
        assert queries.stuck_count(reader, "centre") == 4


def test_what_came_and_differs_is_counted(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for version in ("1", "2"):
            sync_inbox.add(writer, "centre", ("Flag", "f", version), "{}", ("pauses", "f"))
        (item,) = writer.raw("SELECT id FROM sync_inbox WHERE version = '1'")[0]
        sync_inbox.settle(writer, item, "held", ("pauses", "f"), "odd", {"column": "note"})
    with database.read() as reader:
        assert queries.inbox(reader, "centre") == {"held": 1, "new": 1}
        (row,) = queries.stuck_inbox(reader, "centre", 9)
        assert row[:2] == (item, "pauses")
        told = queries.inbox_kinds(reader, "centre")
        assert [(each.state, each.kind, each.number) for each in told] == [
            ("held", "pauses", 1),
            ("new", "pauses", 1),
        ]
        assert queries.open_conflicts(reader) == 0


def test_channels_by_name(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for name in ("pmd", "centre"):
            sync_channels.put(writer, name, "{}", {})
        sync_channels.switch(writer, "pmd", on=True)
    with database.read() as reader:
        found = queries.channels(reader)
        assert [(each.name, each.enabled) for each in found] == [("centre", False), ("pmd", True)]
        assert queries.channel(reader, "pmd") == found[1]
        assert queries.channel(reader, "vkp") is None
        assert queries.runs(reader, 9) == []
        assert queries.cursors(reader, "centre") == {}


def test_what_was_stored_before_is_counted_as_it_is_passed(
    database: Database, actor: Actor
) -> None:
    registered(database, actor)
    with database.read() as reader:
        assert queries.backfill(reader) is None
        before, first = queries.backfill_counts(reader, "done"), KINDS[0].name
        assert before[1] >= 1
        assert queries.backfill_counts(reader, f"{first}:0")[0] == 0
        assert queries.backfill_counts(reader, "patients:1")[0] >= 1
        assert queries.audit_behind(reader, 0) >= 1
        assert queries.audit_behind(reader, 10**6) == 0
        assert queries.ungathered(reader, 0) == ()
