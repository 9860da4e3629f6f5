"""Records drawn for the codecs: any values a column can hold, and such as Station writes."""

import hashlib
import json
from collections.abc import Callable
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from station.rules.kinds import KINDS as MEASURED
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Zone
from station.sync.fhir.base import Column, Shape

IDS = st.uuids(version=4).map(lambda drawn: drawn.hex)
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "🫁 «Rask Elg» – 38,5 °C",
            "quotes \" and \\ and '",
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
    drawn = {each.name: any_value(shape, each) for each in shape.columns}
    return st.fixed_dictionaries(drawn)


def any_value(shape: Shape, column: Column) -> SearchStrategy[object]:
    """Anything that this column can hold."""
    if column.name == shape.key or (column.of_type == "text" and column.sure):
        return IDS
    values = _ANY[column.of_type]
    if listed := LISTED.get((shape.kind, column.name)):
        values = st.one_of(st.sampled_from(listed), values)
    return st.none() | values if column.null else values


# ------------------------------------------------------------------------- as Station writes it

_WORDS = ("Rask Elg", "Stille Brygge", "38,5 °C", "«takk» – 🫁", "first\nsecond", "a" * 300)
_PLAN = PlanContent(
    template="kols",
    language="nb",
    goal="Gå til butikken",
    zones=(
        Zone(Level.GREEN, (Line("g1", "Som vanlig"),), (Line("g2", "Ta faste medisiner"),)),
        Zone(Level.YELLOW, (Line("y1", "Mer slim"), Line("y2", "Tyngre pust")), ()),
        Zone(Level.RED, (), (Line("r1", "Ring 113"), Line("r2", "borte", LineState.REMOVED))),
    ),
    preventive=(Line("p1", "Vaksine"),),
    medication="Prednisolon 20 mg",
    schedule=(ScheduleItem("spo2", (0, 2, 4), "10:00"), ScheduleItem("bp", (), "")),
    limits=(
        Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 88.0),
        Limit("dia", Level.YELLOW, Side.HIGH, Operator.ABOVE, 95.5, 2, 3),
        Limit("kols_daily.cat", Level.YELLOW, Side.HIGH, Operator.AT_LEAST, 5, hours=48),
    ),
)
_FORM = {
    "format": 1,
    "code": "kols_daily",
    "title": {"nb": "Dagen i dag"},
    "items": [
        {
            "code": "breath",
            "kind": "choice",
            "text": {"nb": "Hvordan puster du?"},
            "choices": [
                {"value": 0, "text": {"nb": "Lett"}},
                {"value": 1, "text": {"nb": "Tungt"}},
            ],
        },
        {"code": "sleep", "kind": "scale", "text": {"nb": "Søvn?"}},
        {"code": "litres", "kind": "number", "text": {"nb": "Oksygen?"}, "least": 0, "most": 9},
        {"code": "more", "kind": "text", "text": {"nb": "Annet?"}, "required": False},
    ],
}
_JSON: dict[tuple[str, str], object] = {
    ("plan_versions", "content"): _PLAN.to_data(),
    ("form_versions", "content"): _FORM,
    ("form_answers", "answers"): {"breath": 1, "sleep": None, "litres": 1.5, "more": "«nei»"},
    ("form_answers", "scores"): {"answered": 1.0, "total": 12, "none": None},
    ("alerts", "why"): {"v": 1, "of": [1, 2]},
    ("loans", "accessories"): ["charger"],
}
_CODES: dict[tuple[str, str], list[str]] = {
    ("users", "role"): ["nurse", "leader"],
    ("institutions", "kind"): ["nursing_home"],
    ("institutions", "name"): ["Fjellheim"],
    ("readings", "source"): ["manual", "device", "tablet"],
    ("plans", "template"): ["kols", "hjertesvikt"],
    ("plan_answers", "answer"): ["approved", "returned"],
    ("devices", "kind"): ["oximeter", "tablet"],
    ("alerts", "component"): ["spo2", "sys", "kols_daily.cat"],
    ("alerts", "side"): ["low", "high"],
    ("contacts", "kind"): ["call", "visit"],
    ("documents", "kind"): ["plan_scan"],
    ("readings", "kind"): [*(kind.code for kind in MEASURED), "kols_daily.cat"],
}
_NUMBERS = {"F": "01815012345", "D": "41815012345", "FH": "81815012345", "H": "01415012345"}


def likely_fields(shape: Shape, random: Random) -> dict[str, object]:
    """Fields such as Station writes them: every column filled as its type is, some left empty."""
    fields = {column.name: _likely(shape, column, random) for column in shape.columns}
    if shape.kind == "patients":
        fields["number_kind"] = random.choice(list(_NUMBERS))
        fields["national_number"] = _NUMBERS[str(fields["number_kind"])]
        fields["protection"] = random.choice(["", "", "", "strict", "confidential"])
    if shape.kind == "readings" and fields["kind"] != "bp":
        fields["value2"] = None
    if shape.kind == "documents":
        fields |= {"size": 17, "digest": hashlib.sha256(b"%PDF-1.7 invented").hexdigest()}
    if fields.get("beyond"):
        fields["value"] = None
    return fields


def _likely(shape: Shape, column: Column, random: Random) -> object:
    name = shape.kind, column.name
    if name in _JSON:
        return json.dumps(_JSON[name], ensure_ascii=False)
    if column.null and random.random() < 0.4:
        return None
    if listed := _CODES.get(name) or LISTED.get(name):
        return random.choice(listed)
    if column.name == "id" or column.name.endswith("_id"):
        return f"{random.getrandbits(128):032x}"
    return _TYPED[column.of_type](random)


_TYPED: dict[str, Callable[[Random], object]] = {
    "user": lambda random: f"{random.getrandbits(128):032x}",
    "flag": lambda random: random.randint(0, 1),
    "whole": lambda random: random.randint(0, 500),
    "number": lambda random: round(random.uniform(1, 200), random.choice([0, 1, 2])),
    "moment": lambda random: random.randint(1_500_000_000_000, 1_800_000_000_000),
    "day": lambda random: f"20{random.randint(10, 29)}-0{random.randint(1, 9)}-15",
    "text": lambda random: random.choice(["", *_WORDS]),
}
