"""A record as others have it: its columns, its row of the log with who made it, or Unfit."""

import json

import pytest

from station.models.database import Actor, Database, Reader
from station.models.queries import shared_rows
from station.models.records import hand
from station.models.records import sync_rows as records
from station.models.records.sync_rows import Origin, Unfit
from station.rules.synced import kind_of
from tests.patients import registered

PATIENTS, CONTACTS, READINGS = kind_of("patients"), kind_of("contacts"), kind_of("readings")
NORTH = Origin("north", "7", 1234, "u9")
CONTACT = {
    "id": "c1", "patient_id": "", "alert_id": None, "kind": "note", "initiative": "centre",
    "outcome": "", "note": "", "at": 5, "by": "u9",
}  # fmt: skip


def log(reader: Reader) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in reader.raw("SELECT origin, number, op, at, by FROM sync_log ORDER BY seq")
    ]


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    """A patient who was there before changes were noted."""
    found = registered(database, actor)
    with database.write(actor) as writer:
        hand.begin(writer)
        writer.quiet()
    return found


def test_a_record_is_made_changed_and_taken_away_in_its_makers_name(
    database: Database, actor: Actor, patient: str
) -> None:
    made = {**CONTACT, "patient_id": patient}
    changed = {**made, "note": "called"}
    with database.write(actor) as writer:
        records.put(writer, CONTACTS, made, {}, NORTH, {})
        records.put(writer, CONTACTS, changed, {}, Origin("north", "8", 9, "u9"), made)
        assert shared_rows.one(writer, CONTACTS, "c1") == changed
        records.remove(writer, CONTACTS, "c1", Origin("north", "9", 10, "u9"), changed)
        assert shared_rows.one(writer, CONTACTS, "c1") is None
        writer.quiet()
        assert log(writer) == [
            ("north", "7", "insert", 1234, "u9"),
            ("north", "8", "update", 9, "u9"),
            ("north", "9", "delete", 10, "u9"),
        ]
        row = writer.raw("SELECT patient_id, old, new FROM sync_log WHERE number = '8'")[0]
        assert row[0] == patient
        assert (json.loads(row[1])["note"], json.loads(row[2])["note"]) == ("", "called")


def test_what_is_the_same_is_noted_and_nothing_is_written(
    database: Database, actor: Actor, patient: str
) -> None:
    made = {**CONTACT, "patient_id": patient}
    with database.write(actor) as writer:
        records.put(writer, CONTACTS, made, {}, NORTH, {})
        records.put(writer, CONTACTS, made, {}, Origin("north", "8", 9, "u9"), made)
        writer.quiet()
        assert shared_rows.one(writer, CONTACTS, "c1") == made
        assert [row[1] for row in log(writer)] == ["7", "8"]


def test_without_an_origin_it_is_this_stations_own(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        records.put(writer, CONTACTS, {**CONTACT, "patient_id": patient}, {}, None, {})
        records.note(writer, CONTACTS, "c1", "update", {}, {"patient_id": patient}, None)
        writer.quiet()
        assert {row[0] for row in log(writer)} == {hand.station_id(writer)}
        assert [row[2] for row in log(writer)] == ["insert", "update"]


def test_a_number_used_twice_gets_a_mark(database: Database, actor: Actor, patient: str) -> None:
    with database.write(actor) as writer:
        for _ in range(2):
            records.note(writer, CONTACTS, "c1", "update", {}, {"patient_id": patient}, NORTH)
        writer.quiet()
        assert [row[1] for row in log(writer)] == ["7", "7#1"]


def test_several_are_noted_in_their_order_also_where_a_number_comes_twice(
    database: Database, actor: Actor, patient: str
) -> None:
    def noted(*origins: Origin | None) -> list[records.Noted]:
        told = {**CONTACT, "patient_id": patient}
        return [records.Noted("c1", "insert", {}, told, origin) for origin in origins]

    eight = Origin("north", "8", 1234, "u9")
    with database.write(actor) as writer:
        records.note_all(writer, CONTACTS, [])
        records.note_all(writer, CONTACTS, noted(NORTH, eight))
        records.note_all(writer, CONTACTS, noted(None, eight, Origin("north", "9", 1, "u9")))
        numbers = writer.raw("SELECT number FROM sync_log WHERE kind = 'contacts' ORDER BY seq")
        writer.quiet()
    assert [row[0] for row in numbers] == ["7", "8", None, "8#3", "9"]


def test_rewriting_writes_what_differs_and_says_nothing(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        here = shared_rows.one(writer, PATIENTS, patient)
        assert here is not None
        with hand.muted(writer, "patients"):
            records.rewrite(writer, PATIENTS, {"id": patient, "city": "Lesja"}, here)
            records.rewrite(writer, PATIENTS, {"given_name": here["given_name"]}, here)
        writer.quiet()
        assert writer.raw("SELECT city FROM patients") == [("Lesja",)]
        assert log(writer) == []


def test_where_nothing_is_noted_nothing_is_written_down(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.note(writer, CONTACTS, "c1", "insert", {}, {}, NORTH)
        writer.quiet()
        assert log(writer) == []


def test_columns_fit_or_are_named() -> None:
    assert records.fitting(CONTACTS, {"note": None, "at": 5, "odd": 1}) == {"note": "", "at": 5}
    assert records.fitting(READINGS, {"value": 1, "confirmed": True}) == {
        "value": 1,
        "confirmed": 1,
    }
    assert records.fitting(READINGS, {"confirmed": None, "value": None}) == {
        "value": None,
        "confirmed": 0,
    }
    wrong: tuple[tuple[str, object], ...] = (
        ("at", "soon"), ("at", True), ("at", 2**63), ("at", None), ("note", 5),
    )  # fmt: skip
    for column, value in wrong:
        with pytest.raises(Unfit) as told:
            records.fitting(CONTACTS, {column: value})
        assert told.value.column == column
    for column, value in (("value", "high"), ("value", True), ("confirmed", "yes")):
        with pytest.raises(Unfit, match=column):
            records.fitting(READINGS, {column: value})


def test_a_new_record_that_lacks_what_it_must_have_is_unfit(
    database: Database, actor: Actor, patient: str
) -> None:
    lacking = {name: value for name, value in CONTACT.items() if name != "at"}
    with database.write(actor) as writer:
        with pytest.raises(Unfit, match="at"):
            records.put(writer, CONTACTS, {**lacking, "patient_id": patient}, {}, NORTH, {})
        odd = {**CONTACT, "patient_id": patient, "note": ["no", "column"]}
        with pytest.raises(Unfit, match="list"):
            records.put(writer, CONTACTS, odd, {}, NORTH, {})
        writer.quiet()
        assert shared_rows.count(writer, CONTACTS) == 0
