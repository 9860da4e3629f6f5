"""Finding the files of one person."""

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import links
from station.models.records import links as records
from tests.patients import registered


def test_a_link_is_found_from_both_ends_also_after_it_ended(
    database: Database, actor: Actor
) -> None:
    one, other, link_id = registered(database, actor), registered(database, actor), new_id()
    with database.write(actor) as writer:
        records.add(writer, link_id, one, other, "")
        records.end(writer, link_id, one, other, "")
    with database.read() as reader:
        (row,) = links.links_of(reader, one)
        assert links.links_of(reader, other) == (row,)
        assert links.link(reader, link_id) == row
        assert links.link(reader, one) is None
    assert (row.other(one), row.other(other)) == (other, one)
