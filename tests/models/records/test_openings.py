"""One patient per person, one person per patient."""

from station.models.database import Actor, Database
from station.models.queries import openings as queries
from station.models.records import openings as records
from tests.patients import registered


def test_opening_another_patient_lets_the_first_go(database: Database, actor: Actor) -> None:
    first = registered(database, actor)
    second = registered(database, actor, family="Bjørk")
    with database.write(actor) as writer:
        records.opened(writer, first)
        records.opened(writer, second)
        assert queries.of_patient(writer, first) is None
        assert queries.of_patient(writer, second) is not None
        writer.quiet()


def test_the_last_one_to_open_has_the_patient(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    other = Actor("2" * 32, "Mild Kystvei")
    for person in (actor, other):
        with database.write(person) as writer:
            records.opened(writer, patient_id)
            writer.quiet()
    with database.read() as reader:
        found = queries.of_patient(reader, patient_id)
    assert found is not None
    assert found.user_id == other.user_id
