"""What does not fit where FHIR would have it stands in the extension, whole."""

import json
from random import Random
from typing import Any

import pytest

from station.sync.fhir import SHAPES, decode, deleted, encode, text
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields


def fields_of(of: str, **changes: object) -> dict[str, object]:
    return {**likely_fields(SHAPES[of], Random(7)), **changes}


@pytest.mark.parametrize(
    ("kind", "changes", "place"),
    [
        ("readings", {"kind": "of_2030", "value": 1.0, "value2": None, "beyond": ""}, "component"),
        ("readings", {"taken_at": 2**60}, "effectiveDateTime"),
        ("patients", {"language": "with a\x00sign"}, "communication"),
        ("patients", {"national_number": None, "number_kind": ""}, "identifier"),
        ("patients", {"national_number": None, "number_kind": "F"}, "identifier"),
        ("patients", {"national_number": "12345678901", "number_kind": "?"}, "identifier"),
        ("devices", {"kind": " "}, "type"),
        ("plans", {"template": "two words"}, "instantiatesUri"),
        ("form_answers", {"form_code": "two words"}, "questionnaire"),
        ("alerts", {"action": ""}, "mitigation"),
        ("consents", {"withdrawn_on": "i går"}, "nothing"),
        ("loans", {"patient_id": None, "institution_id": None}, "reference"),
    ],
)
def test_what_does_not_fit_its_place_comes_back_all_the_same(
    kind: str, changes: dict[str, object], place: str
) -> None:
    fields = fields_of(kind, **changes)
    main = encode(kind, fields, Context(station="a"))[0]
    assert place not in main
    hidden = SHAPES[kind].veil if fields.get("protection") else ()
    wanted = {name: value for name, value in fields.items() if name not in hidden}
    found = decode(main).fields
    assert {name: found[name] for name in wanted} == wanted


def test_a_zone_that_nobody_knows_is_told_in_utc() -> None:
    fields = fields_of("readings", zone_name="Mars/Base", taken_at=1_795_161_600_000)
    main = encode("readings", fields, Context())[0]
    assert main["effectiveDateTime"] == "2026-11-20T08:00:00.000+00:00"
    assert decode(main).fields["zone_name"] == "Mars/Base"


def test_a_day_that_is_none_stands_as_it_is() -> None:
    main: Any = encode("patients", fields_of("patients", birth_date="2026-02-30"), Context())[0]
    assert "birthDate" not in main
    assert decode(main).fields["birth_date"] == "2026-02-30"


def test_a_record_without_an_id_of_its_own_is_never_sent() -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        encode("contacts", fields_of("contacts", id="77"), Context())


def test_an_alert_handled_by_nobody_named_has_what_was_done_only() -> None:
    fields = fields_of("alerts", action="ringt", closed_at=None, closed_by=None)
    main: Any = encode("alerts", fields, Context())[0]
    assert main["mitigation"] == [{"action": {"text": "ringt"}}]
    found = decode(main).fields
    assert (found["action"], found["closed_at"], found["closed_by"]) == ("ringt", None, None)


def test_an_alert_says_who_closed_it_and_when() -> None:
    closed = {"closed_at": 1_795_161_600_000, "closed_by": "2" * 32}
    main = encode("alerts", fields_of("alerts", action="ringt", **closed), Context())[0]
    found = decode(main).fields
    assert {name: found[name] for name in closed} == closed


@pytest.mark.parametrize("gender", ["female", "male", "other", ""])
def test_a_gender_is_said_in_fhirs_own_words(gender: str) -> None:
    main = encode("patients", fields_of("patients", gender=gender), Context())[0]
    assert main.get("gender", "") == gender
    assert decode(main).fields["gender"] == gender


def test_a_loan_to_a_house_names_the_house() -> None:
    fields = fields_of("loans", patient_id=None, institution_id="3" * 32)
    main: Any = encode("loans", fields, Context())[0]
    assert main["subject"]["type"] == "Group"
    found = decode(main).fields
    assert (found["patient_id"], found["institution_id"]) == (None, "3" * 32)


def test_an_action_that_is_taken_back_leaves_those_of_others() -> None:
    base: Any = encode("alerts", fields_of("alerts", action="ringt"), Context())[0]
    theirs = {"action": {"text": "theirs"}}
    base["mitigation"].append(theirs)
    main = encode("alerts", {**decode(base).fields, "action": ""}, Context(), base)[0]
    assert main["mitigation"] == [theirs]


@pytest.mark.parametrize("kind", list(SHAPES))
def test_what_was_taken_away_says_so_in_every_kind(kind: str) -> None:
    (main,) = deleted(kind, fields_of(kind), Context(station="a"))
    assert decode(main).deleted
    assert text(main) == text(json.loads(text(main)))


def test_a_version_that_nobody_approved_has_no_witness() -> None:
    assert (
        len(encode("plan_versions", fields_of("plan_versions", approved_by_name=""), Context()))
        == 1
    )
    undated = fields_of("plan_versions", approved_by_name="Lege Li", approved_on=None)
    assert "occurredDateTime" not in encode("plan_versions", undated, Context())[1]


def test_an_answer_without_a_name_has_no_witness_beside_it() -> None:
    assert len(encode("plan_answers", fields_of("plan_answers", by_name=""), Context())) == 1
    named = fields_of("plan_answers", by_name="Lege Li", answered_on="")
    assert "occurredDateTime" not in encode("plan_answers", named, Context())[1]
    dated = {**named, "answered_on": "2026-11-20"}
    assert encode("plan_answers", dated, Context())[1]["occurredDateTime"] == "2026-11-20"
