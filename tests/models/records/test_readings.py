"""Readings are added once, never changed, and the newest that counts is at hand."""

from dataclasses import replace
from typing import Any

import pytest

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import readings as queries
from station.models.records import readings as records
from station.models.records.readings import Provenance
from station.rules.limits import Side
from station.rules.readings import Excluded, Reading, Source
from tests.patients import registered


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor)


def reading(  # its other fields by name
    patient: str,
    at: int,
    value: float | None = 91,
    **more: Any,  # noqa: ANN401
) -> Reading:
    made = Reading(new_id(), patient, "spo2", at, at, (value,), source=Source.FILE)
    return replace(made, **more)


def store(database: Database, actor: Actor, *rows: Reading) -> None:
    with database.write(actor) as writer:
        records.add(writer, [(row, Provenance(f"k{row.taken_at}", "raw", "b", 7)) for row in rows])
        records.keep_latest(writer, rows)
        writer.audit("stored_for_test", "reading", "")


def latest(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reader:
        return [
            tuple(row) for row in reader.raw("SELECT taken_at, value, value2, beyond FROM latest")
        ]


def test_what_is_stored_is_read_as_it_was(database: Database, actor: Actor, patient: str) -> None:
    first = reading(patient, 1000, said_by="Lun", note="x", original_value="91", confirmed=False)
    pair = replace(first, id=new_id(), kind="bp", values=(132.0, 81.0), taken_at=2000)
    beyond = replace(
        first, id=new_id(), kind="glucose", values=(None,), beyond=Side.LOW, taken_at=3000
    )
    store(database, actor, first, pair, beyond)
    with database.read() as reader:
        assert queries.newest(reader, patient, 5) == (beyond, pair, first)
        assert queries.one(reader, first.id) == first
        assert reader.raw("SELECT DISTINCT raw, batch_id, row_number FROM readings") == [
            ("raw", "b", 7)
        ]


def test_nothing_to_store_stores_nothing(database: Database, actor: Actor, patient: str) -> None:
    store(database, actor)
    assert latest(database) == []


def test_known_keys_are_found_however_many_are_asked_for(
    database: Database, actor: Actor, patient: str
) -> None:
    store(database, actor, *(reading(patient, at) for at in range(900)))
    with database.read() as reader:
        asked = [f"k{at}" for at in range(850, 1700)]
        found = records.known_keys(reader, patient, "spo2", asked)
        assert found == {f"k{at}" for at in range(850, 900)}
        assert records.known_keys(reader, patient, "bp", asked) == set()


def test_the_latest_follows_time_and_not_arrival(
    database: Database, actor: Actor, patient: str
) -> None:
    store(database, actor, reading(patient, 2000, 92), reading(patient, 1000, 91))
    assert latest(database) == [(2000, 92.0, None, "")]
    store(database, actor, reading(patient, 1500, 90))
    assert latest(database) == [(2000, 92.0, None, "")]
    store(database, actor, reading(patient, 3000, 93))
    assert latest(database) == [(3000, 93.0, None, "")]


def test_what_does_not_count_is_never_the_latest(
    database: Database, actor: Actor, patient: str
) -> None:
    store(database, actor, reading(patient, 1000, excluded=Excluded.TEST))
    assert latest(database) == []


def test_marking_keeps_the_value_and_finds_the_latest_again(
    database: Database, actor: Actor, patient: str
) -> None:
    old, new = reading(patient, 1000, 91), reading(patient, 2000, 84)
    store(database, actor, old, new)
    with database.write(actor) as writer:
        records.mark(writer, new.id, Excluded.ACTIVITY, "trapp", actor.user_id, 5)
        records.find_latest_again(writer, patient, "spo2")
        writer.audit("marked_for_test", "reading", new.id)
    assert latest(database) == [(1000, 91.0, None, "")]
    with database.read() as reader:
        marked = queries.one(reader, new.id)
    assert marked is not None
    assert (marked.values, marked.excluded_reason) == ((84,), "trapp")


def test_somebody_stands_by_a_value(database: Database, actor: Actor, patient: str) -> None:
    odd = reading(patient, 1000, 64, confirmed=False)
    store(database, actor, odd)
    with database.write(actor) as writer:
        records.confirm(writer, odd.id)
        writer.audit("confirmed_for_test", "reading", odd.id)
    with database.read() as reader:
        found = queries.one(reader, odd.id)
    assert found is not None
    assert found.confirmed


def test_what_lies_under_a_key_is_told(database: Database, actor: Actor, patient: str) -> None:
    first = reading(patient, 1000, device_id="d", device_time="2026-11-20T08:00:00")
    store(database, actor, first, reading(patient, 2000, 90))
    keys = ["k1000", "k2000", *(f"x{at}" for at in range(900))]
    with database.read() as reader:
        found = records.stored_under(reader, patient, "spo2", keys)
        assert records.stored_under(reader, patient, "weight", keys) == {}
    assert found == {
        "k1000": records.Stored(91, None, "", "2026-11-20T08:00:00", 1000),
        "k2000": records.Stored(90, None, "", "", 2000),
    }


def test_the_same_bytes_of_a_device_are_found_nearby(
    database: Database, actor: Actor, patient: str
) -> None:
    store(database, actor, reading(patient, 10_000, device_id="d", time_reason="time_unknown"))
    with database.read() as reader:
        assert queries.newest(reader, patient, 1)[0].time_reason == "time_unknown"

        def near(device: str, moment: int, raw: str) -> bool:
            return records.is_near(reader, (patient, "spo2"), device, moment, 500, raw)

        assert near("d", 10_500, "raw")
        assert near("d", 9_500, "")
        assert not near("d", 10_501, "raw")
        assert not near("d", 10_000, "other")
        assert not near("e", 10_000, "raw")
