"""What is stored about files of one person."""

from station.core.bus import ChangeSet
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import links
from station.models.records import links as link_records
from tests.patients import log_of, registered


def test_files_are_linked_and_taken_apart_with_both_reasons(
    database: Database, actor: Actor
) -> None:
    one, other = registered(database, actor), registered(database, actor, given="Rask M")
    link_id = new_id()
    with database.write(actor) as writer:
        link_records.add(writer, link_id, one, other, "Flyttet hit igjen")
        assert writer.changes == ChangeSet(frozenset({"patients"}), frozenset({one, other}))
    with database.write(actor) as writer:
        link_records.end(writer, link_id, one, other, "To søstre")
    with database.read() as reader:
        row = links.link(reader, link_id)
        assert links.link(reader, "0" * 32) is None
        assert links.links_of(reader, one) == links.links_of(reader, other) == (row,)
        assert log_of(reader, other)[:2] == ["patients_unlinked", "patients_linked"]
    assert row is not None
    assert (row.reason, row.unlink_reason, row.unlinked_by) == (
        "Flyttet hit igjen",
        "To søstre",
        actor.user_id,
    )
    assert (row.other(one), row.other(other)) == (other, one)
