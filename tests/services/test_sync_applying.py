"""Working in: two stations and a server come to the same, and what they may not decide is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.ids import new_id
from station.rules.synced import kind_of
from tests.conftest import FRIDAY_NINE
from tests.services.stations import (
    CENTRE,
    RASK,
    STILLE,
    Place,
    Server,
    exchange,
    place,
    resource,
)

PATIENT = "a" * 32


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def north(empty_file: Path, tmp_path: Path, server: Server) -> Iterator[Place]:
    made = place("north", RASK, empty_file, tmp_path, server, FRIDAY_NINE)
    yield made
    made.database.close()


@pytest.fixture
def south(empty_file: Path, tmp_path: Path, server: Server) -> Iterator[Place]:
    made = place("south", STILLE, empty_file, tmp_path, server, FRIDAY_NINE + 60_000)
    yield made
    made.database.close()


def add_patient(station: Place, patient_id: str = PATIENT, **more: object) -> None:
    values: dict[str, object] = {
        "id": patient_id,
        "given_name": "Stille",
        "family_name": "Brygge",
        "search_text": "stille brygge",
        "status": "active",
        "status_since": 1,
        "created_at": 1,
        "changed_at": 1,
        **more,
    }
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    station.write(f"INSERT INTO patients ({names}) VALUES ({marks})", *values.values())  # noqa: S608


def add(station: Place, kind: str, **values: object) -> str:
    told = {"id": new_id(), **values}
    names, marks = ", ".join(f'"{name}"' for name in told), ", ".join("?" for _ in told)
    station.write(f"INSERT INTO {kind} ({names}) VALUES ({marks})", *told.values())  # noqa: S608
    return str(told["id"])


def change(station: Place, kind: str, record_id: str, **values: object) -> None:
    sets = ", ".join(f'"{name}" = ?' for name in values)
    station.write(f"UPDATE {kind} SET {sets} WHERE id = ?", *values.values(), record_id)  # noqa: S608


def alike(one: Place, other: Place) -> None:
    assert one.everything() == other.everything()


def test_a_patient_comes_over_with_what_screens_need(north: Place, south: Place) -> None:
    add_patient(north)
    exchange(north, south)
    alike(north, south)
    assert south.rows("SELECT search_text, revision FROM patients") == [("stille brygge stille", 1)]
    change(north, "patients", PATIENT, family_name="Bekk")
    exchange(north, south)
    assert south.rows("SELECT search_text, revision FROM patients") == [("stille bekk stille", 2)]
    # What came from the centre stands in the log with where it came from, and does not go back.
    assert south.rows("SELECT DISTINCT origin FROM sync_log") == [(CENTRE,)]


def test_different_fields_meet_and_the_same_field_is_shown(north: Place, south: Place) -> None:
    add_patient(north)
    exchange(north, south)
    change(north, "patients", PATIENT, phone="68050001", needs="leser dårlig")
    change(south, "patients", PATIENT, phone="68050002", gp_name="Rask Elg")
    exchange(north, south)
    ours, theirs = north.one("patients", PATIENT), south.one("patients", PATIENT)
    assert ours is not None
    assert theirs is not None
    assert (theirs["phone"], theirs["needs"]) == ("68050002", "leser dårlig")
    assert north.conflicts() == []
    assert south.conflicts() == [("patients", PATIENT, "both_changed", '["phone"]')]


def test_what_waits_for_its_parent_comes_when_that_has_come(north: Place, server: Server) -> None:
    relative = {"id": "b" * 32, "patient_id": PATIENT, "name": "Rask", "reports": 1, "active": 1}
    server.force(resource("relatives", "b" * 32, relative))
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox") == [("waiting", "parent")]
    fields = {
        **dict.fromkeys(kind_of("patients").shared, ""),
        "id": PATIENT,
        "status_since": 1,
        "created_at": 1,
        "national_number": None,
    }
    server.force(resource("patients", PATIENT, fields))
    north.fetch()
    assert north.rows("SELECT name FROM relatives") == [("Rask",)]
    assert north.rows("SELECT DISTINCT state, body FROM sync_inbox") == [("done", "")]
