"""What Station writes onto another program's resource is whole for the next Station too."""

from random import Random

import pytest

from station.sync.fhir import SHAPES, decode, encode
from station.sync.values import Context, Fields, Resource
from tests.sync.fhir.drawn import likely_fields
from tests.sync.fhir.test_contents import ANSWER
from tests.sync.fhir.test_foreign_bases import PATIENT
from tests.sync.fhir.test_readings import code, foreign, quantity

LESS = {**quantity(1.1, "mmol/L"), "comparator": "<"}
FOREIGN = pytest.mark.parametrize(
    ("body", "changes"),
    [
        (foreign(), {"excluded": "wrong_patient"}),
        (foreign(code=code("15074-8"), valueQuantity=LESS), {"note": "målt om kvelden"}),
        (
            foreign(code=code("15074-8"), valueQuantity=quantity(99, "mg/dL")),
            {"excluded": "wrong_patient"},
        ),
        (ANSWER, {"excluded": "wrong_patient"}),
        ({**PATIENT, "id": "77", "name": [{"text": "Rask Elg"}]}, {"phone": "68050009"}),
    ],
)


def taken_in(body: Resource) -> dict[str, object]:
    """The whole record as it stands here once the resource was taken in."""
    found = decode(body)
    shape = SHAPES[found.kind]
    drawn = likely_fields(shape, Random(1))
    bare = {each.name: drawn[each.name] if each.sure else each.default for each in shape.columns}
    return {**bare, **found.fields}


@FOREIGN
def test_a_change_keeps_the_record_and_all_that_it_said(body: Resource, changes: Fields) -> None:
    before = decode(body)
    fields = {**taken_in(body), **changes}
    main = encode(before.kind, fields, Context(), body)[0]
    after = decode(main)
    assert main["id"] == body["id"]
    assert (after.kind, after.record_id, after.deleted) == (before.kind, before.record_id, False)
    told = {name: after.fields.get(name, "-") for name in fields}
    # A word that Station has none for stays as it was, and is no news.
    assert told == {**fields, **({"gender": "-"} if before.kind == "patients" else {})}


@FOREIGN
def test_without_a_change_nothing_is_written(body: Resource, changes: Fields) -> None:
    assert changes
    main = dict(encode(decode(body).kind, decode(body).fields, Context(), body)[0])
    assert {**main, "meta": 0} == {**body, "meta": 0}


def test_what_cannot_be_read_any_more_is_written_whole() -> None:
    fields = {**likely_fields(SHAPES["readings"], Random(2)), "kind": "spo2", "beyond": ""}
    base = foreign(subject={"reference": "Group/1"}, valueQuantity=None)
    after = decode(encode("readings", fields, Context(), base)[0])
    assert {name: after.fields[name] for name in fields if name != "id"} == {
        name: value for name, value in fields.items() if name != "id"
    }
