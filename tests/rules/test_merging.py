"""Merging two versions of one record: nothing lost, no clock asked, both sides alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.rules.merging import Merged, differing, merge, merge_deleted, same_value
from station.rules.synced import KINDS, Kind, Way, kind_of

_PLAIN: list[object] = ["", "a", "b", None, 0, 1, 2]
_WORDS = st.sampled_from(_PLAIN)
_SPECIAL: dict[str, list[object]] = {
    "status": ["draft", "approved", "replaced", "withdrawn"],
    "state": ["open", "taken", "waiting", "closed", "proposed"],
    "protection": ["", "confidential", "strict"],
    "level": [1, 2],
    "content": ['{"a": 1}', '{"a":1}', '{"a": 2}', "{broken", "x"],
}


_Case = tuple[Kind, dict[str, object] | None, dict[str, object], dict[str, object]]


@st.composite
def _cases(draw: st.DrawFn) -> _Case:
    """Two versions that came of one, or of none, each with a few columns changed."""
    kind = draw(st.sampled_from(KINDS))
    base: dict[str, object] = dict.fromkeys(kind.shared, draw(_WORDS))
    for name in set(_SPECIAL) & set(kind.shared):
        base[name] = draw(st.sampled_from(_SPECIAL[name]))
    sides = []
    for _ in range(2):
        changed = draw(st.lists(st.sampled_from(kind.shared), max_size=4))
        more = {name: draw(st.sampled_from(_SPECIAL.get(name, _PLAIN))) for name in changed}
        sides.append({**base, **more})
    return kind, draw(st.sampled_from([base, None])), sides[0], sides[1]


def _equal(kind: Kind, one: Merged, other: Merged) -> bool:
    return not differing(kind.shared, one.result, other.result)


@settings(max_examples=300)
@given(_cases())
def test_what_both_sides_come_to_is_the_same_unless_a_person_must_look(case: _Case) -> None:
    kind, base, ours, theirs = case
    here, there = merge(kind, base, ours, theirs), merge(kind, base, theirs, ours)
    if "less_protected" in {each.conflict.reason for each in (here, there) if each.conflict}:
        return  # Whoever lifted it has looked already.
    assert (here.conflict is None) == (there.conflict is None)
    if kind.way is not Way.CLAIM and here.conflict is None:
        assert _equal(kind, here, there)


@settings(max_examples=300)
@given(_cases())
def test_every_column_is_there_and_says_what_one_of_the_sides_says(case: _Case) -> None:
    kind, base, ours, theirs = case
    merged = merge(kind, base, ours, theirs)
    assert set(merged.result) == set(kind.shared)
    if kind.way is Way.CLAIM:
        return
    reopened = {"state": "open", "waiting_until": None}
    for name, value in merged.result.items():
        told = (ours[name], theirs[name], reopened.get(name, ours[name]))
        assert any(same_value(value, each) for each in told)
    assert merged.apply == set(differing(kind.shared, ours, merged.result))


@settings(max_examples=300)
@given(_cases())
def test_merging_once_more_changes_nothing(case: _Case) -> None:
    kind, base, ours, theirs = case
    once = merge(kind, base, ours, theirs)
    if kind.way is Way.CLAIM or once.conflict is not None:
        return
    again = merge(kind, theirs, once.result, theirs)
    again_reason = again.conflict.reason if again.conflict else "back_to_draft"
    assert again_reason in ("back_to_draft", "approved_content", "decided_otherwise")
    assert not again.apply


@given(_cases())
def test_an_unchanged_side_never_wins(case: _Case) -> None:
    kind, _, base, ours = case
    merged = merge(kind, base, ours, base)
    if kind.way is Way.CLAIM:
        return
    withdrawn = ("withdrawn_on", "withdrawn_by")
    if kind.name == "alerts" and merged.result["level"] != ours["level"]:
        return  # Nobody makes an alert milder.
    for name in set(differing(kind.shared, ours, merged.result)):
        assert (
            name in withdrawn
            or name in ("state", "waiting_until")
            or (kind.way is Way.UNION and name not in kind.changes)
        )


@given(_cases())
def test_what_is_not_here_comes_as_it_is(case: _Case) -> None:
    kind, _, _, theirs = case
    assert merge(kind, None, None, theirs).result == theirs


def _of(name: str, **changed: object) -> dict[str, object]:
    return {**dict.fromkeys(kind_of(name).shared), **changed}


def test_a_column_that_is_not_mentioned_has_not_changed() -> None:
    kind = kind_of("patients")
    ours = _of("patients", phone="68050001", needs="x")
    assert merge(kind, None, ours, {"phone": "68050001"}).result["needs"] == "x"
    base = _of("patients", needs="old")
    assert merge(kind, base, ours, {"phone": None}).result["needs"] == "x"


def test_different_fields_of_a_patient_meet_and_the_same_field_is_a_conflict() -> None:
    kind, base = kind_of("patients"), _of("patients", phone="1", needs="a", city="X", address="Y")
    ours, theirs = {**base, "phone": "2", "city": "Z"}, {**base, "needs": "b", "address": "W"}
    merged = merge(kind, base, ours, theirs)
    assert (merged.result["phone"], merged.result["needs"]) == ("2", "b")
    assert merged.conflict is not None
    # A street of one address never meets the town of another.
    assert set(merged.conflict.columns) == {"city", "address"}
    assert (merged.result["city"], merged.result["address"]) == ("Z", "Y")


def test_what_one_side_left_empty_is_filled_where_nothing_was_known_in_common() -> None:
    kind = kind_of("patients")
    full, empty = _of("patients", phone="1"), _of("patients", phone="")
    assert merge(kind, None, full, empty).result["phone"] == "1"
    assert merge(kind, None, empty, full).result["phone"] == "1"


def test_the_stricter_protection_holds_while_a_person_has_not_chosen() -> None:
    kind, base = kind_of("patients"), _of("patients", protection="")
    ours, theirs = {**base, "protection": "confidential"}, {**base, "protection": "strict"}
    merged = merge(kind, base, ours, theirs)
    assert merged.result["protection"] == "strict"
    assert merged.conflict is not None


@pytest.mark.parametrize("withdrawn_here", [True, False])
def test_a_withdrawn_consent_stays_withdrawn(withdrawn_here: bool) -> None:
    kind, base = kind_of("consents"), _of("consents", note="a")
    gone = {**base, "withdrawn_on": "2026-11-20", "withdrawn_by": "u"}
    other = {**base, "note": "b"}
    ours, theirs = (gone, other) if withdrawn_here else (other, gone)
    merged = merge(kind, base, ours, theirs)
    assert merged.result["withdrawn_on"] == "2026-11-20"
    assert merge(kind, gone, gone, other).result["withdrawn_on"] == "2026-11-20"
    assert merge(kind, None, gone, {**base, "note": "b"}).result["withdrawn_by"] == "u"


def test_a_consent_withdrawn_on_both_sides_is_no_conflict() -> None:
    kind, base = kind_of("consents"), _of("consents")
    ours = {**base, "withdrawn_on": "2026-11-20", "withdrawn_by": "u"}
    theirs = {**base, "withdrawn_on": "2026-11-19", "withdrawn_by": "v"}
    merged = merge(kind, base, ours, theirs)
    assert merged.conflict is None
    assert merged.result["withdrawn_on"] == "2026-11-19"


def test_a_plan_changed_on_both_sides_is_never_merged() -> None:
    kind = kind_of("plan_versions")
    base = _of("plan_versions", status="draft", content="a", note="n")
    merged = merge(kind, base, {**base, "content": "b"}, {**base, "content": "c"})
    assert merged.conflict is not None
    assert merged.conflict.reason == "both_changed"
    assert not merged.apply


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"status": "draft"}, "back_to_draft"), ({"content": "b"}, "approved_content")],
)
def test_what_was_approved_says_what_it_said(change: dict[str, object], reason: str) -> None:
    kind = kind_of("plan_versions")
    base = _of("plan_versions", status="approved", content="a", content_hash="h")
    for ours, theirs in ((base, {**base, **change}), ({**base, **change}, base)):
        merged = merge(kind, base, ours, theirs)
        assert merged.conflict is not None
        assert merged.conflict.reason == reason
        assert not merged.apply


def test_an_approval_goes_over_a_draft_and_an_end_over_an_approval() -> None:
    kind = kind_of("plan_versions")
    base = _of("plan_versions", status="draft", content="a")
    assert merge(kind, base, base, {**base, "status": "approved"}).result["status"] == "approved"
    approved = {**base, "status": "approved"}
    ours = {**approved, "status": "replaced", "in_force_to": 5}
    theirs = {**approved, "status": "replaced", "in_force_to": 7}
    for one, other in ((ours, theirs), (theirs, ours)):
        assert merge(kind, approved, one, other).result["in_force_to"] == 7
    twice = merge(kind, None, ours, {**approved, "in_force_to": None})
    assert (twice.result["status"], twice.result["in_force_to"]) == ("replaced", 5)
    one, other = {**approved, "in_force_to": 3}, {**approved, "in_force_to": 4}
    assert merge(kind, None, one, other).result["status"] == "approved"


def _alert(**changed: object) -> dict[str, object]:
    return _of("alerts", **{"state": "open", "level": 1, "opened_at": 1, **changed})


def test_closing_wins_over_taking_and_both_stay_noted() -> None:
    kind, base = kind_of("alerts"), _alert()
    ours = {**base, "state": "taken", "taken_by": "u", "taken_at": 4}
    theirs = {**base, "state": "closed", "closed_at": 3, "verdict": "right", "action": "call"}
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = merge(kind, base, one, other)
        assert merged.conflict is None
        assert (merged.result["state"], merged.result["taken_by"]) == ("closed", "u")


def test_two_closings_that_say_different_things_are_looked_at() -> None:
    kind, base = kind_of("alerts"), _alert()
    ours = {**base, "state": "closed", "verdict": "right", "closed_by": "u"}
    theirs = {**base, "state": "closed", "verdict": "wrong", "closed_by": "v"}
    merged = merge(kind, base, ours, theirs)
    assert merged.conflict is not None
    assert merged.conflict.reason == "closed_twice"
    alike = merge(kind, base, ours, {**ours, "closed_by": "v"})
    assert alike.conflict is None


def test_a_closing_that_was_undone_is_undone_everywhere() -> None:
    kind, closed = kind_of("alerts"), _alert(state="closed", closed_at=3)
    assert merge(kind, closed, closed, _alert()).result["state"] == "open"


def test_an_alert_that_got_worse_is_seen_again_by_those_who_had_put_it_off() -> None:
    kind, base = kind_of("alerts"), _alert()
    put_off = {**base, "state": "waiting", "waiting_until": 9}
    worse = {**base, "level": 2, "reading_id": "r"}
    for one, other in ((put_off, worse), (worse, put_off)):
        merged = merge(kind, base, one, other)
        assert (merged.result["state"], merged.result["level"]) == ("open", 2)
    both = merge(kind, base, put_off, {**put_off, "taken_by": "u"})
    assert both.result["state"] == "waiting"
    odd = merge(kind, None, {**worse, "level": "?"}, {**worse, "level": 1})
    assert odd.result["level"] == 1


def test_two_that_took_an_alert_and_two_levels_come_to_the_same() -> None:
    kind, base = kind_of("alerts"), _alert()
    ours = {**base, "taken_by": "u", "why": "a"}
    theirs = {**base, "taken_by": "v", "why": "b"}
    assert merge(kind, base, ours, theirs).result == merge(kind, base, theirs, ours).result


def test_a_reading_says_for_ever_what_it_said() -> None:
    kind, base = kind_of("readings"), _of("readings", value=91.0, arrived_at=5)
    merged = merge(kind, base, base, {**base, "value": 71.0, "arrived_at": 9})
    assert merged.conflict is not None
    assert (merged.conflict.reason, merged.conflict.columns) == ("differs", ("value",))
    assert merged.result["value"] == 91.0
    # What came later than a closing was not settled by it: the later arrival holds.
    assert merged.result["arrived_at"] == 9


def test_what_one_copy_lacks_the_other_fills_and_the_same_step_is_no_conflict() -> None:
    kind, bare = kind_of("readings"), _of("readings", confirmed=0)
    told = {**bare, "moved_from": "r", "confirmed": 1}
    for ours, theirs in ((bare, told), (told, bare)):
        merged = merge(kind, bare, ours, theirs)
        assert (merged.result["moved_from"], merged.result["confirmed"]) == ("r", 1)
        assert merged.conflict is None
    patients = kind_of("patients")
    base = _of("patients", status="active", status_since=1)
    ours = {**base, "status": "starting", "status_since": 2}
    merged = merge(patients, base, ours, {**ours, "status_since": 3})
    assert merged.conflict is None
    apart = merge(patients, base, ours, {**base, "status": "ended"})
    assert apart.conflict is not None


def test_the_first_to_open_an_alert_opened_it() -> None:
    kind = kind_of("alerts")
    assert merge(kind, None, _alert(opened_at=5), _alert(opened_at=4)).result["opened_at"] == 4


def test_marks_on_a_reading() -> None:
    kind, base = kind_of("readings"), _of("readings", excluded="", excluded_reason="")
    ours = {**base, "excluded": "test", "excluded_by": "u"}
    assert merge(kind, base, base, ours).result["excluded"] == "test"
    assert merge(kind, base, ours, {**ours, "excluded_by": "v"}).conflict is None
    other = merge(kind, base, ours, {**base, "excluded": "activity"})
    assert other.conflict is not None


def test_a_conflict_about_an_act_is_told_before_one_about_copies() -> None:
    kind, base = kind_of("readings"), _of("readings", excluded="", value=1)
    ours, theirs = {**base, "excluded": "test"}, {**base, "excluded": "activity", "value": 2}
    merged = merge(kind, base, ours, theirs)
    assert merged.conflict is not None
    assert merged.conflict.reason == "both_changed"


def test_comments_read_and_pauses_ended() -> None:
    answers, none = kind_of("form_answers"), _of("form_answers")
    one = {**none, "comment_read_at": 1, "comment_read_by": "u"}
    other = {**none, "comment_read_at": 2, "comment_read_by": "v"}
    for ours, theirs in ((one, other), (other, one), (none, one), (one, none)):
        assert merge(answers, None, ours, theirs).result["comment_read_at"] == 1
    pauses, open_pause = kind_of("pauses"), _of("pauses")
    ended = {**open_pause, "ended_at": 3, "ended_by": "u"}
    later = {**open_pause, "ended_at": 4, "ended_by": "v"}
    for ours, theirs in ((ended, later), (open_pause, ended), (ended, open_pause)):
        assert merge(pauses, None, ours, theirs).result["ended_at"] == 3
    shorter, longer = {**open_pause, "until_at": 5}, {**open_pause, "until_at": 8}
    for ours, theirs in ((shorter, longer), (longer, shorter), (open_pause, shorter)):
        assert merge(pauses, None, ours, theirs).result["until_at"] == 5


def test_what_was_taken_away_here_stays_away_unless_it_was_changed_there() -> None:
    kind, base = kind_of("contacts"), _of("contacts", note="a")
    assert merge(kind, base, None, base) == Merged({}, frozenset())
    changed = merge(kind, base, None, {**base, "note": "b"})
    assert changed.conflict is not None
    assert changed.conflict.reason == "deleted_here"
    assert merge(kind_of("pauses"), _of("pauses"), None, _of("pauses")).result == _of("pauses")


def test_what_was_taken_away_there_goes_here_only_if_that_is_meant() -> None:
    kind, base = kind_of("plan_versions"), _of("plan_versions", status="draft", content="a")
    assert merge_deleted(kind, base, None) == Merged({}, frozenset())
    assert merge_deleted(kind, base, base).result == {}
    for ours in ({**base, "content": "b"}, {**base, "status": "approved"}):
        kept = merge_deleted(kind, ours if ours["status"] == "approved" else base, ours)
        assert kept.result == ours
        assert kept.conflict is not None
    patient = merge_deleted(kind_of("patients"), _of("patients"), _of("patients"))
    assert patient.conflict is not None
    contact = _of("contacts")
    assert merge_deleted(kind_of("contacts"), contact, contact).conflict is None


def test_json_says_the_same_however_it_is_written() -> None:
    assert same_value('{"a": 1}', '{"a":1}')
    assert not same_value('{"a": 1}', '{"a": 2}')
    assert not same_value('{"a', '{"b')
    assert not same_value("[1]", "{}")
    assert not same_value("a", None)
