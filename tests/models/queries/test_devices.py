"""Who has which device, asked in every way that screens and the radio ask."""

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as records
from station.models.records import loans
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
        records.retire(writer, "d1")
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
