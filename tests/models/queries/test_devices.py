"""Who has which device, asked in every way that screens and the radio ask."""

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as records
from station.models.records import kits, loans
from station.models.records.devices import NewDevice
from tests.patients import registered

ADDRESS = "F0:00:00:00:00:0"


def test_who_has_what(database: Database, actor: Actor) -> None:
    first, second = registered(database, actor), registered(database, actor, family="Bjørk")
    with database.write(actor) as writer:
        for at, kind in enumerate(("scale", "cuff", "tablet")):
            device = NewDevice(kind, name=f"Nr. {at}", address=f"{ADDRESS}{at}")
            records.add(writer, f"d{at}", device)
        loans.begin(writer, "l0", "d0", first)
        loans.end(writer, "l0", "d0", first, "")
        loans.begin(writer, "l1", "d0", second)
        loans.begin(writer, "l2", "d2", first)
        records.put(writer, "d1", "scrapped", "", keep=False)
    with database.read() as reader:
        assert [row.id for row in queries.every(reader)] == ["d0", "d2", "d1"]
        assert [row.id for row in queries.on_loan(reader)] == ["d0"]
        lent = queries.at_address(reader, f"{ADDRESS}0")
        assert queries.at_address(reader, f"{ADDRESS}1") is None
        assert queries.at_address(reader, "") is None
        assert queries.borrowers(reader, "d0") == tuple(sorted((first, second)))
        assert [row.id for row in queries.loans_of_patient(reader, first)] == ["l2", "l0"]
        assert queries.loan(reader, "l9") is None
        assert queries.one(reader, "d9") is None
        assert queries.names(reader) == {"d0": "Nr. 0", "d1": "Nr. 1", "d2": "Nr. 2"}
        assert not queries.tablet_is_out(reader, "l2")
    assert lent is not None
    assert (lent.loan_id, lent.patient_id, lent.patient) == ("l1", second, "Rask Bjørk")


def test_a_label_and_a_serial_number_lead_to_their_devices(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        for at, kind in enumerate(("scale", "cuff")):
            device = NewDevice(kind, name=f"Nr. {at}", serial="SN-1", label=f"Lab {at}")
            records.add(writer, f"d{at}", device, "SN1")
            kits.put(writer, f"d{at}", "k1")
    with database.read() as reader:
        for text in ("Lab 1", "LAB 1", "lab 1"):
            found = queries.labelled(reader, text)
            assert found is not None
            assert found.id == "d1"
        assert queries.labelled(reader, "") is None
        assert queries.labels(reader) == {"LAB 0", "LAB 1"}
        assert [row.id for row in queries.with_serial(reader, "SN1")] == ["d0", "d1"]
        assert [row.id for row in queries.with_serial(reader, "SN1", "cuff")] == ["d1"]
        assert queries.with_serial(reader, "") == ()
        assert queries.in_kits(reader) == {"k1": ("d1", "d0")}
        row = queries.one(reader, "d0")
    assert row is not None
    assert (row.own, row.bonded, row.state) == (False, False, "in_store")
    assert repr(row) == "DeviceRecord('d0', 'scale', 'in_store')"
