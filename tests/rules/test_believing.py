"""What nobody elsewhere may say of a record."""

import pytest

from station.rules.believing import FIXED, moved, rests_too_long, unbelievable
from station.rules.synced import NAMES, kind_of


def test_the_columns_are_shared_ones() -> None:
    assert set(FIXED) <= set(NAMES)
    for name, columns in FIXED.items():
        assert set(columns) <= set(kind_of(name).shared)


@pytest.mark.parametrize("name", [each for each in NAMES if "patient_id" in kind_of(each).shared])
def test_nothing_of_one_patient_becomes_anothers(name: str) -> None:
    if name == "openings":
        return
    assert "patient_id" in moved(name, {"patient_id": "a"}, {"patient_id": "b"})
    assert not moved(name, {"patient_id": "a"}, {"patient_id": "a"})
    assert not moved(name, {"patient_id": "a"}, {})


@pytest.mark.parametrize(
    ("kind", "theirs", "column"),
    [
        ("patients", {"status": "banana"}, "status"),
        ("patients", {"protection": "none"}, "protection"),
        ("patients", {"birth_date": "01.02.1950"}, "birth_date"),
        ("patients", {"birth_date": ""}, ""),
        ("patients", {"birth_date": None, "deceased_on": None}, ""),
        ("patients", {"status": "active", "birth_date": "1950-02-01"}, ""),
        ("patients", {"given_name": "Ra\u202esk"}, "given_name"),
        ("patients", {"given_name": "", "family_name": "Elg " * 31}, "family_name"),
        ("patients", {"given_name": "", "family_name": "Elg", "note": "a\nb\u202e"}, ""),
        ("users", {"name": "a\tb"}, "name"),
        ("contacts", {"note": "a\0b"}, "note"),
        ("contacts", {"note": "x" * 100_001}, "note"),
        ("form_versions", {"content": "x" * 100_001}, ""),
        ("consents", {"withdrawn_on": "in March"}, "withdrawn_on"),
        ("consents", {"withdrawn_on": ""}, "withdrawn_on"),
        ("users", {"role": "owner"}, "role"),
        ("devices", {"state": "stolen"}, "state"),
        ("form_versions", {"status": "secret"}, "status"),
        ("form_answers", {"excluded": "?"}, "excluded"),
        ("readings", {"excluded": "banana"}, "excluded"),
        ("readings", {"beyond": "sideways"}, "beyond"),
        ("readings", {"excluded": "test"}, ""),
        ("alerts", {"level": 0}, "level"),
        ("alerts", {"level": 3}, "level"),
        ("alerts", {"state": "vanished"}, "state"),
        ("alerts", {"side": "up"}, "side"),
        ("alerts", {"state": "closed"}, "closed_by"),
        ("alerts", {"state": "closed", "closed_by": "u"}, "closed_at"),
        ("alerts", {"state": "closed", "closed_by": "u", "closed_at": 5}, ""),
        ("alerts", {"state": "taken"}, ""),
        ("alerts", {"state": "waiting"}, "waiting_until"),
        ("alerts", {"state": "waiting", "waiting_until": 5}, ""),
        ("plan_versions", {"status": "approved"}, "approved_by_name"),
        ("plan_versions", {"status": "approved", "approved_by_name": "F"}, "in_force_from"),
        ("plan_versions", {"status": "draft"}, ""),
        ("contacts", {"kind": "anything"}, ""),
    ],
)
def test_what_is_new_must_be_believable(kind: str, theirs: dict[str, object], column: str) -> None:
    assert unbelievable(kind, None, None, theirs) == column


def test_what_both_knew_is_no_news() -> None:
    left_out: dict[str, object] = {"excluded": "test", "excluded_by": None}
    assert unbelievable("readings", None, {"excluded": ""}, left_out) == "excluded_by"
    assert unbelievable("readings", left_out, {"excluded": ""}, left_out) == ""
    assert unbelievable("readings", None, left_out, left_out) == ""
    assert unbelievable("readings", None, {"excluded": ""}, {**left_out, "excluded_by": "u"}) == ""
    closed: dict[str, object] = {"state": "closed", "closed_at": 5, "closed_by": "u"}
    assert unbelievable("alerts", None, closed, {"state": "closed"}) == ""


def test_nothing_rests_longer_than_anybody_here_may_let_it() -> None:
    day = 86_400_000
    for kind, column, most in (("alerts", "waiting_until", 60), ("pauses", "until_at", 184)):
        assert rests_too_long(kind, None, {column: 5 + (most + 3) * day}, 5) == column
        assert rests_too_long(kind, None, {column: 5 + most * day}, 5) == ""
        assert rests_too_long(kind, {column: 2**50}, {column: 2**50}, 5) == ""
        assert rests_too_long(kind, {column: 1}, {column: None}, 5) == ""
    assert rests_too_long("readings", None, {"taken_at": 2**50}, 5) == ""
