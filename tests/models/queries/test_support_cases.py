"""Support cases asked for by device, and a device by what stands on it."""

from station.core.clock import FixedClock
from station.models.database import Database
from station.models.queries import support_cases as queries
from station.models.records import support_cases as records
from station.models.records.support_cases import CaseEnd
from tests.stock_office import stock_office


def test_open_cases_come_first_then_the_newest(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    one, other = desk.device("A"), desk.device("B")
    found = []
    for device_id in (one, other, one):
        clock.advance(1000)
        with desk.record.write(desk.session) as writer:
            found.append(records.open_case(writer, device_id, "Viser 0"))
    with desk.record.write(desk.session) as writer:
        records.close_case(writer, found[2], None, CaseEnd("x", "no_fault", None, None, None))
    with desk.record.read() as reader:
        assert [row.id for row in queries.every(reader)] == [found[1], found[0], found[2]]
        assert [row.id for row in queries.of_device(reader, one)] == [found[0], found[2]]
        assert queries.one(reader, "x") is None


def test_who_has_the_device_of_a_new_case(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    device_id, patient_id = desk.device("A"), desk.person()
    desk.loan(device_id, patient_id, ended_at=clock.now())
    loan_id = desk.loan(device_id, patient_id)
    with desk.record.read() as reader:
        device = queries.device(reader, device_id)
        assert queries.device(reader, "x") is None
    assert device is not None
    assert (device.state, device.loan_id, device.patient_id) == ("lent", loan_id, patient_id)


def test_a_label_leads_to_one_device_before_a_number_or_a_name_does(
    database: Database, clock: FixedClock
) -> None:
    desk = stock_office(database, clock)
    labelled = desk.device("A", label="ox-1")
    numbered = desk.device("B", serial_key="OX1")
    named = {desk.device("Ox 1"), desk.device("ox 1")}
    with desk.record.read() as reader:
        assert queries.named(reader, "OX-1") == (labelled,)
        assert queries.named(reader, "ox1") == (numbered,)
        # A serial number that a name could be read as comes before the name.
        assert queries.named(reader, "OX 1") == (numbered,)
        assert queries.named(reader, "Nothing") == ()
    desk.change("devices", numbered, serial_key="")
    with desk.record.read() as reader:
        assert set(queries.named(reader, "OX 1")) == named
