"""What devices told, found again by patient, by key and by time."""

from station.models.database import Actor, Database
from station.models.queries import device_log as queries
from station.models.records import device_log as records
from station.models.records import devices as device_records
from station.models.records.device_log import NewEvent
from station.models.records.devices import NewDevice
from tests.patients import registered


def test_events_are_found_by_patient_key_and_time(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.add_events(
            writer,
            [
                NewEvent("d1", "failed", f"k{at}", at * 1000, patient_id=patient_id, raw="2a9d:00")
                for at in range(3)
            ],
        )
    with database.read() as reader:
        found = queries.failed_of(reader, patient_id, "failed", 2)
        assert [event.happened_at for event in found] == [2000, 1000]
        assert queries.failed_of(reader, patient_id, "other", 2) == ()
        keys = [f"k{at}" for at in range(1, 900)]
        assert queries.known_events(reader, "d1", keys) == {"k1", "k2"}
        assert queries.is_near(reader, "d1", "2a9d:00", 2500, 500)
        assert not queries.is_near(reader, "d1", "2a9d:00", 2501, 500)
        assert not queries.is_near(reader, "d1", "2a9d:01", 2000, 500)
