"""Forms and answers as others read them: what cannot be said is left out, and is kept whole."""

import json
from random import Random
from typing import Any

import pytest

from station.sync.fhir import SHAPES, decode, encode
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields

ITEM = {"code": "breath", "kind": "text", "text": {}}


def written(kind: str, **changes: object) -> tuple[dict[str, Any], ...]:
    fields = {**likely_fields(SHAPES[kind], Random(7)), **changes}
    main, *extras = encode(kind, fields, Context())
    found = decode(main).fields
    assert {name: found[name] for name in changes} == changes
    return (dict(main), *map(dict, extras))


@pytest.mark.parametrize(
    ("content", "title", "items"),
    [
        ("no json", None, None),
        (json.dumps({"format": 2}), None, None),
        (json.dumps({"format": 1, "code": "a", "title": {}, "items": []}), None, None),
        (
            json.dumps({"format": 1, "code": "a", "title": {"nn": "Dag"}, "items": [ITEM]}),
            "Dag",
            [{"linkId": "breath", "type": "text", "required": True}],
        ),
    ],
)
def test_a_form_says_what_it_has_words_for(content: str, title: object, items: object) -> None:
    main = written("form_versions", content=content)[0]
    assert (main.get("title"), main.get("item")) == (title, items)


@pytest.mark.parametrize(
    ("answers", "items"),
    [
        ("no json", None),
        ("[1]", None),
        ("{}", None),
        ('{" ": 1}', None),
        ('{"a": true}', [{"linkId": "a", "answer": [{"valueBoolean": True}]}]),
        ('{"a": 5000000000}', [{"linkId": "a", "answer": [{"valueDecimal": 5_000_000_000}]}]),
        ('{"a": NaN}', [{"linkId": "a"}]),
        ('{"a": [1]}', [{"linkId": "a"}]),
    ],
)
def test_answers_that_can_be_said_are_said(answers: str, items: object) -> None:
    assert written("form_answers", answers=answers)[0].get("item") == items


def test_scores_follow_where_there_are_any() -> None:
    assert len(written("form_answers", scores="{}")) == 1
    assert len(written("form_answers", scores='{"total": null, "two words?": 1}')) == 2
    extra = written("form_answers", scores='{"total": 12}', answered_at=2**60)[1]
    assert "effectiveDateTime" not in extra
    assert extra["component"][0]["valueQuantity"]["value"] == 12
