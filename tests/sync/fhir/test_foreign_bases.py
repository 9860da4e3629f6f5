"""What another program wrote stays: only what a column of Station's says differently is changed."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.sync.fhir import SHAPES, Unreadable, decode, encode
from station.sync.fhir.audit import AUDIT, audit_event, audit_row
from station.sync.values import Context, Fields, Resource
from tests.sync.fhir.drawn import IDS, any_fields, any_value, likely_fields

KINDS = pytest.mark.parametrize("kind", list(SHAPES))
PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "8e4a5c1e-6a0e-4a57-9b27-6f5f3a1d2c3b",
    "meta": {"versionId": "7", "lastUpdated": "2026-11-22T10:00:00.000+01:00", "profile": ["x"]},
    "text": {"status": "generated", "div": "<div>Rask Elg</div>"},
    "extension": [{"url": "urn:other:nationality", "valueCode": "NO"}],
    "identifier": [
        {"system": "urn:other:journal", "value": "12"},
        {"system": "urn:oid:2.16.578.1.12.4.1.4.2", "value": "41815012345", "use": "old"},
        {
            "system": "urn:oid:2.16.578.1.12.4.1.4.1",
            "value": "01815012345",
            "period": {"start": "2020"},
        },
    ],
    "name": [
        {"use": "maiden", "family": "Bever"},
        {"use": "official", "family": "Elg", "given": ["Rask", "Anna"], "text": "Rask Anna Elg"},
    ],
    "telecom": [
        {"system": "email", "value": "a@b.no"},
        {"system": "phone", "value": "68050001", "use": "old"},
        {"system": "phone", "value": "68050002", "use": "mobile", "rank": 1},
    ],
    "gender": "unknown",
    "birthDate": "1950-01-01",
    "maritalStatus": {"text": "gift"},
    "address": [{"use": "home", "line": ["Vei 1"], "postalCode": "0001", "district": "Indre"}],
    "generalPractitioner": [{"reference": "Practitioner/77", "display": "Lege Li"}],
    "futureElement": {"deep": [1, {"a": None}]},
}


WHOLE = {
    **likely_fields(SHAPES["patients"], Random(3)),
    "gender": "",
    "protection": "",
    "language": "nb",
    "city": "",
    "gp_office": "",
    "deceased_on": None,
}
"""The columns that a patient of another program has got here."""


def without_meta(resource: Resource) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key != "meta"}


def onto(
    kind: str, fields: Fields, base: Resource | None = None, context: Context | None = None
) -> dict[str, Any]:
    return dict(encode(kind, fields, context or Context(), base)[0])


def noisy(body: dict[str, Any], random: Random) -> dict[str, Any]:
    """Add what other programs and later releases add, to places that Station also uses."""
    base = deepcopy(body)
    base["meta"] |= {"versionId": "9", "security": [{"system": "urn:x", "code": "y"}]}
    base["futureElement"] = {"unknown": [True]}
    base.setdefault("extension", []).append({"url": "urn:other", "valueString": "kept"})
    base["extension"][0].setdefault("extension", []).append(
        {"url": "columnOfTomorrow", "valueString": "kept"}
    )
    for key in ("identifier", "telecom", "name", "note", "category", "performer", "interpretation"):
        if isinstance(base.get(key), list) and random.random() < 0.7:
            base[key].append({"use": "old", "system": "urn:other", "value": "kept"})
    return base


@KINDS
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), data=st.data())
def test_what_did_not_change_is_not_touched(kind: str, seed: int, data: st.DataObject) -> None:
    random = Random(seed)
    fields = likely_fields(SHAPES[kind], random)
    base = noisy(dict(encode(kind, fields, Context(station="a"))[0]), random)
    known = decode(base)
    again = onto(kind, known.fields, base, Context(station="a"))
    assert without_meta(again) == without_meta(base)
    assert known.more

    own = {SHAPES[kind].key, "protection", *SHAPES[kind].veil}
    columns = [each for each in SHAPES[kind].columns if each.name not in own]
    column = data.draw(st.sampled_from(columns))
    changed = {**known.fields, column.name: data.draw(any_value(SHAPES[kind], column))}
    after = onto(kind, changed, base, Context(station="a"))
    found = decode(after).fields
    assert {name: found.get(name) for name in changed} == changed
    assert after["futureElement"] == base["futureElement"]
    assert {"url": "urn:other", "valueString": "kept"} in after["extension"]
    assert {"url": "columnOfTomorrow", "valueString": "kept"} in after["extension"][0]["extension"]
    for key in ("identifier", "telecom", "name", "note", "category", "performer"):
        parts = base[key] if isinstance(base.get(key), list) else []
        strange = [each for each in parts if each.get("system") == "urn:other"]
        assert all(each in after.get(key, ()) for each in strange)


def test_a_foreign_patient_is_read_as_far_as_it_is_understood() -> None:
    found = decode(PATIENT)
    assert found.kind == "patients"
    assert found.record_id == "8e4a5c1e6a0e4a579b276f5f3a1d2c3b"
    assert found.more
    assert found.fields == {
        "id": found.record_id,
        "given_name": "Rask Anna",
        "family_name": "Elg",
        "national_number": "01815012345",
        "number_kind": "F",
        "birth_date": "1950-01-01",
        "address": "Vei 1",
        "postal_code": "0001",
        "phone": "68050002",
        "gp_name": "Lege Li",
    }


def test_a_foreign_patient_is_not_touched_without_a_change() -> None:
    again = onto("patients", decode(PATIENT).fields, PATIENT)
    assert without_meta(again) == without_meta(PATIENT)


def test_one_changed_column_changes_one_place() -> None:
    fields = {**decode(PATIENT).fields, "phone": "68050009"}
    after = without_meta(onto("patients", fields, PATIENT))
    telecom = after.pop("telecom")
    before = without_meta(PATIENT)
    assert telecom == [
        PATIENT["telecom"][0],
        PATIENT["telecom"][1],
        {"system": "phone", "value": "68050009", "use": "mobile", "rank": 1},
    ]
    del before["telecom"]
    assert after == before


def test_a_word_that_station_has_not_survives_a_whole_record_beside_it() -> None:
    fields = {**WHOLE, **decode(PATIENT).fields, "note": "ny"}
    after = onto("patients", fields, PATIENT)
    assert after["gender"] == "unknown"
    assert after["address"] == PATIENT["address"]
    assert decode(after).fields == {name: fields[name] for name in fields if name != "gender"}


def test_a_new_name_does_not_leave_the_old_one_written_out() -> None:
    fields = {**decode(PATIENT).fields, "family_name": "Rev"}
    name = onto("patients", fields, PATIENT)["name"]
    assert name == [
        {"use": "maiden", "family": "Bever"},
        {"use": "official", "family": "Rev", "given": ["Rask", "Anna"]},
    ]


def test_a_new_kind_of_number_stands_beside_the_one_before_it() -> None:
    base = onto("patients", {**WHOLE, "national_number": "41815012345", "number_kind": "D"})
    fields = {**decode(base).fields, "national_number": "01815012345", "number_kind": "F"}
    after = onto("patients", fields, base)
    said = [(each["value"], each["use"]) for each in after["identifier"]]
    assert said == [("01815012345", "official"), ("41815012345", "old")]
    assert decode(after).fields["national_number"] == "01815012345"


def test_a_mistyped_number_does_not_stay() -> None:
    fields = {**decode(PATIENT).fields, "national_number": "01815012426"}
    after = onto("patients", fields, PATIENT)
    assert "01815012345" not in str(after)


@pytest.mark.parametrize("protection", ["strict", "confidential"])
def test_nobody_is_told_where_a_protected_person_lives(protection: str) -> None:
    fields = {**WHOLE, **decode(PATIENT).fields, "protection": protection}
    after = onto("patients", fields, PATIENT)
    assert not {"address", "telecom"} & set(after)
    assert "Vei 1" not in str(after)
    assert "6805000" not in str(after)
    mark = {"strict": "V", "confidential": "R"}[protection]
    assert after["meta"]["security"][0]["code"] == mark
    found = decode(after)
    assert found.fields["protection"] == protection
    assert not {"address", "postal_code", "city", "phone"} & set(found.fields)


def test_protection_that_ends_is_not_kept_up_by_a_label_the_server_kept() -> None:
    fields = {**WHOLE, **decode(PATIENT).fields, "protection": "strict"}
    hidden = onto("patients", fields, PATIENT)
    label = hidden["meta"]["security"]
    shown = onto("patients", {**fields, "protection": ""}, hidden)
    kept = {**shown, "meta": {**shown["meta"], "security": label}}
    assert decode(kept).fields["phone"] == "68050002"
    assert decode(kept).fields["protection"] == ""


def test_a_relative_of_a_protected_person_has_no_telephone_either() -> None:
    random = Random(1)
    fields = {**likely_fields(SHAPES["relatives"], random), "phone": "68050003"}
    open_ = encode("relatives", fields, Context())[0]
    shut = onto("relatives", fields, open_, Context(protected=True))
    assert "68050003" not in str(shut)
    assert "phone" not in decode(shut).fields


def test_a_foreign_label_hides_too() -> None:
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    base = {**PATIENT, "meta": {"security": [{"system": system, "code": "V"}]}}
    found = decode(base).fields
    assert found["protection"] == "strict"
    assert "phone" not in found


def test_a_patient_without_any_name_is_not_taken() -> None:
    with pytest.raises(Unreadable, match="no_name"):
        decode({key: value for key, value in PATIENT.items() if key != "name"})


def test_a_name_that_is_only_written_out_is_taken_apart() -> None:
    found = decode({**PATIENT, "name": [{"text": "Rask Anna Elg"}]}).fields
    assert (found["given_name"], found["family_name"]) == ("Rask Anna", "Elg")


@settings(max_examples=20, deadline=None)
@given(fields=any_fields(AUDIT), station=IDS, seq=st.integers(0, 2**63 - 1))
def test_the_audit_log_comes_back(fields: dict[str, object], station: str, seq: int) -> None:
    row = {**fields, "station": station, "seq": seq}
    assert audit_row(audit_event(row, Context())) == row
