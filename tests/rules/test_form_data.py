"""A form goes into JSON and out again unchanged; anything else is refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.form_data import form_data, form_from
from station.rules.forms import Choice
from station.services.forms.stock import shipped
from tests.forms_rules import COUGH, FORM, said

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("form", [FORM, *shipped()], ids=lambda form: form.code)
def test_a_form_survives_the_way_into_json_and_back(form: object) -> None:
    there = json.loads(json.dumps(form_data(form)))  # type: ignore[arg-type]
    assert form_from(there, form.version) == form  # type: ignore[attr-defined]


def test_a_refusing_choice_survives_too() -> None:
    item = replace(COUGH, choices=(*COUGH.choices, Choice(2, said("Gravid"), refuses=True)))
    form = replace(FORM, items=(item,), totals=())
    assert form_from(form_data(form)) == form


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in form_data(FORM).items() if name != key}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        without("items"),
        {**form_data(FORM), "format": 2},
        {**form_data(FORM), "strange": 1},
        {**form_data(FORM), "title": {"sv": "Dag"}},
        {**form_data(FORM), "title": {"nb": 7}},
        {**form_data(FORM), "languages": "nb"},
        {**form_data(FORM), "items": [{"code": "a", "kind": "choice", "text": {}, "required": 1}]},
        {**form_data(FORM), "items": [{"code": "a", "kind": "magic", "text": {}}]},
        {**form_data(FORM), "items": [{"code": 1, "kind": "text", "text": {}}]},
        {**form_data(FORM), "items": [{"code": "a", "kind": "text", "text": {}, "shown_if": [1]}]},
        {**form_data(FORM), "items": [{"code": "a", "kind": "number", "text": {}, "most": 1e999}]},
        {
            **form_data(FORM),
            "items": [{"code": "a", "kind": "number", "text": {}, "most": 10**400}],
        },
    ],
)
def test_what_is_no_form_is_refused(data: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        form_from(data)


@given(JSON, st.sampled_from(sorted(form_data(FORM))))
def test_any_part_replaced_by_anything_is_read_or_refused(part: object, key: str) -> None:
    try:
        form_from({**form_data(FORM), key: part})
    except (KeyError, TypeError, ValueError):
        return
