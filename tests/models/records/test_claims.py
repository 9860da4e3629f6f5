"""Who has whom open elsewhere is written for each station by itself."""

from station.models.database import Actor, Database
from station.models.queries import claims as queries
from station.models.queries.claims import Claim
from station.models.records import claims as records


def test_the_last_word_of_each_station_counts(database: Database, actor: Actor) -> None:
    first = Claim("p1", "north", "u1", "Rask Elg", 10)
    with database.write(actor) as writer:
        records.claim(writer, first)
        records.claim(writer, Claim("p1", "south", "u2", "Stille Brygge", 20))
        records.claim(writer, Claim("p1", "south", "u3", "Blid Rogn", 30))
        changes = writer.changes
    assert changes is not None
    assert changes.patients == {"p1"}
    with database.read() as reader:
        rows = reader.raw("SELECT station, user_id FROM sync_claims ORDER BY station")
    assert [tuple(row) for row in rows] == [("north", "u1"), ("south", "u3")]
    with database.write(actor) as writer:
        records.release(writer, "p1", "south")
    with database.read() as reader:
        assert queries.of_patient(reader, "p1", 0) == first
