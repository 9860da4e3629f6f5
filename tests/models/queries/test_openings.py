"""Who has a patient open."""

from station.models.database import Actor, Database
from station.models.queries import openings as queries
from station.models.records import openings as records
from tests.patients import registered


def test_the_one_who_opened_is_found_until_she_leaves(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert queries.of_patient(writer, patient_id) is None
        records.opened(writer, patient_id)
        found = queries.of_patient(writer, patient_id)
        assert found is not None
        # Nobody in the table of users: the row is there, and the name is empty.
        assert (found.user_id, found.name, found.since) == (actor.user_id, "", writer.now)
        records.left(writer)
        assert queries.of_patient(writer, patient_id) is None
        writer.quiet()
