"""What is put together for sending: whose it is, what was last known, what the server has."""

from station.models.database import Actor, Database
from station.models.queries import outbox as queries
from station.models.queries.outbox import Head
from station.models.records import hand
from station.models.records import outbox as records
from tests.patients import registered


def test_whose_a_record_is(database: Database, actor: Actor) -> None:
    elg = registered(database, actor)
    with database.read() as reader:
        assert queries.patient_of(reader, "patients", elg) == elg
        assert queries.patient_of(reader, "relatives", "x") is None
        assert queries.patient_of(reader, "users", "x") is None
        assert queries.last_known(reader, "patients", elg) == {}
        assert queries.one(reader, "centre", ("patients", elg)) is None


def test_what_was_taken_away_is_known_by_the_log(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        hand.begin(writer)
        writer.quiet()
    elg = registered(database, actor, given="Klok")
    with database.read() as reader:
        assert queries.last_known(reader, "patients", elg)["given_name"] == "Klok"


def test_ids_of_the_server_that_were_never_seen(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.keep_head(writer, "centre", ("patients", "p"), Head("Patient", "a", "1", "{}"))
        writer.execute(
            "INSERT INTO sync_inbox (id, channel, resource_type, resource_id, body, received_at, "
            "state) VALUES ('i', 'centre', 'Patient', 'b', '', 1, 'done')"
        )
    with database.read() as reader:
        assert queries.unknown_ids(reader, "centre", "Patient", ["a", "b", "c"]) == ["c"]
        assert [row[2] for row in queries.known_ids(reader, "centre", "Patient", "", 5)] == ["a"]
        assert queries.known_ids(reader, "centre", "Patient", "a", 5) == []
