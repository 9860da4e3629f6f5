"""Working in: two stations and a server come to the same, and what they may not decide is shown."""

import json

from station.rules.synced import kind_of
from station.services.sync.applying.applying import new_station_id
from tests.services.stations import CENTRE, RASK, Place, Server, decode, exchange, resource
from tests.services.sync_cases import PATIENT, add, change
from tests.services.two_stations import alike


def test_a_patient_comes_over_with_what_screens_need(both: tuple[Place, Place]) -> None:
    north, south = both
    alike(north, south)
    assert south.rows("SELECT search_text, revision FROM patients") == [("stille brygge stille", 1)]
    change(north, "patients", PATIENT, family_name="Bekk")
    exchange(north, south)
    assert south.rows("SELECT search_text, revision FROM patients") == [("stille bekk stille", 2)]
    # What came from the centre stands in the log with where it came from, and does not go back.
    assert south.rows("SELECT DISTINCT origin FROM sync_log") == [(CENTRE,)]
    assert south.rows("SELECT count(*) FROM audit WHERE action = 'exchange_received'") == [(2,)]


def test_different_fields_meet_and_the_same_field_is_shown(both: tuple[Place, Place]) -> None:
    north, south = both
    change(north, "patients", PATIENT, phone="68050001", needs="leser dårlig")
    change(south, "patients", PATIENT, phone="68050002", gp_name="Rask Elg")
    exchange(north, south)
    theirs = south.one("patients", PATIENT)
    assert theirs is not None
    assert (theirs["phone"], theirs["needs"]) == ("68050002", "leser dårlig")
    assert north.conflicts() == []
    assert south.conflicts() == [("patients", PATIENT, "both_changed", '["phone"]')]
    # What is decided at the other station is decided here.
    change(north, "patients", PATIENT, phone="68050002")
    exchange(north, south)
    assert south.conflicts() == []
    assert south.rows("SELECT state FROM sync_conflicts") == [("elsewhere",)]
    alike(north, south)


def test_what_waits_for_its_parent_comes_when_that_has_come(north: Place, server: Server) -> None:
    relative = {"id": "b" * 32, "patient_id": PATIENT, "name": "Rask", "reports": 1, "active": 1}
    server.force(resource("relatives", "b" * 32, relative))
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox") == [("waiting", "parent")]
    fields = {
        **dict.fromkeys(kind_of("patients").shared, ""),
        "id": PATIENT,
        "birth_date": None,
        "deceased_on": None,
        "status": "active",
        "status_since": 1,
        "created_at": 1,
        "national_number": None,
    }
    server.force(resource("patients", PATIENT, fields))
    north.fetch()
    assert north.rows("SELECT name FROM relatives") == [("Rask",)]
    assert north.rows("SELECT DISTINCT state, body FROM sync_inbox") == [("done", "")]


def test_what_the_server_lost_is_lost_nowhere_else(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    server.delete("patients", PATIENT)
    north.fetch()
    assert north.conflicts() == [("patients", PATIENT, "gone", "[]")]
    assert north.one("patients", PATIENT) is not None
    # It is back: there is nothing to choose.
    server.force(resource("patients", PATIENT, north.one("patients", PATIENT) or {}))
    north.fetch()
    assert north.conflicts() == []
    server.force(resource("users", "u" * 32, {}))
    server.delete("users", "u" * 32)
    north.fetch()
    assert north.rows("SELECT state FROM sync_inbox WHERE body = '' AND state = 'new'") == []


def test_what_was_taken_away_there_is_taken_away_here(both: tuple[Place, Place]) -> None:
    north, south = both
    contact = add(
        north, "contacts", patient_id=PATIENT, kind="call", initiative="centre", at=5, by="u"
    )
    exchange(north, south)
    assert south.one("contacts", contact) is not None
    north.write("DELETE FROM contacts")
    exchange(north, south)
    assert south.one("contacts", contact) is None
    assert south.rows("SELECT op, origin FROM sync_log WHERE kind = 'contacts' ORDER BY seq") == [
        ("insert", CENTRE),
        ("delete", CENTRE),
    ]
    again = add(
        north, "contacts", patient_id=PATIENT, kind="call", initiative="centre", at=5, by="u"
    )
    exchange(north, south)
    north.write("DELETE FROM contacts")
    change(south, "contacts", again, note="viktig")
    exchange(north, south)
    assert south.one("contacts", again) is not None
    assert {each[2] for each in (*north.conflicts(), *south.conflicts())} == {"gone"}


def test_a_restored_station_gets_another_id(north: Place) -> None:
    before = north.rows("SELECT station FROM sync_hand")
    with north.database.write(RASK) as writer:
        made = new_station_id(writer)
    assert before != [(made,)] == north.rows("SELECT station FROM sync_hand")


def test_the_double_reads_what_it_writes() -> None:
    told = decode(json.loads(json.dumps(resource("users", "u" * 32, {"name": "x"}))))
    assert (told.kind, dict(told.fields)) == ("users", {"name": "x"})
