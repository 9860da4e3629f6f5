"""What stands inside: a plan's zones and limits, answers of other programs, a document's pages."""

import base64
import json
from random import Random
from typing import Any

import pytest

from station.sync.fhir import SHAPES, Unreadable, content_of, decode, derived, encode
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields
from tests.sync.fhir.samples import PAGES


def plan(**changes: object) -> dict[str, object]:
    return {**likely_fields(SHAPES["plan_versions"], Random(5)), **changes}


def test_a_plan_is_whole_in_one_resource() -> None:
    main: Any = encode("plan_versions", plan(status="approved"), Context())[0]
    names = [each["id"] for each in main["contained"]]
    assert names[:3] == ["goal", "zone-green", "level-green"]
    assert [name for name in names if name.startswith("limit-")] == [
        "limit-0",
        "limit-1",
        "limit-2",
    ]
    red = next(each for each in main["contained"] if each["id"] == "zone-red")
    assert [each["detail"]["description"] for each in red["activity"]] == ["Ring 113"]
    limit = next(each for each in main["contained"] if each["id"] == "limit-0")
    assert limit["quantityQuantity"]["value"] == 88
    assert limit["orderDetail"][0]["text"] == "red: < 88"
    assert not decode(main).more


def test_a_changed_content_takes_its_zones_along_and_leaves_those_of_others() -> None:
    base: Any = encode("plan_versions", plan(), Context())[0]
    other = {"resourceType": "Goal", "id": "theirs", "lifecycleStatus": "active"}
    base["contained"].append(other)
    main: Any = encode("plan_versions", plan(content="{}"), Context(), base)[0]
    assert main["contained"] == [other]
    assert "activity" not in main
    assert decode(main).fields["content"] == "{}"


def test_an_approval_is_told_beside_the_plan() -> None:
    fields = plan(approved_by_name="Lege Li", approved_on="2026-11-20")
    main, approval = encode("plan_versions", fields, Context())
    found: Any = approval
    assert found["target"] == [{"reference": f"CarePlan/{main['id']}"}]
    assert found["agent"][0]["who"]["display"] == "Lege Li"
    assert derived(approval)
    assert not derived(main)


BREATH = {"linkId": "breath", "answer": [{"valueCoding": {"code": "2"}}]}
ANSWER: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "id": "r1",
    "status": "completed",
    "questionnaire": "urn:station:form:kols_daily|2",
    "subject": {"reference": "Patient/8e4a5c1e-6a0e-4a57-9b27-6f5f3a1d2c3b"},
    "authored": "2026-11-22T08:00:00+01:00",
    "item": [
        {
            "linkId": "group",
            "item": [{"linkId": "breath", "answer": [{"valueCoding": {"code": "2"}}]}],
        },
        {"linkId": "litres", "answer": [{"valueDecimal": 1.5}]},
        {"linkId": "sleep"},
    ],
}


def test_answers_of_another_program_to_a_form_of_ours() -> None:
    found = decode(ANSWER).fields
    assert (found["form_code"], found["form_version"]) == ("kols_daily", 2)
    assert json.loads(str(found["answers"])) == {"breath": 2, "litres": 1.5, "sleep": None}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"questionnaire": "urn:other:form|1"}, "unknown_form"),
        ({"questionnaire": "urn:station:form:cat|first"}, "unknown_form"),
        ({"authored": "2026-11-22"}, "no_time"),
        ({"subject": {}}, "no_subject"),
        ({"item": {"linkId": "a"}}, "bad_answers"),
        ({"item": [{"linkId": "a"}, {"linkId": "a"}]}, "bad_answers"),
        ({"item": [{"linkId": "a", "answer": [{"valueInteger": 1}] * 2}]}, "bad_answers"),
        ({"item": [{"linkId": "a", "answer": [{"valueDate": "2026-11-22"}]}]}, "bad_answers"),
    ],
)
def test_answers_in_doubt_are_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(Unreadable) as told:
        decode({**ANSWER, **changes})
    assert told.value.code == reason


def test_pages_come_with_their_hashes_and_are_held_against_them() -> None:
    fields = likely_fields(SHAPES["documents"], Random(1))
    main: Any = encode("documents", fields, Context(content=PAGES))[0]
    assert content_of(main) == PAGES
    main["content"][0]["attachment"]["data"] = base64.b64encode(b"other").decode()
    with pytest.raises(Unreadable, match="wrong_hash"):
        content_of(main)
    main["content"][0]["attachment"]["data"] = "?"
    with pytest.raises(Unreadable, match="bad_content"):
        content_of(main)
    assert content_of(encode("documents", fields, Context())[0]) == b""


def test_a_withdrawn_consent_stays_withdrawn_whoever_said_so() -> None:
    fields = {**likely_fields(SHAPES["consents"], Random(1)), "withdrawn_on": None}
    main: Any = encode("consents", fields, Context())[0]
    meta = {**main["meta"], "lastUpdated": "2026-11-22T10:00:00Z"}
    told = {**main, "status": "inactive", "meta": meta}
    assert decode(told).fields["withdrawn_on"] == "2026-11-22"


def test_every_station_speaks_for_itself() -> None:
    fields = likely_fields(SHAPES["openings"], Random(1))
    names = {str(fields["user_id"]): "Stille Brygge"}
    one, two = (
        encode("openings", fields, Context(station=name, names=names))[0] for name in ("a", "b")
    )
    assert one["id"] != two["id"]
    found = decode(one)
    assert (found.record_id, found.fields["station"]) == (fields["patient_id"], "a")
    assert found.fields["user_name"] == "Stille Brygge"
