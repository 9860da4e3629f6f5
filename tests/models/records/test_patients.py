"""What is stored about patients, on the encrypted driver, and what the log says of it."""

import json

import pytest

from station.core.bus import ChangeSet
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.queries import patients as found
from station.models.records import patients
from tests.patients import NUMBER, log_of, registered


def test_a_patient_is_stored_and_the_log_names_fields_but_no_value(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor, phone="68 05 01 12", national_number=NUMBER, note="")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        (entry,) = audit.of_patient(reader, patient_id)
    assert row is not None
    assert (row.given_name, row.phone, row.status, row.revision) == (
        "Rask",
        "68 05 01 12",
        "referred",
        1,
    )
    assert (row.status_since, row.created_at) == (clock.now(), clock.now())
    assert entry.details == {"fields": ["family_name", "given_name", "national_number", "phone"]}
    assert "68 05" not in json.dumps(dict(entry.details))


def test_a_change_needs_the_newest_revision(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert patients.change(writer, patient_id, 1, {"phone": "68 05 00 01", "search_text": ""})
        assert writer.changes == ChangeSet(frozenset({"patients"}), frozenset({patient_id}))
    with database.write(actor) as writer:
        assert not patients.change(writer, patient_id, 1, {"phone": "68 05 00 02"})
        assert not patients.set_status(writer, patient_id, 1, "referred", "mapping")
        assert not patients.set_deceased(writer, patient_id, 1, "2026-11-20")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        newest = audit.of_patient(reader, patient_id)[0]
    assert row is not None
    assert (row.phone, row.status, row.deceased_on, row.revision) == (
        "68 05 00 01",
        "referred",
        None,
        2,
    )
    assert (newest.action, newest.details) == ("patient_changed", {"fields": ["phone"]})


def test_status_and_death_are_kept_with_when_and_why(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    clock.advance(60_000)
    with database.write(actor) as writer:
        assert patients.set_status(writer, patient_id, 1, "referred", "declined", "Bor ikke her")
        assert patients.set_status(writer, patient_id, 2, "declined", "referred")
        assert patients.set_deceased(writer, patient_id, 3, "2026-11-20")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        log = audit.of_patient(reader, patient_id)
    assert row is not None
    assert (row.status_since, row.deceased_on) == (clock.now(), "2026-11-20")
    assert [entry.action for entry in log][:3] == ["death_registered", "status_set", "status_set"]
    assert log[2].details == {"before": "referred", "after": "declined", "reason": "Bor ikke her"}
    with database.write(actor) as writer:
        assert patients.set_deceased(writer, patient_id, 4, None)
    with database.read() as reader:
        assert log_of(reader, patient_id)[0] == "death_taken_back"


def test_a_look_leaves_a_row(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        patients.note_seen(writer, patient_id, "patient_opened")
    with database.read() as reader:
        (seen, made) = audit.of_patient(reader, patient_id)
        assert audit.of_patient(reader, patient_id, before=seen.seq) == (made,)
    assert (seen.user_name, seen.action) == ("Rask Elg", "patient_opened")


def test_two_patients_never_share_a_number(database: Database, actor: Actor) -> None:
    registered(database, actor, national_number=NUMBER)
    with pytest.raises(Exception, match="UNIQUE"):
        registered(database, actor, given="Stille", national_number=NUMBER)
    with database.read() as reader:
        owner = found.with_number(reader, NUMBER)
        assert owner is not None
        assert owner.given_name == "Rask"
        assert found.with_number(reader, "29824049910") is None
        assert len(found.everyone(reader)) == 1
