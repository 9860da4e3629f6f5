"""Columns that belong together: they exist, meet in one group only, and rules are symmetric."""

import itertools

import pytest

from station.rules import merging_groups as groups
from station.rules.synced import kind_of


@pytest.mark.parametrize("kind", sorted({*groups.GROUPS, *groups.LOOSE}))
def test_groups_are_of_shared_columns_and_do_not_overlap(kind: str) -> None:
    together = [name for group in groups.GROUPS.get(kind, ()) for name in group]
    named = [*together, *groups.LOOSE.get(kind, ())]
    assert set(named) - {"confirmed"} <= set(kind_of(kind).shared)
    assert len(together) == len(set(together))


def test_json_is_compared_by_what_it_says() -> None:
    assert groups.same_value('{"a": 1}', '{"a":1}')
    assert groups.same_value("[1]", "[ 1]")
    assert not groups.same_value('{"a": 1}', '{"a": 2}')
    assert not groups.same_value('{"a": 1}', "[1]")
    assert not groups.same_value("{broken", "{broken too")
    assert not groups.same_value("a", "b")
    assert not groups.same_value(1, "1")


def test_the_first_to_open_and_the_last_to_arrive() -> None:
    early, late = {"opened_at": 1}, {"opened_at": 2}
    assert groups.loosely("opened_at", early, late) == groups.loosely("opened_at", late, early)
    assert groups.loosely("opened_at", early, late) == early
    assert groups.loosely("arrived_at", {"arrived_at": 1}, {"arrived_at": None}) == {
        "arrived_at": 1
    }


def test_what_one_side_left_empty_is_filled() -> None:
    full, empty, other = {"a": "x"}, {"a": ""}, {"a": "y"}
    assert groups.filled(full, empty) == groups.filled(empty, full) == full
    assert groups.filled(full, other) is None
    assert groups.filled(empty, {"a": None}) in (empty, {"a": None})


@pytest.mark.parametrize(
    ("kind", "first", "one", "other", "holds"),
    [
        ("pauses", "until_at", {"until_at": 5}, {"until_at": None}, {"until_at": 5}),
        (
            "pauses",
            "ended_at",
            {"ended_at": None, "ended_by": None},
            {"ended_at": 7, "ended_by": "u"},
            {"ended_at": 7, "ended_by": "u"},
        ),
        (
            "form_answers",
            "comment_read_at",
            {"comment_read_at": None, "comment_read_by": None},
            {"comment_read_at": 7, "comment_read_by": "u"},
            {"comment_read_at": 7, "comment_read_by": "u"},
        ),
        ("alerts", "level", {"level": 1}, {"level": 2}, {"level": 2}),
        (
            "alerts",
            "state",
            {"state": "taken", "note": ""},
            {"state": "closed", "note": "x"},
            {"state": "closed", "note": "x"},
        ),
        (
            "patients",
            "status",
            {"status": "active", "status_since": 2},
            {"status": "active", "status_since": 1},
            {"status": "active", "status_since": 1},
        ),
    ],
)
def test_rules_say_the_same_whoever_asks(
    kind: str,
    first: str,
    one: dict[str, object],
    other: dict[str, object],
    holds: dict[str, object],
) -> None:
    for ours, theirs in itertools.permutations((one, other)):
        assert groups.both_changed(kind, (first,), {}, ours, theirs) == (holds, "")


def test_where_no_rule_says_a_person_looks() -> None:
    ours, theirs = {"city": "Lesja"}, {"city": "Dovre"}
    assert groups.both_changed("patients", ("city",), {}, ours, theirs) == (ours, "both_changed")
    filled = groups.both_changed("patients", ("city",), None, {"city": ""}, theirs)
    assert filled == (theirs, "")
    strict, none = {"protection": "strict"}, {"protection": ""}
    assert groups.both_changed("patients", ("protection",), {}, none, strict) == (
        strict,
        "both_changed",
    )


def test_who_put_off_a_milder_alert_sees_the_worse_one() -> None:
    put_off, worse = {"state": "waiting", "level": 1}, {"state": "open", "level": 2}
    merged = {"state": "waiting", "level": 2}
    assert groups.seen_again(put_off, worse, merged)["state"] == "open"
    assert groups.seen_again({**put_off, "level": 2}, worse, merged) == {}
    assert groups.seen_again(put_off, worse, {"state": "open", "level": 2}) == {}
