"""A national number that somebody had before is kept once, with a row in the log."""

from station.models.database import Actor, Database
from station.models.queries import former_numbers as queries
from station.models.records import former_numbers as records
from tests.patients import registered


def test_a_number_is_kept_once(database: Database, actor: Actor) -> None:
    patient = registered(database, actor)
    with database.write(actor) as writer:
        records.keep(writer, patient, "13815012345", "fnr")
        records.keep(writer, patient, "13815012345", "fnr")
    with database.read() as reader:
        assert [each.number for each in queries.of_patient(reader, patient)] == ["13815012345"]
        rows = reader.raw("SELECT details FROM audit WHERE action = 'number_former'")
    assert len(rows) == 1
    assert "13815012345" not in rows[0][0]
