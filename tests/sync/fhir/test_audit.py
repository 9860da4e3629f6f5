"""The audit log of a station as others keep it: every row as it was, and who wrote it."""

from typing import Any

import pytest

from station.sync.fhir import Unreadable, audit_event, audit_row
from station.sync.fhir.codes import RECORD
from station.sync.values import Context

ROW: dict[str, object] = {
    "seq": 7,
    "at": 1_795_161_600_000,
    "user_id": "u" * 32,
    "user_name": "Rask Elg",
    "action": "patient_opened",
    "subject_kind": "patient",
    "subject_id": "p" * 32,
    "patient_id": "p" * 32,
    "details": "{}",
    "mac": "ab",
}


def test_a_row_comes_back_with_the_station_that_wrote_it() -> None:
    one, other = (audit_event(ROW, Context(station=name)) for name in ("a", "b"))
    assert audit_row(one) == {**ROW, "station": "a"}
    assert one["id"] != other["id"]
    nobody = {**ROW, "user_id": "", "user_name": "", "patient_id": None}
    assert audit_row(audit_event(nobody, Context(station="a"))) == {**nobody, "station": "a"}


def test_what_others_log_is_no_row_of_ours() -> None:
    event: Any = dict(audit_event(ROW, Context(station="a")))
    for other in ({**event, "meta": {}}, {**event, "resourceType": "Task"}):
        with pytest.raises(Unreadable, match="unknown_kind"):
            audit_row(other)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recorded": None}, "incomplete"),
        ({"subtype": [{"system": "urn:other", "code": "read"}]}, "incomplete"),
        ({"extension": []}, "malformed"),
        ({"extension": [{"url": RECORD, "extension": 7}]}, "malformed"),
    ],
)
def test_a_damaged_row_is_told(changes: dict[str, object], code: str) -> None:
    event: Any = dict(audit_event(ROW, Context(station="a")))
    with pytest.raises(Unreadable) as told:
        audit_row({**event, **changes})
    assert told.value.code == code


@pytest.mark.parametrize("seq", ["seven", 2**63, True])
def test_a_row_must_have_a_number(seq: object) -> None:
    with pytest.raises(Unreadable, match="incomplete"):
        audit_row(audit_event({**ROW, "seq": seq}, Context(station="a")))
