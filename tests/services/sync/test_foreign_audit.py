"""Other stations' logs: each row kept once, for the patient who asks who has read her file."""

from station.models.database import Actor, Database
from station.models.queries import foreign_audit
from station.models.records import hand
from station.services.sync.foreign_audit import AUDIT_EVENT, receive_audit
from station.sync.fhir import audit_event
from station.sync.values import Context, Found, Page

PATIENT = "a" * 32
THERE = "c" * 32


def event(station: str, seq: int) -> Found:
    row = {
        "station": station, "seq": seq, "at": 1_795_000_000_000, "user_id": "b" * 32,
        "user_name": "Lun Hylle", "action": "patient_opened", "subject_kind": "patient",
        "subject_id": PATIENT, "patient_id": PATIENT, "details": "{}", "mac": "m",
    }  # fmt: skip
    body = audit_event(row, Context(station=station))
    return Found(AUDIT_EVENT, str(body["id"]), "1", body)


def page(*found: Found) -> Page:
    return Page(AUDIT_EVENT, found, "c1", last=True)


def test_a_row_is_kept_once_and_the_own_ones_not_at_all(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        here = hand.begin(writer)
        others = {"resourceType": AUDIT_EVENT, "id": "x"}
        came = page(event(THERE, 7), event(here, 3), Found(AUDIT_EVENT, "x", "1", others))
        assert receive_audit(writer, "centre", came) == 1
        assert receive_audit(writer, "centre", page(event(THERE, 7), event(THERE, 8))) == 1
        gone = Found(AUDIT_EVENT, event(THERE, 7).resource_id, "2", gone=True)
        assert receive_audit(writer, "centre", page(gone)) == 0
    with database.read() as reader:
        lines = foreign_audit.of_patient(reader, PATIENT)
        cursors = reader.raw("SELECT cursor FROM sync_cursors")
    assert [(line.station, line.seq, line.user_name) for line in lines] == [
        (THERE, 8, "Lun Hylle"),
        (THERE, 7, "Lun Hylle"),
    ]
    assert cursors == [("c1",)]


def test_a_damaged_row_does_not_keep_the_others_away(database: Database, actor: Actor) -> None:
    whole = event(THERE, 8)
    damaged = {**event(THERE, 7).body, "recorded": "i går"}
    with database.write(actor) as writer:
        came = page(Found(AUDIT_EVENT, "x", "1", damaged), whole)
        assert receive_audit(writer, "centre", came) == 1
    with database.read() as reader:
        assert [line.seq for line in foreign_audit.of_patient(reader, PATIENT)] == [8]
