"""Measurements in FHIR files of others: taken once, judged, or held back with what came."""

import json
from pathlib import Path
from typing import Any

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.services.readings.fhir_import import FhirImport
from station.services.record import Record
from tests.intaking import BENEFIT, NURSE

NUMBER = "05815212327"
FNR = "urn:oid:2.16.578.1.12.4.1.4.1"
NINE = "2026-11-19T09:00:00+01:00"


@pytest.fixture
def desk(database: Database, clock: FixedClock, actor: Actor) -> FhirImport:
    """One patient with a national number, and nothing else."""
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, "
            "national_number, status_since, created_at, changed_at) VALUES "
            "(?, 'Rask', 'Elg', '', 'active', ?, 1, 1, 1)",
            ("a" * 32, NUMBER),
        )
        writer.quiet()
    return FhirImport(Record(Bus(), clock, database))


def saturation(value: object = 93, **other: object) -> dict[str, Any]:
    unit = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "59408-5"}]},
        "subject": {"reference": "urn:uuid:p1"},
        "effectiveDateTime": NINE,
        "valueQuantity": {"value": value, **unit},
        **other,
    }


PERSON = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"system": FNR, "value": NUMBER}, {"system": "urn:other", "value": "7"}, 3],
}


def bundle(tmp_path: Path, *resources: object, person: object = PERSON) -> Path:
    entries = [{"fullUrl": "urn:uuid:p1", "resource": person}] if person else []
    entries += [{"resource": each} for each in resources]
    path = tmp_path / "fra-andre.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": entries}), encoding="utf-8")
    return path


def rows(database: Database, table: str) -> list[tuple[Any, ...]]:
    sql = {
        "readings": "SELECT patient_id, kind, value, source FROM readings",
        "held": "SELECT reason_code, patient_id, raw FROM quarantine",
    }
    return [tuple(row) for row in database.connection.execute(sql[table]).fetchall()]


def test_a_reading_finds_its_patient_by_the_number_once(
    desk: FhirImport, database: Database, tmp_path: Path
) -> None:
    path = bundle(tmp_path, saturation())
    first, second = desk.take(NURSE, path), desk.take(NURSE, path)
    assert (first.receipt.stored, second.receipt.stored, second.receipt.duplicates) == (1, 0, 1)
    assert first.others == (("Patient", 1),)
    assert rows(database, "readings") == [("a" * 32, "spo2", 93.0, "file")]


def test_the_number_may_stand_with_the_reading(
    desk: FhirImport, database: Database, tmp_path: Path
) -> None:
    told = {"identifier": {"system": FNR, "value": NUMBER}}
    path = bundle(tmp_path, saturation(subject=told), person=None)
    assert desk.take(NURSE, path).receipt.stored == 1


def test_another_unit_is_converted_and_what_was_said_is_kept(
    desk: FhirImport, database: Database, tmp_path: Path
) -> None:
    glucose = {"coding": [{"system": "http://loinc.org", "code": "2339-0"}]}
    said = {"value": 108, "system": "http://unitsofmeasure.org", "code": "mg/dL"}
    odd = {**said, "code": "mg"}
    path = bundle(
        tmp_path,
        saturation(code=glucose, valueQuantity=said),
        saturation(id="o2", code=glucose, valueQuantity=odd),
    )
    receipt = desk.take(NURSE, path).receipt
    assert (receipt.stored, receipt.quarantined) == (1, 1)
    sql = "SELECT kind, round(value, 3), original_value, original_unit, confirmed FROM readings"
    ((*told,),) = database.connection.execute(sql).fetchall()
    assert told == ["glucose", 5.995, "108", "mg/dL", 1]
    assert [code for code, *_ in rows(database, "held")] == ["fhir_wrong_unit"]


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": f"Patient/{'a' * 8}-{'a' * 4}-{'a' * 4}-{'a' * 4}-{'a' * 12}"},
        {"reference": "Patient/somebody"},
        {"identifier": {"system": FNR, "value": "05815299999"}},
        {"identifier": {"system": "urn:other", "value": NUMBER}},
        {"display": "Rask Elg"},
        "Rask Elg",
    ],
)
def test_whoever_is_not_named_by_a_known_number_waits_for_a_person(
    desk: FhirImport, database: Database, tmp_path: Path, subject: object
) -> None:
    receipt = desk.take(NURSE, bundle(tmp_path, saturation(subject=subject))).receipt
    assert (receipt.stored, receipt.quarantined) == (0, 1)
    ((code, patient_id, raw),) = rows(database, "held")
    assert (code, patient_id) == ("unknown_patient", None)
    assert json.loads(raw)["subject"] == subject


def test_two_numbers_of_two_patients_are_nobody(
    desk: FhirImport, database: Database, actor: Actor, tmp_path: Path
) -> None:
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, "
            "national_number, status_since, created_at, changed_at) VALUES "
            "('b', 'Stille', 'Brygge', '', 'active', '24818012345', 1, 1, 1)"
        )
        writer.quiet()
    both = [{"system": FNR, "value": NUMBER}, {"system": FNR, "value": "24818012345"}]
    path = bundle(tmp_path, saturation(), person={**PERSON, "identifier": both})
    assert desk.take(NURSE, path).receipt.stored == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valueQuantity": {"value": 0.93, "system": "http://unitsofmeasure.org", "code": "1"}},
         "fhir_wrong_unit"),
        ({"valueQuantity": None}, "fhir_bad_number"),
        ({"effectiveDateTime": "in the morning"}, "fhir_no_time"),
        ({"code": {"coding": [{"system": "http://loinc.org", "code": "1-8"}]}},
         "fhir_unknown_code"),
        ({"status": "entered-in-error"}, "taken_away"),
        ({"valueQuantity": {"value": 9300, "unit": "%", "system": "http://unitsofmeasure.org",
                            "code": "%"}}, "implausible"),
        ({"effectiveDateTime": "2031-11-19T09:00:00+01:00"}, "future"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_kept_as_it_came(
    desk: FhirImport, database: Database, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    came = saturation(**change)
    receipt = desk.take(NURSE, bundle(tmp_path, came)).receipt
    assert (receipt.stored, receipt.quarantined) == (0, 1)
    ((reason, _, raw),) = rows(database, "held")
    assert reason == code
    assert json.loads(raw) == came


def test_nothing_but_readings_is_taken_from_a_file(
    desk: FhirImport, database: Database, tmp_path: Path
) -> None:
    tag = {"tag": [{"system": "urn:station:fhir:kind", "code": "patients"}]}
    forged = {**PERSON, "id": "a" * 32, "meta": tag, "name": [{"family": "Endret"}]}
    report = desk.take(NURSE, bundle(tmp_path, forged, {"resourceType": "CarePlan", "meta": tag}))
    assert report.others == (("CarePlan", 1), ("Patient", 2))
    assert database.connection.execute("SELECT family_name FROM patients").fetchall() == [("Elg",)]
    assert database.connection.execute("SELECT 1 FROM plan_versions").fetchall() == []


def test_who_may_not_is_told(desk: FhirImport, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        desk.take(BENEFIT, bundle(tmp_path, saturation()))
    assert caught.value.code == "not_allowed"


def test_half_a_sign_in_a_file_is_no_reason_to_fail(
    desk: FhirImport, database: Database, tmp_path: Path
) -> None:
    told = saturation(note=[{"text": "\ud83e"}], code={"text": "\udec1"})
    assert desk.take(NURSE, bundle(tmp_path, saturation(), told)).receipt.quarantined == 1
    assert "\ufffd" in rows(database, "held")[0][2]
