"""Who has a patient open elsewhere: the newest, if it is not too old."""

from station.models.database import Actor, Database
from station.models.queries import claims as queries
from station.models.queries.claims import Claim
from station.models.records import claims as records


def test_the_newest_claim_is_told_until_it_is_too_old(database: Database, actor: Actor) -> None:
    older, newer = Claim("p1", "a", "u1", "Rask Elg", 10), Claim("p1", "b", "u2", "Blid Rogn", 20)
    with database.write(actor) as writer:
        for told in (newer, older, Claim("p2", "a", "u1", "Rask Elg", 5)):
            records.claim(writer, told)
    with database.read() as reader:
        assert queries.of_patient(reader, "p1", 10) == newer
        assert queries.of_patient(reader, "p1", 21) is None
        assert queries.all_since(reader, 10) == {"p1": newer}


def test_a_name_that_was_not_told_is_looked_up(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO users (id, slot_id, name, initials, role, language, active, created_at) "
            "VALUES ('u1', 's', 'Rask Elg', 'RE', 'nurse', 'nb', 1, 1)"
        )
        records.claim(writer, Claim("p1", "a", "u1", "", 10))
        records.claim(writer, Claim("p2", "a", "stranger", "", 10))
    with database.read() as reader:
        found = queries.all_since(reader, 0)
    assert (found["p1"].user_name, found["p2"].user_name) == ("Rask Elg", "")
