"""What is held back is kept, settled once, and taken back only if it was discarded."""

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import imports as queries
from station.models.records import quarantine as records
from station.models.records.quarantine import DISCARDED, RESOLVED, Batch, Held
from tests.patients import registered


def held(database: Database, actor: Actor, item: Held) -> str:
    with database.write(actor) as writer:
        records.hold(writer, [item])
        records.hold(writer, [])
        writer.audit("held_for_test", "quarantine", "")
    with database.read() as reader:
        return queries.held(reader)[0].id


def test_an_item_is_settled_once(database: Database, actor: Actor) -> None:
    item_id = held(database, actor, Held("file", "future", "raw"))
    with database.write(actor) as writer:
        assert records.settle(writer, item_id, RESOLVED, "stored", "r1")
        assert not records.settle(writer, item_id, DISCARDED, "test")
        assert not records.reopen(writer, item_id)
        writer.audit("settled_for_test", "quarantine", item_id)
    with database.read() as reader:
        row = queries.held_one(reader, item_id)
        assert row is not None
        assert (row.state, row.resolution, row.raw) == (RESOLVED, "stored", "raw")
        assert reader.raw("SELECT resolved_by, reading_id FROM quarantine") == [
            (actor.user_id, "r1")
        ]


def test_a_discarded_item_comes_back_as_it_was(database: Database, actor: Actor) -> None:
    item_id = held(database, actor, Held("file", "future", "raw"))
    with database.write(actor) as writer:
        assert records.settle(writer, item_id, DISCARDED, "test")
        assert records.reopen(writer, item_id)
        writer.audit("reopened_for_test", "quarantine", item_id)
    with database.read() as reader:
        assert reader.raw("SELECT state, resolution, resolved_at FROM quarantine") == [
            ("open", "", None)
        ]


def test_an_item_gets_its_patient_while_it_is_open(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    item_id = held(database, actor, Held("file", "unknown_patient", "raw"))
    with database.write(actor) as writer:
        records.assign(writer, item_id, patient_id, "future")
        records.settle(writer, item_id, DISCARDED, "test")
        records.assign(writer, item_id, "another", "deceased")
        writer.audit("assigned_for_test", "quarantine", item_id)
    with database.read() as reader:
        row = queries.held_one(reader, item_id)
    assert row is not None
    assert (row.patient_id, row.reason_code, row.patient) == (patient_id, "future", "Rask Elg")


def test_a_batch_is_noted(database: Database, actor: Actor) -> None:
    batch_id = new_id()
    with database.write(actor) as writer:
        records.add_batch(writer, Batch(batch_id, "a.csv", "h", "plain", None, "UTC", 3, 1, 1, 1))
        writer.audit("batch_for_test", "batch", batch_id)
    with database.read() as reader:
        (row,) = queries.batches(reader)
    assert (row.id, row.file_name, row.rows_in, row.imported_by) == (batch_id, "a.csv", 3, "")


def test_what_was_held_under_an_id_is_known_whatever_became_of_it(
    database: Database, actor: Actor
) -> None:
    item_id = held(database, actor, Held("device", "conflict", "raw", id="same"))
    assert item_id == "same"
    with database.write(actor) as writer:
        assert records.settle(writer, item_id, DISCARDED, "test")
        writer.audit("settled_for_test", "quarantine", item_id)
    with database.read() as reader:
        ids = ["same", *(f"other{at}" for at in range(900))]
        assert records.held_before(reader, ids) == {"same"}
        assert records.held_before(reader, []) == set()
