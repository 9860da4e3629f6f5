"""Devices in the file: one address is one device in use, and each change is in the log."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as records
from station.models.records import kits
from station.models.records.devices import NewDevice
from tests.patients import registered

ADDRESS = "F0:00:00:00:00:01"


def test_the_file_itself_refuses_a_second_device_at_an_address(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="Vekt 1", address=ADDRESS))
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.add(writer, "d2", NewDevice("scale", name="Vekt 2", address=ADDRESS))
    with database.write(actor) as writer:
        records.put(writer, "d1", "scrapped", "", keep=False)
        records.add(writer, "d2", NewDevice("scale", name="Vekt 2", address=ADDRESS))


def test_what_is_scrapped_leaves_its_kit_and_its_reservation(
    database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        kits.add(writer, "k1", "Koffert 1", "")
        for name in ("d1", "d2"):
            records.add(writer, name, NewDevice("scale", name=name), name.upper())
            kits.put(writer, name, "k1")
            records.reserve(writer, name, patient_id, None)
        records.put(writer, "d1", "scrapped", "", keep=False)
        records.put(writer, "d2", "ready", "Skap 2", keep=True)
    with database.read() as reader:
        gone, kept = queries.one(reader, "d1"), queries.one(reader, "d2")
    assert gone is not None
    assert kept is not None
    assert (gone.kit_id, gone.reserved_for) == (None, None)
    # Each change is later than the one before, though all of them are of one moment.
    assert gone.retired_at == gone.state_since - 2
    assert (kept.kit, kept.reserved_for, kept.retired_at) == ("Koffert 1", patient_id, None)
    assert (kept.place, kept.serial_key, kept.state) == ("Skap 2", "D2", "ready")


@pytest.mark.parametrize(("label", "serial_key"), [("ST-1", ""), ("", "SN1")])
def test_the_file_itself_refuses_a_label_or_a_serial_number_twice(
    database: Database, actor: Actor, label: str, serial_key: str
) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="A", label=label), serial_key)
        records.add(writer, "d2", NewDevice("cuff", name="B"), serial_key)
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.add(writer, "d3", NewDevice("scale", name="C", label=label), serial_key)


def test_nobody_is_named_where_a_reservation_is_given_up(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.reserve(writer, "d1", None, None)
    with database.read() as reader:
        actions = reader.raw("SELECT action FROM audit ORDER BY seq DESC LIMIT 1")
    assert actions == [("device_unreserved",)]


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
