"""What is stored about relatives."""

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import patients as found
from station.models.records import relatives
from tests.patients import log_of, registered


def test_relatives_come_change_and_go(database: Database, actor: Actor) -> None:
    patient_id, relative_id = registered(database, actor), new_id()
    with database.write(actor) as writer:
        relatives.add(writer, relative_id, patient_id, {"name": "Mild Elg", "reports": True})
        relatives.add(writer, new_id(), patient_id, {"name": "Blid Elg"})
        relatives.change(writer, relative_id, patient_id, {"phone": "68 05 01 13"})
    with database.read() as reader:
        assert [row.name for row in found.relatives_of(reader, patient_id)] == [
            "Mild Elg",
            "Blid Elg",
        ]
        mild = found.relative(reader, relative_id)
    assert mild is not None
    assert (mild.phone, bool(mild.reports)) == ("68 05 01 13", True)
    with database.write(actor) as writer:
        relatives.remove(writer, relative_id, patient_id)
    with database.read() as reader:
        assert found.relative(reader, relative_id) is None
        assert len(found.relatives_of(reader, patient_id)) == 1
        assert log_of(reader, patient_id)[:2] == ["relative_removed", "relative_changed"]
        assert reader.raw("SELECT count(*) FROM relatives") == [(2,)]
