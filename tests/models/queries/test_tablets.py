"""Reading lent tablets: by id, by loan, by device, and all that may be met."""

import pytest

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import tablets as queries
from station.models.queries.tablets import OFFERED, PAIRED, REVOKED
from station.models.records import devices, loans
from station.models.records import tablets as records
from station.models.records.devices import NewDevice
from station.models.records.tablets import NewEntry

DEVICE, LOAN = "d" * 32, "e" * 32


@pytest.fixture
def lent(database: Database, actor: Actor) -> Database:
    """A file in which a tablet was lent."""
    with database.write(actor) as writer:
        devices.add(writer, DEVICE, NewDevice("tablet", name="Nettbrett 4"))
        loans.begin(writer, LOAN, DEVICE, None, borrower="Legekontoret")
    return database


def test_nothing_is_known_before_the_first_hand_out(lent: Database) -> None:
    with lent.read() as reader:
        assert queries.station_key(reader) is None
        assert queries.pairing(reader, "0" * 32) is None
        assert queries.of_loan(reader, LOAN) is None
        assert queries.newest(reader, DEVICE) is None
        assert queries.paired(reader) == ()
        assert not queries.has_entries(reader, LOAN)
        assert queries.entries(reader, LOAN, 1, 5) == {}


def test_a_hand_out_is_found_by_its_loan_while_it_holds(lent: Database, actor: Actor) -> None:
    first, second = new_id(), new_id()
    with lent.write(actor) as writer:
        records.offer(writer, first, DEVICE, LOAN, 5)
        writer.quiet()
    with lent.read() as reader:
        row = queries.of_loan(reader, LOAN)
        assert row is not None
        assert (row.id, row.state, row.device_id, row.patient_id) == (first, OFFERED, DEVICE, None)
        assert row.lent_at > 0
        assert queries.paired(reader) == ()
    with lent.write(actor) as writer:
        records.pair(writer, first, "ab", "cd", 9)
        records.store(writer, LOAN, first, [NewEntry(1, "h", "", "noted", b"x")], "ef")
        writer.quiet()
    with lent.read() as reader:
        assert [row.id for row in queries.paired(reader)] == [first]
        assert queries.has_entries(reader, LOAN)
    with lent.write(actor) as writer:
        records.end(writer, first, REVOKED)
        records.offer(writer, second, DEVICE, LOAN, 5)
        writer.quiet()
    with lent.read() as reader:
        found, newest = queries.pairing(reader, first), queries.newest(reader, DEVICE)
        assert found is not None
        assert newest is not None
        assert (found.state, newest.id) == (REVOKED, second)
        assert queries.paired(reader) == ()
        assert PAIRED not in {newest.state, found.state}
