"""A stick written by a station that is broken: sealed with the right secret, and still nonsense."""

import json

import pytest

from station.services.sync.applying.applying import apply_changes
from station.sync.exchange import LogRow
from tests.services.stations import Place
from tests.services.sync_cases import PATIENT, add_patient, measure

OTHER = "b" * 32


def _row(number: int, kind: str, record_id: str, op: str, *said: object) -> LogRow:
    old, new = (each if isinstance(each, str | None) else json.dumps(each) for each in said)
    return LogRow(
        number, "5" * 32, str(number), kind, record_id, None, op, old, new, 5, "u"
    )  # fmt: skip


def _take(station: Place, *rows: LogRow) -> list[str]:
    with station.database.write(station.actor) as writer:
        return apply_changes(writer, rows)


@pytest.mark.parametrize("said", ["{", "[]", "5", "[" * 3000, '{"patient_id": []}', "{}"])
def test_rows_that_say_nothing_that_can_be_read_are_kept_apart(north: Place, said: str) -> None:
    add_patient(north)
    before = north.everything()
    rows = [_row(at, "readings", str(at) * 32, "insert", None, said) for at in (1, 2, 3)]
    rows += [_row(4, "patients", PATIENT, "update", said, said)]
    assert set(_take(north, *rows)) <= {"held", "known"}
    assert north.everything() == before
    # The same stick once more, and what comes right after it.
    assert set(_take(north, *rows)) == {"known"}
    note = _row(5, "patients", PATIENT, "update", {"note": ""}, {"note": "n"})
    assert _take(north, note) == ["applied"]


def test_an_id_that_is_none_makes_no_record(north: Place) -> None:
    add_patient(north)
    before = north.everything()
    told = {**before["patients"][0], "national_number": None}
    for at, record_id in enumerate(("", "../../x", "a" * 31 + "'", "x" * 400)):
        assert _take(north, _row(at, "patients", record_id, "insert", None, told)) == ["held"]
    assert north.everything() == before


def test_a_stick_moves_no_reading_to_another_patient(north: Place) -> None:
    add_patient(north)
    add_patient(north, OTHER, given_name="Rask", family_name="Elg")
    reading = measure(north, 95.0)
    here = north.one("readings", reading)
    assert here is not None
    moved = {**here, "patient_id": OTHER}
    assert _take(north, _row(1, "readings", reading, "update", here, moved)) == ["conflict"]
    assert north.rows("SELECT patient_id FROM readings") == [(PATIENT,)]
