"""Where a reading was moved from: noted once, with the file that brought it."""

from station.models.database import Actor, Database
from station.models.queries import moves as queries
from station.models.records import moves, readings
from station.rules.readings import Reading
from tests.patients import registered


def test_the_first_origin_and_its_file_are_kept(database: Database, actor: Actor) -> None:
    patient = registered(database, actor)
    made = [Reading(name * 32, patient, "spo2", 1000, 1000, (90.0,)) for name in "abc"]
    with database.write(actor) as writer:
        first, *rest = made
        batched = readings.Provenance("a", batch_id="batch")
        plain = [(each, readings.Provenance(each.id)) for each in rest]
        readings.add(writer, [(first, batched), *plain])
        moves.came_from(writer, "b" * 32, "a" * 32)
        moves.came_from(writer, "b" * 32, "c" * 32)
        writer.audit("moved_for_test", "reading", "b" * 32, patient)
    with database.read() as reader:
        found = queries.trace(reader, "b" * 32)
    assert found is not None
    assert (found.moved_from, found.batch_id, found.copy_id) == ("a" * 32, "batch", "")
