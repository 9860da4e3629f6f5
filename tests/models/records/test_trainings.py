"""Trainings in the file."""

from station.models.database import Actor, Database
from station.models.queries import handouts as queries
from station.models.records import trainings as records
from station.models.records.trainings import TrainingRow
from tests.patients import log_of, registered


def test_a_training_is_kept_with_who_held_it(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    row = TrainingRow(
        patient_id, None, None, "Stille Brygge", "relative", "Cleaning", "2026-11-20", "kort"
    )
    with database.write(actor) as writer:
        records.add(writer, "t1", row)
    with database.read() as reader:
        (found,) = queries.trainings_of(reader, "patient", patient_id)
        assert (found.person, found.role, found.held_on, found.by) == (
            "Stille Brygge",
            "relative",
            "2026-11-20",
            actor.user_id,
        )
        assert log_of(reader, patient_id)[0] == "training_registered"
