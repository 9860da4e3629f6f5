"""Licences asked for in every way that lists and the end of a service need."""

from dataclasses import replace

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import licences as queries
from station.models.records import licences as records
from station.models.records.licences import NewLicence
from tests.patients import registered

NEW = NewLicence("App", None, "U-1", "2026-11-01", None, 72_000, "month")


def test_what_is_paid_for_whom(database: Database, actor: Actor, clock: FixedClock) -> None:
    first = registered(database, actor, protection="strict")
    second = registered(database, actor, family="Ås")
    with database.write(actor) as writer:
        ended = records.add(writer, replace(NEW, patient_id=first, to_on="2026-11-02"))
        runs = records.add(writer, replace(NEW, patient_id=second, from_on="2026-11-05"))
        nobody = records.add(writer, replace(NEW, external_user="u-2", product="B"))
    with database.read() as reader:
        assert [row.id for row in queries.every(reader)] == [nobody, runs, ended]
        assert [row.id for row in queries.of_patient(reader, first)] == [ended]
        assert {row.id for row in queries.of_user(reader, "u-1")} == {ended, runs}
        assert queries.one(reader, "x") is None
        newest, row = queries.newest(reader), queries.one(reader, ended)
    assert newest is not None
    assert (newest.id, newest.patient_id, newest.patient) == (nobody, None, "")
    assert row is not None
    assert (row.patient, row.protection, row.status) == ("Rask Elg", "strict", "referred")
    assert (row.to_on, row.created_by) == ("2026-11-02", actor.user_id)


def test_no_licence_is_the_newest_of_none(database: Database) -> None:
    with database.read() as reader:
        assert queries.newest(reader) is None
