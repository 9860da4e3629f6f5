"""Many devices at once, each with the beginning of its moves, and the report that is kept."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import equipment_imports as queries
from station.models.records import equipment_imports as records
from station.models.records.devices import NewDevice
from station.models.records.equipment_imports import ImportedDevice, Report

SCALE = ImportedDevice("a" * 32, NewDevice("scale", name="V", place="Bod"), "", "in_store", "")
TABLET = ImportedDevice(
    "b" * 32, NewDevice("tablet", name="N", serial="S 1"), "S1", "scrapped", "Fra lista"
)


def test_devices_and_their_moves(database: Database, actor: Actor) -> None:
    """What is not in the store goes there first, as every device does, and then on."""
    with database.write(actor) as writer:
        records.add_many(writer, ())
        records.add_many(writer, (SCALE, TABLET))
        writer.quiet()
    with database.read() as reader:
        devices = reader.raw(
            "SELECT id, state, serial_key, retired_at IS NULL, place FROM devices ORDER BY id"
        )
        moves = reader.raw(
            "SELECT device_id, n, from_state, to_state, reason FROM device_moves "
            "ORDER BY device_id, n"
        )
    assert devices == [
        ("a" * 32, "in_store", "", 1, "Bod"),
        ("b" * 32, "scrapped", "S1", 0, ""),
    ]
    assert moves == [
        ("a" * 32, 1, "", "in_store", ""),
        ("b" * 32, 1, "", "in_store", ""),
        ("b" * 32, 2, "in_store", "scrapped", "Fra lista"),
    ]


def test_the_file_holds_that_no_serial_number_comes_twice(database: Database, actor: Actor) -> None:
    """Whatever was looked at before."""
    twice = ImportedDevice("c" * 32, TABLET.new, "S1", "in_store", "")
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.add_many(writer, (TABLET, twice))
    with database.read() as reader:
        assert queries.register(reader) == ()


def test_a_change_and_the_report_are_in_the_log(database: Database, actor: Actor) -> None:
    """The change with its fields, the import with its counts."""
    report = Report("l.csv", "hash", 3, 1, 1, 0, 1, ("A",), [(4, "refused", "x", "y")], {4: ("æ",)})
    with database.write(actor) as writer:
        records.add_many(writer, (SCALE,))
        records.change(writer, SCALE.id, {"owner": "X", "maker": "Y"})
        records.keep(writer, "i" * 32, report)
        assert writer.changes is not None
        assert "equipment" in writer.changes.topics
    with database.read() as reader:
        log = reader.raw("SELECT action, details FROM audit ORDER BY seq")
        assert queries.register(reader)[0].owner == "X"
    assert [row[0] for row in log] == ["device_changed", "equipment_imported"]
    assert '"maker"' in str(log[0][1])
    assert '"added":1' in str(log[1][1]).replace(" ", "")
