"""Kits in the file: made, filled, and dissolved without their devices."""

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.queries import store
from station.models.records import devices, kits
from station.models.records.devices import NewDevice


def test_a_kit_is_dissolved_and_its_devices_stay(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        kits.add(writer, "k1", "Koffert 1", "KOLS")
        kits.add(writer, "k0", "Bag", "")
        devices.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        kits.put(writer, "d1", "k1")
    with database.read() as reader:
        assert [(kit.name, kit.devices) for kit in store.kits(reader)] == [
            ("Bag", 0),
            ("Koffert 1", 1),
        ]
    with database.write(actor) as writer:
        kits.dissolve(writer, "k1")
    with database.read() as reader:
        assert [kit.id for kit in store.kits(reader)] == ["k0"]
        row = queries.one(reader, "d1")
    assert row is not None
    assert row.kit_id is None
