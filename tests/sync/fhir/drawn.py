"""Records drawn for the codecs: any values a column can hold, and such as Station writes."""

import json

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from station.sync.fhir.base import Column, Shape

IDS = st.uuids(version=4).map(lambda drawn: drawn.hex)
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "🫁 «Rask Elg» – 38,5 °C",
            'quotes " and \\ and \'',
            "two\nlines\r\n\tand a tab",
            " blanks around ",
            "\x00\x1f\x7f\ufeff",
            "x" * 20_000,
            json.dumps({"a": [1, None, "å"]}),
        ]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2),
        max_leaves=4,
    ).map(json.dumps),
)
_MOMENTS = st.one_of(
    st.integers(0, 4_102_441_200_000), st.integers(-(2**63), 2**63 - 1), st.just(1_700_000_000_123)
)
_DAYS = st.one_of(st.dates().map(lambda day: day.isoformat()), st.text(max_size=12))
_ANY: dict[str, SearchStrategy[object]] = {
    "text": _TEXTS,
    "user": st.one_of(IDS, _TEXTS),
    "day": _DAYS,
    "moment": _MOMENTS,
    "flag": st.integers(0, 1),
    "whole": st.one_of(st.integers(0, 50), st.integers(-(2**63), 2**63 - 1)),
    "number": st.floats(allow_nan=False, allow_infinity=False),
}
LISTED: dict[tuple[str, str], list[str]] = {
    ("patients", "gender"): ["", "female", "male", "other"],
    ("patients", "number_kind"): ["F", "D", "FH", "H", ""],
    ("patients", "protection"): [""],
    ("patients", "language"): ["nb", "nn", "en"],
    ("patients", "status"): ["active", "ended"],
    ("readings", "kind"): ["bp", "spo2", "pulse", "weight", "glucose", "mmrc", "kols_daily.cat"],
    ("readings", "beyond"): ["", "", "low", "high"],
    ("readings", "excluded"): ["", "", "activity", "test", "wrong_patient"],
    ("readings", "zone_name"): ["", "Europe/Oslo", "America/New_York"],
    ("plan_versions", "status"): ["draft", "approved", "replaced", "withdrawn"],
    ("form_versions", "status"): ["draft", "offered", "in_use", "replaced", "retired"],
    ("form_versions", "code"): ["kols_daily", "cat"],
    ("form_answers", "form_code"): ["kols_daily", "cat"],
    ("form_answers", "language"): ["nb", "nn", "en"],
    ("documents", "media_type"): ["application/pdf", "image/png"],
    ("alerts", "state"): ["open", "taken", "waiting", "proposed", "closed"],
}
"""Columns whose words are few; the rest of a code column is drawn as a plain word."""


def any_fields(shape: Shape) -> SearchStrategy[dict[str, object]]:
    """Fields of this kind with anything in them that its columns can hold."""
    drawn = {each.name: _any_value(shape, each) for each in shape.columns}
    return st.fixed_dictionaries(drawn)


def _any_value(shape: Shape, column: Column) -> SearchStrategy[object]:
    if column.name == shape.key or (column.of_type == "text" and column.sure):
        return IDS
    values = _ANY[column.of_type]
    if listed := LISTED.get((shape.kind, column.name)):
        values = st.one_of(st.sampled_from(listed), values)
    return st.none() | values if column.null else values
