"""What Station has no word for is not guessed, and what is damaged is refused."""

from base64 import b64encode
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from station.sync.fhir import SHAPES, Unreadable, decode, encode
from station.sync.fhir.codes import CONFIDENTIALITY, RECORD
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields

OTHER = {"coding": [{"system": "urn:other", "code": "x"}]}
MIXED = {"coding": ["x", {"system": "urn:other", "code": "x"}]}


def written(kind: str, **changes: object) -> dict[str, Any]:
    """A resource as Station writes it, with every column filled."""
    fields = {**likely_fields(SHAPES[kind], Random(7)), **changes}
    return dict(encode(kind, fields, Context(station="a"))[0])


@pytest.mark.parametrize(
    ("kind", "changes", "column"),
    [
        ("users", {"active": "yes"}, "active"),
        ("devices", {"type": OTHER}, "kind"),
        ("devices", {"type": MIXED}, "kind"),
        ("institutions", {"active": "no"}, "retired"),
        ("plans", {"instantiatesUri": ["http://other/plan"]}, "template"),
        ("plans", {"instantiatesUri": "http://other/plan"}, "template"),
        ("patients", {"deceasedDateTime": "2026"}, "deceased_on"),
        ("patients", {"name": [{"given": "Rask", "family": "Elg"}]}, "given_name"),
        ("patients", {"gender": "unknown"}, "gender"),
        ("patients", {"communication": [{"language": {"text": "samisk"}}]}, "language"),
        ("contacts", {"sender": {"reference": "Practitioner/7"}}, "by"),
    ],
)
def test_a_word_that_station_has_not_is_not_guessed(
    kind: str, changes: Mapping[str, object], column: str
) -> None:
    main = written(kind, given_name="Rask")
    assert column in decode(main).fields
    found = decode({**main, **changes})
    assert column not in found.fields
    assert found.more


@pytest.mark.parametrize(
    ("kind", "changes", "column"),
    [
        ("form_versions", {"version": "1.0"}, "version"),
        ("form_versions", {"version": "01"}, "version"),
        ("form_answers", {"questionnaire": "http://other/form|1"}, "form_version"),
        ("form_answers", {"questionnaire": None}, "form_version"),
    ],
)
def test_a_record_without_a_version_of_ours_is_not_taken(
    kind: str, changes: dict[str, object], column: str
) -> None:
    with pytest.raises(Unreadable) as told:
        decode({**written(kind), **changes})
    assert told.value.values == {"columns": [column]}


@pytest.mark.parametrize(
    "part",
    [
        {"url": "confirmed", "valueBoolean": "yes"},
        {"url": "confirmed", "valueBase64Binary": "no base64!"},
        {"url": "confirmed", "valueBase64Binary": "/w=="},
        {"url": "confirmed", "valueBase64Binary": "e30g"[:3]},
        *(
            {"url": "confirmed", "valueBase64Binary": b64encode(said).decode()}
            for said in (b"[1]", b"{}", b"NaN", b"Infinity", rb'"\ud800"')
        ),
        {"url": "confirmed", "valueInteger": 1.5},
        {"url": "confirmed", "valueDecimal": "1"},
        {"url": "confirmed"},
    ],
)
def test_a_damaged_column_is_named(part: dict[str, object]) -> None:
    main = written("readings")
    own = next(each for each in main["extension"] if each["url"] == RECORD)
    own["extension"] = [*(e for e in own["extension"] if e["url"] != "confirmed"), part, "x"]
    with pytest.raises(Unreadable) as told:
        decode(main)
    assert (told.value.code, told.value.values) == ("bad_extension", {"column": "confirmed"})


def test_what_is_nested_without_end_is_refused() -> None:
    deep = {"url": "confirmed", "valueBase64Binary": b64encode(b"[" * 100_000).decode()}
    with pytest.raises(Unreadable, match="malformed"):
        decode({**written("readings"), "extension": [{"url": RECORD, "extension": [deep]}]})


def test_the_label_alone_hides_where_station_said_nothing_itself() -> None:
    """An extension that another program dropped leaves the label to go by."""
    main = written("relatives", phone="68050003")
    bare = {key: value for key, value in main.items() if key != "extension"}
    assert decode(bare).fields["phone"] == "68050003"
    label = {"system": CONFIDENTIALITY, "code": "R"}
    hidden = decode({**bare, "meta": {**bare["meta"], "security": [label]}})
    assert "phone" not in hidden.fields


def test_a_resource_without_an_id_of_ours_is_not_taken() -> None:
    with pytest.raises(Unreadable) as told:
        decode({**written("contacts"), "id": "77"})
    assert (told.value.code, told.value.values) == ("no_id", {"id": "77"})


def test_tags_of_others_are_passed_over() -> None:
    main = written("contacts")
    tags = ["x", {"system": "urn:other", "code": "alerts"}, *main["meta"]["tag"]]
    assert decode({**main, "meta": {"tag": tags}}).kind == "contacts"
