"""How a channel's tries went is written down; «complete» each way for itself."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import sync_status
from station.models.queries.sync_status import ChannelRow
from station.models.records import sync_channels as records


def row(database: Database) -> ChannelRow:
    with database.read() as reader:
        found = sync_status.channel(reader, "centre")
    assert found is not None
    return found


def test_tries_failures_and_successes(database: Database, actor: Actor, clock: FixedClock) -> None:
    with database.write(actor) as writer:
        records.put(writer, "centre", "{}", {"host": "x"})
        records.switch(writer, "centre", on=True)
        records.tried(writer, "centre", skew_ms=5)
        records.failed(writer, "centre", "reset", "words")
    began = clock.now()
    clock.advance(1000)
    with database.write(actor) as writer:
        records.tried(writer, "centre", skew_ms=None)
        records.failed(writer, "centre", "slow", "")
        records.rest(writer, "centre", 7)
    after = row(database)
    assert (after.failing_since, after.reason_code, after.paused_until) == (began, "slow", 7)
    assert (after.clock_skew_ms, after.last_try_at) == (5, clock.now())
    with database.write(actor) as writer:
        records.complete(writer, "centre", sent=True, pulled=False)
        records.reached(writer, "centre")
    after = row(database)
    assert (after.sent_at, after.pulled_at) == (clock.now(), None)
    assert (after.failing_since, after.reason_code, after.paused_until) == (None, "", None)


def test_types_are_fetched_and_compared_each_for_itself(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.fetched_all(writer, "centre", "Patient")
        records.compared(writer, "centre", "Patient")
        records.compared(writer, "centre", "Flag")
    with database.read() as reader:
        cursors = sync_status.cursors(reader, "centre")
        assert sync_status.channel(reader, "nobody") is None
    assert all(cursors["Patient"][1:])
    assert cursors["Flag"][1] is None
