"""Loans in the file: nothing is lent twice at a time."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as device_records
from station.models.records import loans as records
from station.models.records.devices import NewDevice
from tests.patients import log_of, registered


def test_the_file_itself_holds_that_a_device_is_lent_once(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.begin(writer, "l1", "d1", patient_id, note="med veske")
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.begin(writer, "l2", "d1", None, borrower="Legekontoret")
    clock.advance(1000)
    with database.write(actor) as writer:
        assert records.end(writer, "l1", "d1", patient_id, "hel")
        assert not records.end(writer, "l1", "d1", patient_id, "hel")
        records.begin(writer, "l2", "d1", None, borrower="Legekontoret")
    with database.read() as reader:
        second, first = queries.loans_of_device(reader, "d1")
        assert log_of(reader, patient_id)[:2] == ["device_taken_back", "device_lent"]
    assert (second.borrower, second.patient, second.ended_at) == ("Legekontoret", "", None)
    assert (first.note, first.ended_note, first.ended_at) == ("med veske", "hel", clock.now())
