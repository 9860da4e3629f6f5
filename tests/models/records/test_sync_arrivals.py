"""Several that came at a time are written as each of them would be."""

from station.models.database import Actor, Database
from station.models.queries import outbox
from station.models.queries import sync_inbox as queries
from station.models.queries.outbox import Head
from station.models.records import sync_arrivals as records

ABOUT = ("pauses", "f1")


def test_each_version_is_stored_once_and_settled(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        rows = [(("Flag", "f1", version), version, ABOUT) for version in ("1", "2", "1")]
        assert records.add(writer, "centre", rows) == 2
        assert records.add(writer, "centre", rows) == 0
        assert records.add(writer, "centre", []) == 0
        one, two = queries.ahead(writer, "centre", "new", 9)
        records.settle(
            writer, [(one, "done", ABOUT, "", {}), (two, "waiting", ABOUT, "parent", {"id": "p"})]
        )
        found = writer.raw("SELECT state, body, reason_code, reason_values FROM sync_inbox")
        assert found == [("done", "", "", ""), ("waiting", "2", "parent", '{"id": "p"}')]
        records.let_go(writer, [1])
        assert writer.raw("SELECT id FROM sync_inbox") == [(two,)]


def test_what_the_other_side_has_is_replaced(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        first, second = (Head("Flag", "f1", version, "{}") for version in ("1", "2"))
        records.keep_heads(writer, "centre", [(ABOUT, first)])
        records.keep_heads(writer, "centre", [(ABOUT, second)])
        assert outbox.heads(writer, "centre", [ABOUT]) == {ABOUT: second}
