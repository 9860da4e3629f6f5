"""One place is read, set and taken away, and what stands beside it stays."""

from typing import Any

import pytest

from station.sync.fhir.paths import found, put, steps

PHONES: list[dict[str, Any]] = [
    {"system": "phone", "value": "68050001", "use": "old"},
    {"system": "email", "value": "a@b.no"},
    {"system": "phone", "value": "68050002"},
]


@pytest.mark.parametrize(
    ("body", "path", "said"),
    [
        ({"telecom": PHONES}, "telecom[system=phone].value", "68050002"),
        ({"telecom": PHONES}, "telecom[system=fax].value", None),
        ({"telecom": "68050001"}, "telecom[system=phone].value", None),
        ({"name": [{"family": "Rev"}, {"use": "official", "family": "Elg"}]}, "name[0]", "Elg"),
        ({"name": 7}, "name[0].family", None),
        ({"owner": 7}, "owner.display", None),
    ],
)
def test_what_is_in_use_is_read(body: dict[str, Any], path: str, said: object) -> None:
    there = found(body, steps(path))
    assert (there.get("family") if isinstance(there, dict) else there) == said


@pytest.mark.parametrize(
    ("body", "path", "value", "after"),
    [
        ({}, "owner.display", "Lesja", {"owner": {"display": "Lesja"}}),
        ({"owner": 7}, "owner.display", "Lesja", {"owner": {"display": "Lesja"}}),
        ({"note": 7}, "note[0].text", "hei", {"note": [{"text": "hei"}]}),
        ({}, "partOf[0]", {"a": 1}, {"partOf": [{"a": 1}]}),
        ({"partOf": [{"b": 2}, {"c": 3}]}, "partOf[0]", {"a": 1}, {"partOf": [{"a": 1}, {"c": 3}]}),
        (
            {"telecom": PHONES[:2]},
            "telecom[system=phone].value",
            "68050009",
            {"telecom": [*PHONES[:2], {"system": "phone", "value": "68050009"}]},
        ),
    ],
)
def test_what_is_set_stands_there(
    body: dict[str, Any], path: str, value: object, after: dict[str, Any]
) -> None:
    put(body, steps(path), value)
    assert body == after
    assert found(body, steps(path)) == value


@pytest.mark.parametrize(
    ("body", "path", "after"),
    [
        ({"owner": {"display": "a"}}, "owner.display", {}),
        ({"owner": {"display": "a", "id": 1}}, "owner.display", {"owner": {"id": 1}}),
        ({"partOf": [{"a": 1}]}, "partOf[0]", {}),
        ({"partOf": [{"a": 1}, {"b": 2}]}, "partOf[0]", {"partOf": [{"b": 2}]}),
        ({"telecom": PHONES}, "telecom[system=phone].value", {"telecom": PHONES[:2]}),
        ({"note": [{"text": "a", "time": "b"}]}, "note[0].text", {"note": [{"time": "b"}]}),
        ({"note": [{"text": "a"}]}, "note[0].text", {}),
        ({"id": "a"}, "note[0].text", {"id": "a"}),
        ({"id": "a", "partOf": "b"}, "partOf[0]", {"id": "a", "partOf": "b"}),
    ],
)
def test_what_is_taken_away_leaves_nothing_empty_behind(
    body: dict[str, Any], path: str, after: dict[str, Any]
) -> None:
    there = {key: list(each) if isinstance(each, list) else each for key, each in body.items()}
    put(there, steps(path), None)
    assert there == after
