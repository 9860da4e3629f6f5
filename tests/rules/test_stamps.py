"""Which columns a station vouches for, what nobody need fear, and what a stamp is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.merging_groups import GROUPS
from station.rules.stamps import (
    STEERING,
    canonical,
    digest,
    steers,
    taken_apart,
    unvouched,
    written,
)
from station.rules.synced import NAMES, kind_of

_VALUES = st.one_of(
    st.none(), st.integers(), st.text(), st.floats(allow_nan=False, allow_infinity=False)
)


@pytest.mark.parametrize("kind", list(STEERING))
def test_it_is_over_shared_columns_and_whole_groups(kind: str) -> None:
    rule = STEERING[kind]
    assert set(rule.covered) <= set(kind_of(kind).shared)
    acts = [name for group in rule.groups for name in group.columns]
    assert len(acts) == len(set(acts))
    assert not set(acts) & set(rule.of) or kind == "alerts"
    for group in GROUPS.get(kind, ()):
        # What changes together is held back together.
        inside = {name in acts for name in group}
        assert len(inside) == 1
    for name, _ in kind_of(kind).parents:
        assert name in rule.covered or name == "institution_id" or kind == "alerts"


def test_what_steers_nothing_is_no_kind_of_it() -> None:
    assert set(STEERING) < set(NAMES)
    assert not steers(("contacts", "x"), {})
    assert unvouched("contacts", {}, {}, frozenset({"note"})) == ()


@pytest.mark.parametrize(
    ("kind", "calm", "act"),
    [
        ("patients", {"status": "active"}, {"status": "ended"}),
        ("patients", {"status": "trial"}, {"status": "trial", "deceased_on": "2026-01-01"}),
        ("readings", {"excluded": "activity"}, {"excluded_by": "u"}),
        ("readings", {"excluded_at": None}, {"excluded_at": 5}),
        ("form_answers", {}, {"comment_read_at": 5}),
        ("form_answers", {}, {"excluded_by": "u"}),
        ("alerts", {"state": "open"}, {"state": "closed"}),
        ("alerts", {"state": "open", "taken_by": None}, {"state": "open", "taken_by": "u"}),
        ("plan_versions", {"status": "draft"}, {"status": "replaced"}),
        ("form_versions", {"status": "offered"}, {"status": "in_use"}),
    ],
)
def test_what_nobody_did_needs_no_word(
    kind: str, calm: dict[str, object], act: dict[str, object]
) -> None:
    assert not steers((kind, "x"), calm)
    assert steers((kind, "x"), act)


@pytest.mark.parametrize("kind", ["consents", "pauses", "loans"])
def test_what_is_an_act_itself_always_does(kind: str) -> None:
    assert steers((kind, "x"), {})
    assert unvouched(kind, None, {}, frozenset()) == STEERING[kind].covered


def test_what_was_never_here_is_let_in_where_it_takes_nothing() -> None:
    for kind in ("patients", "readings", "form_answers"):
        acts = {"status": "ended", "excluded_by": "u"}
        assert steers((kind, "x"), acts)
        assert unvouched(kind, None, acts, frozenset(acts)) == ()
    assert unvouched("plan_versions", None, {"status": "draft"}, frozenset()) == ()


@pytest.mark.parametrize(
    ("kind", "ours", "became", "name"),
    [
        ("patients", {"status": "ended"}, {"status": "active"}, "status"),
        ("patients", {"deceased_on": "2026-01-01"}, {"deceased_on": None}, "deceased_on"),
        ("readings", {"excluded": "test"}, {"excluded": ""}, "excluded"),
        ("form_answers", {"comment_read_at": 4}, {"comment_read_at": None}, "comment_read_at"),
        ("alerts", {"state": "closed"}, {"state": "open"}, "state"),
        ("alerts", {"state": "taken"}, {"state": "taken"}, "level"),
        ("alerts", {"taken_by": "u"}, {"taken_by": None}, "taken_by"),
        ("pauses", {"until_at": 9}, {"until_at": 8}, "until_at"),
        ("pauses", {"until_at": 9, "ended_at": None}, {"ended_at": 8}, "ended_at"),
        ("plan_versions", {"status": "draft"}, {"status": "draft"}, "content"),
    ],
)
def test_what_makes_it_safer_needs_nobodys_word(
    kind: str, ours: dict[str, object], became: dict[str, object], name: str
) -> None:
    assert unvouched(kind, ours, became, frozenset({name})) == ()


@pytest.mark.parametrize(
    ("kind", "ours", "became", "name", "held"),
    [
        ("patients", {}, {"status": "ended"}, "status_since", ("status", "status_since")),
        ("patients", {}, {"deceased_on": "2026-01-01"}, "deceased_on", ("deceased_on",)),
        ("form_answers", {}, {"comment_read_at": 4}, "comment_read_by",
         ("comment_read_at", "comment_read_by")),
        ("alerts", {}, {"taken_by": "u"}, "taken_by", ("taken_by", "taken_at")),
        ("pauses", {"until_at": 9}, {"until_at": 10}, "until_at", ("until_at",)),
        ("pauses", {"until_at": 9}, {"until_at": None}, "until_at", ("until_at",)),
        ("pauses", {"until_at": 9}, {"ended_at": 10}, "ended_at", ("ended_at", "ended_by")),
        ("pauses", {"until_at": 9, "ended_at": 7}, {"ended_at": 8}, "ended_at",
         ("ended_at", "ended_by")),
    ],
)  # fmt: skip
def test_what_takes_something_away_is_held_with_what_belongs_to_it(
    kind: str, ours: dict[str, object], became: dict[str, object], name: str, held: tuple[str, ...]
) -> None:
    assert unvouched(kind, ours, became, frozenset({name})) == held
    assert unvouched(kind, ours, became, frozenset({"phone"})) == ()


def test_what_was_decided_changes_by_a_station_only() -> None:
    for ours, became in (("draft", "approved"), ("approved", "draft"), ("approved", "replaced")):
        held = unvouched(
            "plan_versions", {"status": ours}, {"status": became}, frozenset({"status"})
        )
        assert "content" in held
        assert "in_force_to" in held


def test_the_closing_of_an_alert_holds_what_it_was_about() -> None:
    assert "reading_id" in unvouched("alerts", {}, {"state": "closed"}, frozenset({"why"}))


@given(st.data())
def test_other_values_never_give_the_same(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(STEERING)))
    names = STEERING[kind].covered
    one, other = (data.draw(st.dictionaries(st.sampled_from(names), _VALUES)) for _ in range(2))
    same = one == other
    assert (canonical((kind, "x"), 1, one) == canonical((kind, "x"), 1, other)) == same
    assert (digest((kind, "x"), one) == digest((kind, "x"), other)) == same
    assert canonical((kind, "x"), 1, one) != canonical((kind, "x"), 2, one)
    assert canonical((kind, "x"), 1, one) != canonical((kind, "y"), 1, one)
    # In whatever order they stand, and whatever else the record says.
    turned = dict(reversed(one.items())) | {"phone": "x"}
    assert canonical((kind, "x"), 1, turned) == canonical((kind, "x"), 1, one)


def test_kinds_are_told_apart_and_numbers_are_what_they_are() -> None:
    said = {"patient_id": "p"}
    assert len({canonical((kind, "x"), 1, said) for kind in STEERING}) == len(STEERING)
    about = ("readings", "x")
    assert canonical(about, 1, {"value": 93.0}) == canonical(about, 1, {"value": 93})
    assert canonical(about, 1, {"value": True}) == canonical(about, 1, {"value": 1})
    assert canonical(about, 1, {"value": "93"}) != canonical(about, 1, {"value": 93})
    assert canonical(about, 1, {"value": None}) != canonical(about, 1, {})


@given(st.integers(1, 10**15 - 1))
def test_a_stamp_is_written_and_taken_apart(number: int) -> None:
    assert taken_apart(written(number, "0a" * 16)) == (number, "0a" * 16)


@pytest.mark.parametrize(
    "text",
    ["", "-", "x", "1.0." + "a" * 32, "1.01." + "a" * 32, "2.1." + "a" * 32, "1.1." + "A" * 32,
     "1.1." + "a" * 31, "1.1." + "a" * 33, "1.1." + "a" * 32 + "\n",
     "1." + "9" * 16 + "." + "a" * 32],
)  # fmt: skip
def test_what_is_no_stamp_is_none(text: str) -> None:
    assert taken_apart(text) == (0, "")
