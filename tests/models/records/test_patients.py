"""What is stored about patients, on the encrypted driver, and what the log says of it."""

import json
from collections.abc import Mapping

import pytest

from station.core.bus import ChangeSet
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database, Reader
from station.models.queries import access, links
from station.models.queries import patients as found
from station.models.records import consents, patients, pauses, relatives
from station.models.records import links as link_records
from station.rules.folding import search_text

NUMBER = "01814049996"


def values_of(given: str = "Rask", family: str = "Elg", **more: object) -> Mapping[str, object]:
    return {
        "given_name": given,
        "family_name": family,
        "search_text": search_text(given, family),
        **more,
    }


def registered(database: Database, actor: Actor, **more: object) -> str:
    patient_id = new_id()
    given, family = str(more.pop("given", "Rask")), str(more.pop("family", "Elg"))
    with database.write(actor) as writer:
        patients.add(writer, patient_id, values_of(given, family, **more), "referred")
    return patient_id


def log_of(reader: Reader, patient_id: str) -> list[str]:
    return [row.action for row in access.access_to(reader, patient_id)]


def test_a_patient_is_stored_and_the_log_names_fields_but_no_value(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor, phone="68 05 01 12", national_number=NUMBER, note="")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        (entry,) = access.access_to(reader, patient_id)
    assert row is not None
    assert (row.given_name, row.phone, row.status, row.revision) == (
        "Rask",
        "68 05 01 12",
        "referred",
        1,
    )
    assert (row.status_since, row.created_at) == (clock.now(), clock.now())
    assert entry.details == {"fields": ["family_name", "given_name", "national_number", "phone"]}
    assert "68 05" not in json.dumps(dict(entry.details))


def test_a_change_needs_the_newest_revision(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert patients.change(writer, patient_id, 1, {"phone": "68 05 00 01", "search_text": ""})
        assert writer.changes == ChangeSet(frozenset({"patients"}), frozenset({patient_id}))
    with database.write(actor) as writer:
        assert not patients.change(writer, patient_id, 1, {"phone": "68 05 00 02"})
        assert not patients.set_status(writer, patient_id, 1, "referred", "mapping")
        assert not patients.set_deceased(writer, patient_id, 1, "2026-11-20")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        newest = access.access_to(reader, patient_id)[0]
    assert row is not None
    assert (row.phone, row.status, row.deceased_on, row.revision) == (
        "68 05 00 01",
        "referred",
        None,
        2,
    )
    assert (newest.action, newest.details) == ("patient_changed", {"fields": ["phone"]})


def test_status_and_death_are_kept_with_when_and_why(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    clock.advance(60_000)
    with database.write(actor) as writer:
        assert patients.set_status(writer, patient_id, 1, "referred", "declined", "Bor ikke her")
        assert patients.set_status(writer, patient_id, 2, "declined", "referred")
        assert patients.set_deceased(writer, patient_id, 3, "2026-11-20")
    with database.read() as reader:
        row = found.patient(reader, patient_id)
        log = access.access_to(reader, patient_id)
    assert row is not None
    assert (row.status_since, row.deceased_on) == (clock.now(), "2026-11-20")
    assert [entry.action for entry in log][:3] == ["death_registered", "status_set", "status_set"]
    assert log[2].details == {"before": "referred", "after": "declined", "reason": "Bor ikke her"}
    with database.write(actor) as writer:
        assert patients.set_deceased(writer, patient_id, 4, None)
    with database.read() as reader:
        assert log_of(reader, patient_id)[0] == "death_taken_back"


def test_a_look_leaves_a_row(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        patients.note_seen(writer, patient_id, "patient_opened")
    with database.read() as reader:
        (seen, made) = access.access_to(reader, patient_id)
        assert access.access_to(reader, patient_id, before=seen.seq) == (made,)
    assert (seen.user_name, seen.action, seen.role) == ("Rask Elg", "patient_opened", "")


def test_two_patients_never_share_a_number(database: Database, actor: Actor) -> None:
    registered(database, actor, national_number=NUMBER)
    with pytest.raises(Exception, match="UNIQUE"):
        registered(database, actor, given="Stille", national_number=NUMBER)
    with database.read() as reader:
        owner = found.with_number(reader, NUMBER)
        assert owner is not None
        assert owner.given_name == "Rask"
        assert found.with_number(reader, "29824049910") is None
        assert len(found.everyone(reader)) == 1


def test_relatives_come_change_and_go(database: Database, actor: Actor) -> None:
    patient_id, relative_id = registered(database, actor), new_id()
    with database.write(actor) as writer:
        relatives.add(writer, relative_id, patient_id, {"name": "Mild Elg", "reports": True})
        relatives.add(writer, new_id(), patient_id, {"name": "Blid Elg"})
        relatives.change(writer, relative_id, patient_id, {"phone": "68 05 01 13"})
    with database.read() as reader:
        assert [row.name for row in found.relatives_of(reader, patient_id)] == [
            "Mild Elg",
            "Blid Elg",
        ]
        mild = found.relative(reader, relative_id)
    assert mild is not None
    assert (mild.phone, bool(mild.reports)) == ("68 05 01 13", True)
    with database.write(actor) as writer:
        relatives.remove(writer, relative_id, patient_id)
    with database.read() as reader:
        assert found.relative(reader, relative_id) is None
        assert len(found.relatives_of(reader, patient_id)) == 1
        assert log_of(reader, patient_id)[:2] == ["relative_removed", "relative_changed"]
        assert reader.raw("SELECT count(*) FROM relatives") == [(2,)]


def test_consent_is_withdrawn_and_stays(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, consent_id = registered(database, actor), new_id()
    with database.write(actor) as writer:
        consents.add(
            writer,
            consent_id,
            patient_id,
            form_version="2026-1",
            given_on="2026-11-19",
            informed_by="Stille Brygge",
            note="",
        )
    with database.read() as reader:
        assert found.search(reader, clock.now())[0].consented
    with database.write(actor) as writer:
        consents.withdraw(writer, consent_id, patient_id, "2026-11-20")
    with database.read() as reader:
        (row,) = found.consents_of(reader, patient_id)
        assert not found.search(reader, clock.now())[0].consented
    assert (row.informed_by, row.withdrawn_on, row.withdrawn_by) == (
        "Stille Brygge",
        "2026-11-20",
        actor.user_id,
    )


def test_files_are_linked_and_taken_apart_with_both_reasons(
    database: Database, actor: Actor
) -> None:
    one, other = registered(database, actor), registered(database, actor, given="Rask M")
    link_id = new_id()
    with database.write(actor) as writer:
        link_records.add(writer, link_id, one, other, "Flyttet hit igjen")
        assert writer.changes == ChangeSet(frozenset({"patients"}), frozenset({one, other}))
    with database.write(actor) as writer:
        link_records.end(writer, link_id, one, other, "To søstre")
    with database.read() as reader:
        row = links.link(reader, link_id)
        assert links.link(reader, "0" * 32) is None
        assert links.links_of(reader, one) == links.links_of(reader, other) == (row,)
        assert log_of(reader, other)[:2] == ["patients_unlinked", "patients_linked"]
    assert row is not None
    assert (row.reason, row.unlink_reason, row.unlinked_by) == (
        "Flyttet hit igjen",
        "To søstre",
        actor.user_id,
    )
    assert (row.other(one), row.other(other)) == (other, one)


def test_a_pause_shows_while_it_lasts(database: Database, actor: Actor, clock: FixedClock) -> None:
    patient_id, pause_id, start = registered(database, actor), new_id(), clock.now()
    with database.write(actor) as writer:
        pauses.add(
            writer,
            pause_id,
            patient_id,
            reason="Innlagt",
            from_at=start,
            until_at=start + 1000,
        )
    with database.read() as reader:
        (row,) = found.search(reader, start)
        assert (row.paused, row.paused_until) == (True, start + 1000)
        (later,) = found.search(reader, start + 1000)
        assert (later.paused, later.paused_until) == (False, None)
    with database.write(actor) as writer:
        pauses.end(writer, pause_id, patient_id)
    with database.read() as reader:
        assert not found.search(reader, start)[0].paused
        (pause,) = found.pauses_of(reader, patient_id)
    assert (pause.reason, pause.ended_at) == ("Innlagt", start)
