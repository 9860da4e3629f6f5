"""What devices told is kept as it came, once, and never changes."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import device_log as queries
from station.models.records import device_log as records
from station.models.records import devices as device_records
from station.models.records.device_log import NewContact, NewEvent
from station.models.records.devices import NewDevice


def test_contacts_and_events_are_kept(database: Database, actor: Actor) -> None:
    event = NewEvent("d1", "measurement_failed", "k1", 5, "spo2", raw="2a5e:00")
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        contact_id = records.add_contact(writer, NewContact("d1", "fetch", 4, "complete", came=3))
        records.add_events(writer, [event])
        records.add_events(writer, [])
    with database.read() as reader:
        (contact,) = queries.contacts_of(reader, "d1")
        (told,) = queries.events_of(reader, "d1")
    assert (contact.id, contact.came, contact.outcome) == (contact_id, 3, "complete")
    assert (told.device, told.code, told.kind, told.raw) == (
        "Vekt 1",
        "measurement_failed",
        "spo2",
        "2a5e:00",
    )


def test_the_same_event_is_refused_and_none_ever_changes(database: Database, actor: Actor) -> None:
    event = NewEvent("d1", "measurement_failed", "k1", 5)
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.add_events(writer, [event])
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.add_events(writer, [event])
    with pytest.raises(Exception, match="never changes"), database.write(actor) as writer:
        writer.execute("UPDATE device_events SET code = 'x'")
