"""Writing lent tablets: one hand-out of a loan at a time, and every change from its own state."""

from collections.abc import Iterator

import pytest

from station.core.ids import new_id
from station.models.database import Actor, Database, Writer
from station.models.queries import tablets as queries
from station.models.queries.tablets import DROPPED, OFFERED, PAIRED, REVOKED, WIPED
from station.models.records import devices, loans
from station.models.records import tablets as records
from station.models.records.devices import NewDevice
from station.models.records.tablets import NewEntry

DEVICE, LOAN = "d" * 32, "e" * 32


@pytest.fixture
def writer(database: Database, actor: Actor) -> Iterator[Writer]:
    """A unit of work in which a tablet was lent."""
    with database.write(actor) as writer:
        devices.add(writer, DEVICE, NewDevice("tablet", name="Nettbrett 4"))
        loans.begin(writer, LOAN, DEVICE, None, borrower="Legekontoret")
        yield writer


def paired(writer: Writer) -> str:
    """A hand-out that holds."""
    pairing_id = new_id()
    records.offer(writer, pairing_id, DEVICE, LOAN, 5)
    assert records.pair(writer, pairing_id, "ab", "cd", 9)
    return pairing_id


def test_the_stations_key_is_made_once(writer: Writer) -> None:
    records.keep_station_key(writer, b"k" * 32)
    assert queries.station_key(writer) == b"k" * 32
    with pytest.raises(Exception, match="UNIQUE"):
        records.keep_station_key(writer, b"l" * 32)


def test_only_what_was_offered_is_paired(writer: Writer) -> None:
    pairing_id = paired(writer)
    row = queries.pairing(writer, pairing_id)
    assert row is not None
    assert (row.state, row.tablet_key, row.head, row.lease_until) == (PAIRED, "ab", "cd", 9)
    assert row.paired_at == writer.now
    assert not records.pair(writer, pairing_id, "xx", "yy", 1)
    assert not records.pair(writer, "0" * 32, "xx", "yy", 1)


def test_the_file_itself_refuses_two_at_a_time(writer: Writer) -> None:
    first = paired(writer)
    with pytest.raises(Exception, match="UNIQUE"):
        records.offer(writer, new_id(), DEVICE, LOAN, 5)
    assert not records.drop(writer, first, OFFERED)
    assert records.drop(writer, first, PAIRED)
    records.offer(writer, new_id(), DEVICE, LOAN, 5)


def test_entries_are_stored_once_with_how_far_they_go(writer: Writer) -> None:
    pairing_id = paired(writer)
    entries = [NewEntry(n, f"h{n}", "reading", "stored", bytes((n,))) for n in (1, 2)]
    records.store(writer, LOAN, pairing_id, entries, "ef")
    row = queries.pairing(writer, pairing_id)
    assert row is not None
    assert (row.committed, row.head) == (2, "ef")
    assert queries.entries(writer, LOAN, 1, 9) == {1: b"\x01", 2: b"\x02"}
    with pytest.raises(Exception, match="UNIQUE"):
        records.store(writer, LOAN, pairing_id, entries[:1], "ef")


@pytest.mark.parametrize("state", [WIPED, REVOKED])
def test_what_has_ended_changes_no_more(writer: Writer, state: str) -> None:
    pairing_id = paired(writer)
    records.order_wipe(writer, pairing_id, "nn")
    records.acknowledge(writer, pairing_id, 0)
    records.lease(writer, pairing_id, 77)
    assert records.end(writer, pairing_id, state, "rr")
    assert not records.end(writer, pairing_id, state, "ss")
    records.lease(writer, pairing_id, 99)
    row = queries.pairing(writer, pairing_id)
    assert row is not None
    assert (row.state, row.receipt, row.wipe_nonce) == (state, "rr", "nn")
    assert (row.lease_until, row.ended_at) == (77, writer.now)


def test_what_came_to_nothing_says_so(writer: Writer) -> None:
    pairing_id = new_id()
    records.offer(writer, pairing_id, DEVICE, LOAN, 5)
    assert records.drop(writer, pairing_id, OFFERED)
    row = queries.pairing(writer, pairing_id)
    assert row is not None
    assert row.state == DROPPED
