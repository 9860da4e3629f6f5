"""Profiles as files: what is wrong in one is named, and what is right comes back the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.profile_json import profile_from, text_of_profile
from station.files.shipped import shipped_profiles

GOOD: dict[str, object] = {
    "name": "test",
    "label": "Test",
    "matches": [["time"]],
    "time": [["time"]],
    "values": [{"headers": ["gl"], "kind": "glucose", "unit": "mg/dL", "decimal": ","}],
    "kinds": {"Puls": "pulse"},
    "ignored_types": {"4": "insulin"},
    "header_row": 2,
    "delimiter": ";",
    "date_order": "day_first",
    "zone": "",
}
COLUMN: dict[str, object] = {"headers": ["gl"]}


def test_every_shipped_profile_comes_back_the_same() -> None:
    for profile in shipped_profiles():
        assert profile_from(text_of_profile(profile)) == profile


def test_a_written_profile_is_readable_and_holds_no_more_than_it_must() -> None:
    written = json.loads(text_of_profile(profile_from(json.dumps(GOOD))))
    assert written == GOOD


def test_the_zone_is_norwegian_when_the_file_says_nothing() -> None:
    silent = {name: value for name, value in GOOD.items() if name != "zone"}
    assert profile_from(json.dumps(silent)).zone == "Europe/Oslo"
    assert profile_from(json.dumps(GOOD)).zone == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"label": ""}, "label"),
        ({"label": 3}, "label"),
        ({"colour": "red"}, "colour"),
        ({"matches": []}, "matches"),
        ({"matches": [[]]}, "matches"),
        ({"matches": ["time"]}, "matches"),
        ({"matches": [[1]]}, "matches"),
        ({"time": [["a"], ["b"], ["c"]]}, "time"),
        ({"values": []}, "values"),
        ({"values": {}}, "values"),
        ({"values": ["gl"]}, "values[0]"),
        ({"values": [COLUMN, {}]}, "values[1].headers"),
        ({"values": [COLUMN | {"colour": 1}]}, "values[0].colour"),
        ({"values": [COLUMN | {"kind": "mood"}]}, "values[0].kind"),
        ({"values": [COLUMN | {"kind": "weight", "unit": "mg/dL"}]}, "values[0].unit"),
        ({"values": [COLUMN | {"decimal": "·"}]}, "values[0].decimal"),
        ({"kinds": {"Humør": "mood"}}, "kinds"),
        ({"kinds": {"Humør": 3}}, "kinds"),
        ({"ignored_types": {"9": "gone"}}, "ignored_types"),
        ({"header_row": -1}, "header_row"),
        ({"header_row": True}, "header_row"),
        ({"delimiter": ";;"}, "delimiter"),
        ({"delimiter": '"'}, "delimiter"),
        ({"date_order": "sideways"}, "date_order"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], field: str) -> None:
    with pytest.raises(Trouble) as caught:
        profile_from(json.dumps(GOOD | change))
    assert (caught.value.code, caught.value.values["field"]) == ("profile_invalid", field)
    assert field in caught.value.sentence()


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 90_000, "x" * 100_001, "\ud800"])
def test_what_is_no_profile_at_all_is_refused(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        profile_from(text)
    assert caught.value.values["field"] == "JSON"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Trouble) as caught:
        profile_from(json.dumps(GOOD | {"zone": "Midgard/Trondheim"}))
    assert caught.value.code == "zone_unknown"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(GOOD)), JSON)
def test_any_content_of_a_field_gives_a_profile_or_trouble(field: str, content: object) -> None:
    try:
        name = profile_from(json.dumps(GOOD | {field: content})).name
    except Trouble as trouble:
        name = trouble.code
    assert name
