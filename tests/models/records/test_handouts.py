"""Hand-outs in the file: numbered one after the other, signed, printed."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.queries import handouts as queries
from station.models.records import handouts as records
from station.models.records import institutions
from tests.patients import log_of, registered


def add(database: Database, actor: Actor, handout_id: str, patient_id: str | None) -> int:
    with database.write(actor) as writer:
        return records.add(
            writer,
            handout_id,
            patient_id=patient_id,
            institution_id=None if patient_id else "i1",
            received_by="Stille Brygge",
            note="ringte",
        )


def test_every_hand_out_has_the_next_number(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        institutions.add(writer, "i1", {"kind": "gp_office", "name": "Fjellsund legekontor"})
    assert [add(database, actor, each, patient_id) for each in ("a", "b")] == [1, 2]
    assert add(database, actor, "c", None) == 3
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        writer.execute("UPDATE handouts SET number = 1 WHERE id = 'b'")
    with database.read() as reader:
        row = queries.one(reader, "a")
        assert row is not None
        assert (row.number, row.patient, row.at) == (1, "Rask Elg", clock.now())
        assert (row.received_by, row.note, row.signed_on) == ("Stille Brygge", "ringte", None)
        assert log_of(reader, patient_id)[:2] == ["handed_out", "handed_out"]


def test_a_receipt_is_signed_unsigned_kept_and_printed(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    add(database, actor, "a", patient_id)
    with database.write(actor) as writer:
        records.sign(writer, "a", patient_id, "2026-11-20")
        records.attach(writer, "a", patient_id, "d1")
    with database.read() as reader:
        row = queries.one(reader, "a")
        assert row is not None
        assert (row.signed_on, row.signed_by, row.document_id) == (
            "2026-11-20",
            actor.user_id,
            "d1",
        )
    with database.write(actor) as writer:
        records.sign(writer, "a", patient_id, None)
        records.printed(writer, ("handout", "a"), patient_id, "ab" * 32, 2)
        records.printed(writer, ("loan", "l"), patient_id, "cd" * 32, 1)
    with database.read() as reader:
        row = queries.one(reader, "a")
        assert row is not None
        assert (row.signed_on, row.signed_by) == (None, "")
        assert log_of(reader, patient_id)[:5] == [
            "return_receipt_printed",
            "receipt_printed",
            "receipt_unsigned",
            "receipt_attached",
            "receipt_signed",
        ]
        newest = audit.newest(reader, limit=1)[0]
        assert (newest.subject_kind, newest.subject_id) == ("loan", "l")
