"""What keeps a service from being over."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import ending as queries
from station.models.records import devices, loans
from station.models.records.devices import NewDevice
from station.models.records.loans import Terms
from tests.patients import registered


def test_what_is_out_is_told_the_oldest_first(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, other = registered(database, actor), registered(database, actor, family="Rev")
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="V-1"))
        loans.begin(writer, "l1", "d1", patient_id, Terms(due_on="2027-01-20"))
    clock.advance(1000)
    with database.write(actor) as writer:
        devices.add(writer, "d2", NewDevice("oximeter", name="O-1"))
        loans.begin(writer, "l2", "d2", patient_id)
    with database.read() as reader:
        assert [(row.name, row.due_on) for row in queries.out_of(reader, patient_id)] == [
            ("V-1", "2027-01-20"),
            ("O-1", None),
        ]
        assert queries.ever_lent(reader, patient_id)
        assert queries.out_of(reader, other) == ()
        assert not queries.ever_lent(reader, other)
    with database.write(actor) as writer:
        loans.end(writer, "l1", "d1", patient_id, "")
        loans.end(writer, "l2", "d2", patient_id, "", "undone")
    with database.read() as reader:
        assert queries.out_of(reader, patient_id) == ()
        assert queries.ever_lent(reader, patient_id)


def test_what_was_a_mistake_never_was(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="V-1"))
        loans.begin(writer, "l1", "d1", patient_id)
        loans.end(writer, "l1", "d1", patient_id, "", "undone")
    with database.read() as reader:
        assert not queries.ever_lent(reader, patient_id)
