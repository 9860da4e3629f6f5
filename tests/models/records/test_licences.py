"""Licences in the file: added, ended, run again, archived; each with its line in the log."""

from dataclasses import replace

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import licences as queries
from station.models.records import licences as records
from station.models.records.licences import NewLicence
from tests.patients import log_of, registered

NEW = NewLicence("Vendorapp", None, "u-17", "2026-11-01", None, 72_000, "month", "felles")


def test_the_life_of_a_licence(database: Database, actor: Actor, clock: FixedClock) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        licence_id = records.add(writer, replace(NEW, patient_id=patient_id))
    clock.advance(1000)
    with database.write(actor) as writer:
        records.set_end(writer, licence_id, patient_id, "2026-11-30")
        records.set_archived(writer, licence_id, patient_id, "2026-12-01")
    with database.read() as reader:
        row = queries.one(reader, licence_id)
        ended = reader.raw("SELECT ended_at, ended_by FROM licences")
    assert row is not None
    assert (row.to_on, row.archived_on, row.price_ore) == ("2026-11-30", "2026-12-01", 72_000)
    assert ended == [(clock.now(), actor.user_id)]
    with database.write(actor) as writer:
        records.set_archived(writer, licence_id, patient_id, None)
        records.set_end(writer, licence_id, patient_id, None)
    with database.read() as reader:
        row = queries.one(reader, licence_id)
        assert reader.raw("SELECT ended_at, ended_by FROM licences") == [(None, None)]
        log = log_of(reader, patient_id)
    assert row is not None
    assert (row.to_on, row.archived_on, row.note) == (None, None, "felles")
    assert log[:5] == [
        "licence_runs_again",
        "licence_archived_not",
        "licence_archived",
        "licence_ended",
        "licence_added",
    ]


def test_a_licence_may_have_its_end_from_the_beginning(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    with database.write(actor) as writer:
        records.add(writer, replace(NEW, to_on="2026-11-02"))
    with database.read() as reader:
        rows = reader.raw("SELECT to_on, ended_at, ended_by, patient_id FROM licences")
    assert rows == [("2026-11-02", clock.now(), actor.user_id, None)]
