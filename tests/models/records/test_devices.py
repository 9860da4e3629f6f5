"""Devices in the file: one address is one device in use, and each change is in the log."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as records
from station.models.records.devices import NewDevice

ADDRESS = "F0:00:00:00:00:01"


def test_the_file_itself_refuses_a_second_device_at_an_address(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="Vekt 1", address=ADDRESS))
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.add(writer, "d2", NewDevice("scale", name="Vekt 2", address=ADDRESS))
    with database.write(actor) as writer:
        assert records.retire(writer, "d1")
        assert not records.retire(writer, "d1")
        records.add(writer, "d2", NewDevice("scale", name="Vekt 2", address=ADDRESS))


def test_what_is_changed_paired_and_learnt_is_kept(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.change(writer, "d1", {"name": "Vekt A"})
        records.pair(writer, "d1", ADDRESS, bonded=False, unencrypted_ok=True)
        records.learn(writer, "d1", {"battery": 55, "battery_at": 7})
        assert writer.changes is not None
        assert writer.changes.topics == {"equipment"}
    with database.read() as reader:
        row = queries.one(reader, "d1")
        actions = reader.raw("SELECT action FROM audit WHERE subject_id = 'd1' ORDER BY seq")
    assert row is not None
    assert (row.name, row.address, row.bonded, row.unencrypted_ok, row.battery) == (
        "Vekt A",
        ADDRESS,
        False,
        True,
        55,
    )
    assert [each[0] for each in actions] == [
        "device_registered",
        "device_changed",
        "device_paired",
    ]


def test_learning_alone_must_be_accounted_for(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
    with pytest.raises(RuntimeError, match="audit"), database.write(actor) as writer:
        records.learn(writer, "d1", {"battery": 55})
