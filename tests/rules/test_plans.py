"""Plans as values: what is stored is what is read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import (
    Line,
    LineState,
    PlanContent,
    ScheduleItem,
    Zone,
    check_format,
    dicts,
)

TEXT = st.text(max_size=20)
LINES = st.lists(st.builds(Line, TEXT, TEXT, st.sampled_from(LineState)), max_size=3).map(tuple)
CONTENTS = st.builds(
    PlanContent,
    TEXT,
    st.sampled_from(["nb", "nn", "en"]),
    TEXT,
    st.lists(st.builds(Zone, st.sampled_from(Level), LINES, LINES), max_size=3).map(tuple),
    LINES,
    TEXT,
    st.lists(
        st.builds(
            ScheduleItem,
            st.sampled_from(["spo2", "bp"]),
            st.lists(st.integers(0, 6), max_size=7).map(tuple),
            st.sampled_from(["08:00", "10:00"]),
        ),
        max_size=3,
    ).map(tuple),
    st.just((Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86, 1, 1, "why"),)),
    st.sampled_from(["", "2027-02-25"]),
    TEXT,
)


@given(CONTENTS)
def test_data_gives_the_same_content_back(content: PlanContent) -> None:
    assert PlanContent.from_data(json.loads(json.dumps(content.to_data()))) == content


def test_a_plan_made_here_has_no_origin() -> None:
    data = PlanContent("kols", "nb").to_data()
    del data["origin"]
    assert PlanContent.from_data(data).origin == ""


def test_the_form_of_the_data_has_a_number_and_no_other_is_read() -> None:
    data = PlanContent("kols", "nb").to_data()
    assert data["format"] == 1
    check_format(data)
    with pytest.raises(ValueError, match="another version"):
        PlanContent.from_data(data | {"format": 2})
    with pytest.raises(KeyError):
        check_format({})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zones", {}),
        ("zones", [1]),
        ("zones", [{"level": 9, "signs": [], "measures": []}]),
        ("preventive", [{"id": "a", "text": "b", "state": "odd"}]),
        ("schedule", [{"kind": "spo2", "weekdays": "12", "by": "10:00"}]),
        ("limits", None),
    ],
)
def test_anything_else_is_refused(key: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        PlanContent.from_data(PlanContent("kols", "nb").to_data() | {key: value})


def test_lines_are_read_zone_by_zone_and_then_what_prevents() -> None:
    a, b, c, d = (Line(name, name) for name in "abcd")
    zones = (Zone(Level.GREEN, (a,), (b,)), Zone(Level.RED, (c,)))
    assert PlanContent("kols", "nb", zones=zones, preventive=(d,)).lines() == (a, b, c, d)


def test_a_line_begins_as_a_proposal() -> None:
    assert Line("a", "text").state is LineState.PROPOSED


def test_only_lists_of_objects_are_lists_of_objects() -> None:
    assert dicts([{}]) == [{}]


@pytest.mark.parametrize("other", [{}, [[]], "x", None])
def test_anything_else_is_no_list_of_objects(other: object) -> None:
    with pytest.raises(TypeError):
        dicts(other)
