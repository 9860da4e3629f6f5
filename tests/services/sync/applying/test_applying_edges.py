"""What came twice, too early, too late or for nobody: looked at, kept, and never in the way."""

import json
import sqlite3
from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.services.sync.applying.after import work_out
from station.services.sync.applying.applying import Inbox
from station.services.sync.applying.stick import apply_changes
from station.services.sync.applying.values import Effects
from station.sync.exchange import LogRow
from station.sync.fhir import audit_event
from station.sync.values import Context, Found, Page
from tests.conftest import FRIDAY_NINE
from tests.services.stations import CENTRE, Place, Server, decode, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_patient, change, measure

CONTACT: dict[str, object] = {
    "patient_id": PATIENT, "kind": "note", "initiative": "centre", "outcome": "", "note": "Ringt",
    "at": 5, "by": "u",
}  # fmt: skip
ANSWER: dict[str, object] = {
    "patient_id": PATIENT, "form_code": "cat", "form_version": 1, "language": "nb",
    "answered_at": FRIDAY_NINE - 60_000, "arrived_at": FRIDAY_NINE - 50_000,
    "answered_by": "patient", "source": "tablet", "answers": "{}", "scores": "{}",
    "source_key": "tablet/7",
}  # fmt: skip


def reading(number: int, **more: object) -> dict[str, object]:
    """A saturation as a station tells of it."""
    return {
        "id": f"{number}" * 32, "patient_id": PATIENT, "kind": "spo2",
        "taken_at": FRIDAY_NINE - 60_000 * (number + 2), "arrived_at": FRIDAY_NINE - 50_000,
        "value": 90.0 + number, "source": "device", "source_key": f"m{number}", "confirmed": 0,
        **more,
    }  # fmt: skip


def give(server: Server, *told: dict[str, object]) -> None:
    """Let a server have readings."""
    for each in told:
        server.force(resource("readings", str(each["id"]), each))


def inbox(station: Place) -> list[tuple[object, ...]]:
    """What became of all that came."""
    return station.rows("SELECT state, reason_code FROM sync_inbox WHERE state <> 'done'")


def test_answers_that_a_tablet_brought_to_both_are_the_same(both: tuple[Place, Place]) -> None:
    for station in both:
        add(station, "form_answers", **ANSWER)
    exchange(*both)
    for station in both:
        assert station.rows("SELECT count(*) FROM form_answers") == [(1,)]
        assert not [row for row in inbox(station) if row[0] in ("held", "waiting")]


def test_a_record_without_an_id_of_a_record_is_held(north: Place, server: Server) -> None:
    add_patient(north)
    server.force(resource("contacts", "77", CONTACT))
    north.fetch()
    assert inbox(north) == [("held", "unfit")]


def test_what_was_deleted_here_and_changed_there_is_for_a_person(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    contact = add(north, "contacts", **CONTACT)
    exchange(north, south)
    north.write("DELETE FROM contacts WHERE id = ?", contact)
    change(south, "contacts", contact, note="Ringt to ganger")
    south.send()
    north.fetch()
    assert [each[:3] for each in north.conflicts()] == [("contacts", contact, "deleted_here")]
    assert north.one("contacts", contact) is None


def test_what_nobody_has_any_more_is_nothing(both: tuple[Place, Place], server: Server) -> None:
    north, south = both
    contact = add(north, "contacts", **CONTACT)
    exchange(north, south)
    server.force(resource("contacts", "c" * 32, {"id": "c" * 32, **CONTACT}, deleted=True))
    south.write("DELETE FROM contacts WHERE id = ?", contact)
    server.delete("contacts", contact)
    south.fetch()
    assert south.conflicts() == []
    assert not [row for row in inbox(south) if row[0] in ("held", "waiting")]
    assert south.rows("SELECT * FROM contacts") == []


def test_what_somebody_who_does_not_sign_in_here_may_do_is_told_elsewhere(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    user = add(
        north, "users", name="Rask Elg", initials="RE", role="nurse", language="nb", active=1,
        created_at=1,
    )  # fmt: skip
    exchange(north, south)
    change(south, "users", user, role="leader")
    exchange(north, south)
    assert (north.one("users", user) or {})["role"] == "leader"
    assert north.conflicts() == []


def test_a_number_that_another_has_here_is_left_out_and_the_rest_comes(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    number = {"national_number": "01814049996", "number_kind": "F"}
    add_patient(north, "b" * 32, **number)
    change(south, "patients", PATIENT, phone="68050001", **number)
    south.send()
    north.fetch()
    here = north.one("patients", PATIENT) or {}
    assert (here["phone"], here["national_number"]) == ("68050001", None)
    assert [each[2] for each in north.conflicts()] == ["same_number"]


def test_what_goes_out_anyhow_is_not_told_back_as_well(north: Place, server: Server) -> None:
    add_patient(north)
    consent: dict[str, object] = {
        "patient_id": PATIENT, "form_version": "1", "given_on": "2026-01-01", "informed_by": "RE",
        "registered_at": 1, "registered_by": "u", "withdrawn_on": "2026-11-20", "note": "",
    }  # fmt: skip
    server.force(resource("consents", "c" * 32, consent))
    north.fetch()
    north.write(
        "INSERT INTO sync_outbox (channel, kind, record_id, first_seq, last_seq, state, since, "
        "next_at) VALUES (?, 'consents', ?, 1, 1, 'waiting', 1, 1)",
        CENTRE,
        "c" * 32,
    )
    before = north.rows("SELECT count(*) FROM sync_log")
    server.force(resource("consents", "c" * 32, {**consent, "withdrawn_on": None}))
    north.fetch()
    assert (north.one("consents", "c" * 32) or {})["withdrawn_on"] == "2026-11-20"
    assert north.rows("SELECT count(*) FROM sync_log") == before


def test_an_alert_waits_for_its_patient(north: Place, server: Server) -> None:
    alert: dict[str, object] = {
        "id": "d" * 32, "patient_id": PATIENT, "component": "spo2", "side": "low", "level": 2,
        "state": "open", "opened_at": 5, "measured_at": 5, "arrived_at": 5,
        "reading_id": "1" * 32, "plan_version_id": "", "plan_approved": 1, "confirmed": 0,
        "why": "{}",
    }  # fmt: skip
    server.force(resource("alerts", "d" * 32, alert))
    north.fetch()
    assert inbox(north) == [("waiting", "parent")]
    assert north.rows("SELECT * FROM alerts") == []


def test_one_consent_of_two_that_is_withdrawn_ends_nothing(both: tuple[Place, Place]) -> None:
    north, south = both
    told: dict[str, object] = {
        "patient_id": PATIENT, "form_version": "1", "given_on": "2026-01-01", "informed_by": "RE",
        "registered_at": 1, "registered_by": "u",
    }  # fmt: skip
    first, _ = add(north, "consents", **told), add(north, "consents", **told)
    exchange(north, south)
    change(north, "consents", first, withdrawn_on="2026-11-20", withdrawn_by="u")
    exchange(north, south)
    assert (south.one("patients", PATIENT) or {})["status"] == "active"
    with south.database.write(south.actor) as writer:
        # Whose patient went meanwhile has no follow-up to end.
        work_out(writer, Effects(withdrawn={"n" * 32}))
        writer.quiet()


def test_a_full_disk_undoes_readings_that_come_together_too(
    north: Place, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    add_patient(north)
    give(server, reading(1), reading(2))
    with monkeypatch.context() as patch:
        patch.setattr("station.services.sync.applying.readings.take", full)
        with pytest.raises(Trouble) as trouble:
            north.fetch()
    assert trouble.value.code == "disk_full"
    assert north.rows("SELECT count(*) FROM sync_inbox WHERE state = 'held'") == [(0,)]
    north.fetch()
    assert north.rows("SELECT count(*) FROM readings") == [(2,)]


def test_one_reading_that_came_under_two_ids_at_once_is_one(north: Place, server: Server) -> None:
    add_patient(north)
    give(server, reading(1), {**reading(1), "id": "2" * 32})
    north.fetch()
    assert north.rows("SELECT id FROM readings") == [("1" * 32,)]
    assert not [row for row in inbox(north) if row[0] in ("held", "waiting")]


def test_a_reading_of_another_program_that_came_under_two_ids_is_one(
    north: Place, server: Server
) -> None:
    add_patient(north)
    for name in ("1" * 32, "2" * 32):
        told = {**reading(1), "id": name, "source": "centre"}
        server.force({**resource("readings", name, told), "meta": {}})
    north.fetch()
    assert north.rows("SELECT count(*) FROM readings") == [(1,)]
    assert not [row for row in inbox(north) if row[0] in ("held", "waiting")]


def test_a_reading_that_was_left_out_elsewhere_comes_left_out(north: Place, server: Server) -> None:
    add_patient(north)
    out = {"excluded": "test", "excluded_at": FRIDAY_NINE - 9, "excluded_by": "u"}
    give(server, reading(1, **out), reading(2, confirmed=1))
    north.fetch()
    rows = north.rows("SELECT excluded, confirmed FROM readings ORDER BY id")
    assert [row[0] for row in rows] == ["test", ""]
    assert north.rows("SELECT value FROM latest WHERE kind = 'spo2'") == [(92.0,)]


def test_readings_that_are_here_all_are_merged(both: tuple[Place, Place]) -> None:
    north, south = both
    for number in (1, 2):
        measure(north, 90.0 + number, f"k{number}", taken_at=FRIDAY_NINE - 60_000 * number)
    exchange(north, south)
    before = south.everything()
    south.write("DELETE FROM sync_heads WHERE kind = 'readings'")
    south.write("DELETE FROM sync_inbox")
    south.read = 0
    south.fetch()
    assert south.everything() == before
    assert not [row for row in inbox(south) if row[0] in ("held", "waiting")]


def test_other_stations_logs_come_with_the_rest(north: Place) -> None:
    row = {
        "station": "c" * 32, "seq": 7, "at": 5, "user_id": "u", "user_name": "Lun Hylle",
        "action": "patient_opened", "subject_kind": "patient", "subject_id": PATIENT,
        "patient_id": PATIENT, "details": "{}", "mac": "m",
    }  # fmt: skip
    event = audit_event(row, Context(station="c" * 32))
    page = Page("AuditEvent", (Found("AuditEvent", str(event["id"]), "1", event),), "c", last=True)
    with north.database.write(north.actor) as writer:
        assert north.inbox.receive(writer, CENTRE, page) == 1
        writer.quiet()
    assert north.rows("SELECT seq FROM sync_audit") == [(7,)]


def log_row(number: int, kind: str, record_id: str, new: str) -> LogRow:
    """A change of another station."""
    return LogRow(
        number, "s" * 32, str(number), kind, record_id, PATIENT, "insert", None, new, 5, "u"
    )


def test_a_damaged_change_among_new_readings_stops_none_of_them(north: Place) -> None:
    add_patient(north)
    rows = [
        log_row(at, "readings", str(reading(at)["id"]), json.dumps(reading(at))) for at in (1, 2, 3)
    ]
    rows[1] = replace(rows[1], new="no json")
    alert = log_row(4, "alerts", "d" * 32, "{}")
    with north.database.write(north.actor) as writer:
        told = apply_changes(writer, [*rows, alert])
        # Once more is nothing twice.
        again = apply_changes(writer, rows[:1] + rows[2:])
    assert told == ["applied", "held", "applied", "held"]
    assert again == ["known", "known"]
    assert north.rows("SELECT id FROM readings ORDER BY id") == [("1" * 32,), ("3" * 32,)]


def test_what_waits_is_left_where_there_is_no_more_time(north: Place, server: Server) -> None:
    for number in (1, 2):
        server.force(resource("contacts", f"{number}" * 32, CONTACT))
    north.fetch()
    assert inbox(north) == [("waiting", "parent")] * 2
    add_patient(north)
    ticks = iter([0.0])
    north.inbox = Inbox(decode, moment=lambda: next(ticks, 1e9))
    with north.database.write(north.actor) as writer:
        assert north.inbox.apply(writer, CENTRE, 50).looked
    north.inbox = Inbox(decode)
    north.fetch()
    assert inbox(north) == []
    assert north.rows("SELECT count(*) FROM contacts") == [(2,)]
