"""One batch of a tablet in one unit of work: its outcomes, and nothing twice.

What comes of each kind of entry over a whole visit stands in test_tablets.py.
"""

from dataclasses import replace

import pytest

from station.core.ids import new_id
from station.core.trouble import Trouble
from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, first_head, heads
from station.models.queries import tablets as queries
from station.models.records import tablets as records
from station.services.lending import Lending, NewDevice
from station.services.tablet_intake import take_batch
from tests.cohort import Cohort


@pytest.fixture
def loan(cohort: Cohort) -> str:
    """A loan whose tablet is paired."""
    lending = Lending(cohort.station.record)
    device = lending.register(cohort.session, NewDevice("tablet", name="Nettbrett 4"))
    loan_id = lending.lend(cohort.session, device, cohort.patient("Rask Elg"))
    with cohort.station.record.write(cohort.session) as writer:
        pairing_id = new_id()
        records.offer(writer, pairing_id, device, loan_id, 5)
        records.pair(writer, pairing_id, "ab", first_head(bytes.fromhex(loan_id)).hex(), 9)
        writer.quiet()
    return loan_id


def batch(loan: str, *said: dict[str, object], offset: int | None = 0) -> Batch:
    """Entries from number 1."""
    entries = tuple(cbor.write({"n": n, **each}) for n, each in enumerate(said, 1))
    head = heads(first_head(bytes.fromhex(loan)), entries)[-1]
    return Batch(1, entries, head, tuple(offset for _ in entries))


def taken(cohort: Cohort, loan: str, coming: Batch) -> int:
    """Take a batch in."""
    with cohort.station.record.write(cohort.session) as writer:
        row = queries.of_loan(writer, loan)
        assert row is not None
        return take_batch(writer, row, coming)


def outcomes(cohort: Cohort) -> list[tuple[str, str]]:
    """What became of the entries."""
    with cohort.station.record.read() as reader:
        rows = reader.raw("SELECT kind, outcome FROM tablet_entries ORDER BY n")
        return [(str(kind), str(outcome)) for kind, outcome in rows]


def test_a_batch_without_readings_is_a_batch_too(cohort: Cohort, loan: str) -> None:
    now = cohort.clock.now()
    coming = batch(loan, {"k": "event", "at": now, "code": "restarted"}, {"k": "?", "at": now})
    assert taken(cohort, loan, coming) == 2
    assert outcomes(cohort) == [("event", "noted"), ("", "tablet_entry")]
    assert taken(cohort, loan, coming) == 2
    with cohort.station.record.read() as reader:
        assert reader.raw("SELECT count(*) FROM device_events")[0][0] == 1
        counted = reader.raw("SELECT details FROM audit WHERE action = 'tablet_fetched'")
    assert len(counted) == 1
    assert '"held":1' in str(counted[0][0]).replace(" ", "")


def test_a_reading_without_a_time_lies_aside(cohort: Cohort, loan: str) -> None:
    reading: dict[str, object] = {"k": "reading", "at": 7, "kind": "spo2", "v": [93]}
    taken(cohort, loan, batch(loan, reading, offset=None))
    assert outcomes(cohort) == [("reading", "time_unknown_stored")]


def test_a_false_head_is_never_stored(cohort: Cohort, loan: str) -> None:
    coming = batch(loan, {"k": "event", "at": 5, "code": "restarted"})
    with pytest.raises(Trouble) as caught:
        taken(cohort, loan, replace(coming, head=bytes(32)))
    assert caught.value.code == "tablet_chain"
    assert outcomes(cohort) == []
