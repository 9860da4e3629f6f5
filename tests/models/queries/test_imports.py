"""Reading imports and quarantine."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import imports as queries
from station.models.records import quarantine as records
from station.models.records.quarantine import Batch, Held
from tests.patients import NUMBER, registered


def batch(database: Database, actor: Actor, file_hash: str = "h") -> str:
    batch_id = new_id()
    with database.write(actor) as writer:
        records.add_batch(
            writer, Batch(batch_id, "a.csv", file_hash, "plain", None, "", 2, 0, 2, 0)
        )
        records.hold(
            writer,
            [
                Held("file", "future", "[]", None, "spo2", row, {"person": "A"}, batch_id)
                for row in (3, 2)
            ],
        )
        writer.audit("batch_for_test", "batch", batch_id)
    return batch_id


def test_the_newest_import_of_a_file_is_found(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    batch(database, actor)
    newer = batch(database, actor)
    clock.advance(1000)
    other = batch(database, actor, "other")
    with database.read() as reader:
        found = queries.batch_of_file(reader, "h")
        assert found is not None
        assert found.id == newer
        assert queries.batch_of_file(reader, "none") is None
        assert queries.batches(reader)[0].id == other


def test_held_rows_of_a_file_are_known_again(database: Database, actor: Actor) -> None:
    batch(database, actor)
    with database.read() as reader:
        assert queries.held_rows(reader, "h") == {(2, "spo2", "future"), (3, "spo2", "future")}
        assert queries.held_rows(reader, "other") == set()


def test_a_persons_items_come_in_the_order_of_the_file(database: Database, actor: Actor) -> None:
    batch_id = batch(database, actor)
    with database.write(actor) as writer:
        records.hold(writer, [Held("tablet", "future", "x")])
        writer.audit("held_for_test", "quarantine", "")
    with database.read() as reader:
        rows = queries.held_of_person(reader, batch_id, "A")
        assert [row.row_number for row in rows] == [2, 3]
        assert {row.siblings for row in rows} == {2}
        assert queries.held_of_person(reader, batch_id, "B") == ()
        assert queries.held_count(reader) == 3
        (lone,) = [row for row in queries.held(reader) if row.source == "tablet"]
        assert (lone.person, lone.siblings, lone.file_name) == ("", 0, "")
        assert queries.held_one(reader, "0" * 32) is None


def test_a_patient_is_found_by_number(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor, national_number=NUMBER)
    with database.read() as reader:
        assert queries.patient_by_number(reader, NUMBER) == patient_id
        assert queries.patient_by_number(reader, "01814049997") is None
        assert queries.patient_by_number(reader, "") is None
