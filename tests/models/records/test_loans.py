"""Loans in the file: nothing is lent twice at a time."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as device_records
from station.models.records import loans as records
from station.models.records.devices import NewDevice
from station.models.records.loans import Terms
from tests.patients import log_of, registered


def test_the_file_itself_holds_that_a_device_is_lent_once(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.begin(
            writer,
            "l1",
            "d1",
            patient_id,
            Terms("2027-01-31", ("charger",), "hel", note="med veske"),
        )
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
    assert (first.due_on, first.accessories, first.condition_out) == (
        "2027-01-31",
        '["charger"]',
        "hel",
    )


def test_a_loan_that_ended_by_mistake_goes_on(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        records.begin(writer, "l1", "d1", patient_id)
        assert records.end(writer, "l1", "d1", patient_id, "borte", "lost")
        records.reopen(writer, "l1", "d1", patient_id)
        records.set_due(writer, "l1", "d1", patient_id, "2027-03-01")
    with database.read() as reader:
        loan = queries.loan(reader, "l1")
        assert log_of(reader, patient_id)[:2] == ["loan_extended", "loan_reopened"]
    assert loan is not None
    assert (loan.ended_at, loan.ended_how, loan.ended_note, loan.due_on) == (
        None,
        "",
        "",
        "2027-03-01",
    )


@pytest.mark.parametrize("state", ["returned", "cleaning", "repair", "lost", "scrapped"])
def test_the_file_itself_refuses_a_loan_of_what_is_not_ready(
    database: Database, actor: Actor, state: str
) -> None:
    with database.write(actor) as writer:
        device_records.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        device_records.put(writer, "d1", state, "", keep=False)
    with pytest.raises(Exception, match="cannot be lent"), database.write(actor) as writer:
        records.begin(writer, "l1", "d1", None, borrower="Legekontoret")
