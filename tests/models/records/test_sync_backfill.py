"""Rows from before are noted once each, in steps that may be begun again."""

from station.models.database import Actor, Database
from station.models.records import hand, sync_backfill
from tests.patients import registered


def test_each_row_is_noted_once_and_the_place_is_kept(database: Database, actor: Actor) -> None:
    ids = {registered(database, actor, family=f"Elg{number}") for number in range(5)}
    with database.write(actor) as writer:
        hand.begin(writer)
        writer.quiet()
    place, steps = "", 0
    while place != sync_backfill.DONE:
        with database.write(actor) as writer:
            place = sync_backfill.step(writer, place, 2)
        steps += 1
    with database.write(actor) as writer:
        assert sync_backfill.step(writer, place, 2) == sync_backfill.DONE
        sync_backfill.step(writer, "patients:0", 2)
    with database.read() as reader:
        rows = reader.raw("SELECT record_id, op FROM sync_log WHERE kind = 'patients'")
        assert (
            reader.raw("SELECT value FROM meta WHERE key = 'sync_backfill'")[0][0] == "patients:2"
        )
    assert sorted(rows) == sorted((each, "insert") for each in ids)
    assert steps > 3
