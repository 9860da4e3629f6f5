"""The words of a conflict: every kind, reason and column that can differ has some."""

from datetime import UTC, datetime

import pytest

from station.models.records.plans import content_text
from station.rules.synced import KINDS
from station.services.conflicts import words
from tests.services.sync_cases import plan

NINE = int(datetime(2026, 11, 20, 8, 0, tzinfo=UTC).timestamp() * 1000)


def test_every_kind_and_reason_is_said() -> None:
    shared = {kind.name for kind in KINDS} - {"openings"}
    assert {name for name in shared if words.what_words(name) == "Record"} == set()
    assert words.what_words("unheard") == "Record"
    assert words.reason_words("two_loans") == "The same device is lent in two places."
    assert words.reason_words("unheard") == words.reason_words("both_changed")
    assert words.choice_words("gone")[0] == "Send it again"
    assert words.choice_words("unheard") == ("What stands here applies", "What came applies")


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        ("patients", "gone", "Nothing was deleted here."),
        ("plan_versions", "two_plans", "stricter limits"),
        ("consents", "both_changed", "stays withdrawn"),
        ("patients", "both_changed", "What stands here applies"),
    ],
)
def test_what_applies_meanwhile(kind: str, reason: str, said: str) -> None:
    assert said in words.meanwhile_words(kind, reason)


def test_columns_have_names_and_some_say_nothing() -> None:
    assert words.column_words("patients", "phone") == "Telephone"
    assert words.column_words("devices", "address") == "Address on the air"
    assert words.column_words("patients", "address") != "Address on the air"
    assert words.column_words("patients", "unheard_of") == "unheard_of"
    assert not words.is_seen("content_hash")
    assert words.is_seen("phone")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("phone", None, "–"),
        ("phone", "", "–"),
        ("active", 1, "Yes"),
        ("retired", 0, "No"),
        ("value", 88.5, "88.5"),
        ("responsible_id", "u1", "Rask Elg"),
        ("responsible_id", "u2", "u2"),
        ("role", "nurse", "Nurse"),
        ("role", "wizard", "wizard"),
        ("closed_at", "never", "never"),
        ("given_on", "soon", "soon"),
    ],
)
def test_values_in_words(column: str, value: object, said: str) -> None:
    assert words.value_words(column, value, {"u1": "Rask Elg"}).casefold() == said.casefold()


def test_days_and_moments_and_plans() -> None:
    assert "09:00" in words.value_words("closed_at", NINE, {}).replace(".", ":")
    day = words.value_words("given_on", "2026-11-20", {})
    assert "20" in day
    assert "09" not in day
    said = words.value_words("content", content_text(plan(88.0)), {})
    assert "88" in said
    for broken in ("{", "[]", "{}"):
        assert words.plan_words(broken) == "Cannot be shown here"
