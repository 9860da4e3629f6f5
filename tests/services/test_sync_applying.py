"""Working in: two stations and a server come to the same, and what they may not decide is shown."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.queries import sync_inbox as queries
from station.models.records import sync_inbox as records
from station.rules.synced import kind_of
from station.services.sync_applying import Inbox, new_station_id
from station.sync.values import Found, Page
from tests.conftest import FRIDAY_NINE
from tests.services.stations import (
    CENTRE,
    RASK,
    STILLE,
    Place,
    Server,
    decode,
    exchange,
    place,
    resource,
)
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    close_alert,
    lend,
    measure,
)


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


@pytest.fixture
def both(north: Place, south: Place) -> tuple[Place, Place]:
    """Two stations that know the same patient."""
    add_patient(north)
    exchange(north, south, rounds=1)
    return north, south


def alike(one: Place, other: Place) -> None:
    ours, theirs = one.everything(), other.everything()
    for rows in (*ours.values(), *theirs.values()):
        for row in rows:
            for name in ("arrived_at", "opened_at"):
                row.pop(name, None)
    assert ours == theirs


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
        "status_since": 1,
        "created_at": 1,
        "national_number": None,
    }
    server.force(resource("patients", PATIENT, fields))
    north.fetch()
    assert north.rows("SELECT name FROM relatives") == [("Rask",)]
    assert north.rows("SELECT DISTINCT state, body FROM sync_inbox") == [("done", "")]


def test_one_bad_row_stops_no_other_and_leaves_nothing_behind(
    north: Place, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad: dict[str, object] = {"resourceType": "Basic", "id": "x"}
    server.force(bad)
    server.force(resource("users", "u" * 32, {"id": "u" * 32, "name": 5}))
    server.force(resource("users", "v" * 32, {"id": "v" * 32, "name": "Rask Elg"}))
    user = {"name": "Rask Elg", "initials": "RE", "role": "nurse", "active": True, "created_at": 1}
    server.force(resource("users", "w" * 32, user))
    server.force(resource("wonders", "y" * 32, {}))
    north.fetch()
    held = north.rows("SELECT record_id, state, reason_code, reason_values FROM sync_inbox")
    assert held == [
        ("", "held", "unknown_kind", '{"kind": "Basic"}'),
        ("u" * 32, "held", "unfit", '{"column": "name"}'),
        ("v" * 32, "held", "unfit", '{"column": "initials"}'),
        ("w" * 32, "done", "", ""),
        ("y" * 32, "held", "unknown_kind", '{"kind": "wonders"}'),
    ]
    # A held row is tried again when somebody asks, and after an update of the program.
    with north.database.write(RASK) as writer:
        assert records.try_again(writer, CENTRE) == 4
    with north.database.write(RASK) as writer:
        assert north.inbox.apply(writer, CENTRE, 10).held == 4
    assert north.database.verify().first_bad == 0


def test_a_fault_of_the_program_leaves_the_row_and_the_chain_whole(
    both: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    north, south = both

    def broken(*_args: object) -> None:
        raise ArithmeticError

    change(north, "patients", PATIENT, phone="68050001")
    north.send()
    with monkeypatch.context() as patch:
        patch.setattr("station.services.sync_applying_one.search_text", broken)
        south.fetch()
    assert south.rows("SELECT state, reason_code FROM sync_inbox WHERE state <> 'done'") == [
        ("held", "failed")
    ]
    with monkeypatch.context() as patch:
        patch.setattr(south, "inbox", Inbox(broken))  # type: ignore[arg-type]
        with south.database.write(STILLE) as writer:
            records.try_again(writer, CENTRE)
            south.inbox.apply(writer, CENTRE, 10)
    assert south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'held'") == [
        ("unreadable",)
    ]
    assert south.database.verify().first_bad == 0


def test_what_only_follows_from_others_is_let_go_of(north: Place, server: Server) -> None:
    class Derived(Exception):  # noqa: N818
        code = "derived"

    def refuse(_body: object) -> None:
        raise Derived

    server.force(resource("users", "u" * 32, {}))
    north.inbox = Inbox(refuse)  # type: ignore[arg-type]
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox") == [("same", "derived")]


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


def test_readings_are_judged_here_and_make_the_same_alert(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    reading = measure(north, 84.0)
    exchange(north, south)
    alike(north, south)
    assert south.rows("SELECT reading_id, state FROM alerts") == [(reading, "open")]
    assert south.rows("SELECT reading_id FROM latest") == [(reading,)]
    assert south.rows("SELECT origin FROM sync_log WHERE kind = 'readings'") == [(CENTRE,)]
    # Left out there, left out here, and the alert is proposed to be closed.
    change(north, "readings", reading, excluded="test", excluded_reason="prøve", excluded_at=9)
    exchange(north, south)
    assert south.rows("SELECT reading_id FROM latest") == []
    assert south.rows("SELECT proposed_at IS NOT NULL FROM alerts") == [(1,)]


def test_a_reading_that_a_closer_had_not_seen_is_not_settled_by_the_closing(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    measure(north, 84.0, "one")
    exchange(north, south)
    measure(south, 80.0, "two")
    north.clock.advance(600_000)
    alert = str(north.rows("SELECT id FROM alerts")[0][0])
    close_alert(north, alert)
    exchange(north, south)
    open_here = north.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'")
    assert open_here == [(1,)]
    assert south.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(1,)]


def test_two_alerts_about_the_same_are_one_and_a_closing_closes_both(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    measure(north, 84.0, "one")
    measure(south, 85.0, "two", taken_at=FRIDAY_NINE - 500_000)
    exchange(north, south)
    for each in both:
        assert each.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(1,)]
    alert = str(south.rows("SELECT id FROM alerts WHERE state <> 'closed'")[0][0])
    south.clock.advance(600_000)
    close_alert(south, alert)
    exchange(north, south)
    for each in both:
        assert each.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(0,)]
        assert each.rows("SELECT DISTINCT verdict FROM alerts") == [("right",)]


def test_the_same_reading_under_two_ids_is_one(both: tuple[Place, Place]) -> None:
    north, south = both
    ours = measure(north, 95.0, "same")
    theirs = measure(south, 95.0, "same", taken_at=FRIDAY_NINE - 60_000)
    exchange(north, south)
    assert north.rows("SELECT id FROM readings") == [(ours,)]
    assert south.rows("SELECT id FROM readings") == [(theirs,)]
    assert north.rows("SELECT reason_code FROM sync_inbox WHERE state = 'same'") == [("twin",)]


def test_what_a_device_measured_is_one_reading_wherever_it_was_fetched(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    device = add_device(north)
    exchange(north, south)
    at = FRIDAY_NINE - 60_000
    ours = measure(north, 95.0, "dev", device_id=device, taken_at=at)
    assert measure(south, 95.0, "dev", device_id=device, taken_at=at) == ours
    exchange(north, south)
    assert (*north.conflicts(), *south.conflicts()) == ()
    alike(north, south)


@pytest.mark.parametrize(
    ("fields", "state", "code"),
    [
        ({"kind": "wonder"}, "held", "unknown_kind"),
        ({"value": 700.0}, "done", "quarantine"),
        ({"patient_id": "f" * 32}, "waiting", "parent"),
        ({"excluded": "nonsense"}, "held", "failed"),
    ],
)
def test_readings_that_cannot_be_taken_in(
    both: tuple[Place, Place], server: Server, fields: dict[str, object], state: str, code: str
) -> None:
    north, _ = both
    told = {**_reading(), **fields}
    server.force(resource("readings", "c" * 32, told))
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox WHERE kind = 'readings'") == [
        (state, code)
    ]
    assert north.rows("SELECT count(*) FROM readings") == [(0,)]


def _reading() -> dict[str, object]:
    return {
        "id": "c" * 32,
        "patient_id": PATIENT,
        "kind": "spo2",
        "taken_at": FRIDAY_NINE - 60_000,
        "arrived_at": FRIDAY_NINE - 50_000,
        "value": 95.0,
        "source": "manual",
        "source_key": "x",
        "confirmed": 1,
    }


def test_another_programs_reading_is_looked_at_before_it_counts(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    device = add_device(north)
    for name, more in (
        ("1", {}),
        ("2", {"patient_id": "f" * 32}),
        ("3", {"device_id": device}),
        ("4", {"device_id": device, "taken_at": FRIDAY_NINE - 70_000}),
    ):
        body = {**resource("readings", name * 32, {**_reading(), **more, "source_key": ""})}
        body["meta"] = {}
        server.force(body)
        if name == "3":
            north.fetch()
            lend(north, device)
    north.fetch()
    assert north.rows("SELECT id, source FROM readings ORDER BY id") == [
        ("1" * 32, "centre"),
        ("4" * 32, "centre"),
    ]
    held = north.rows("SELECT reason_code FROM quarantine ORDER BY rowid")
    assert held == [("unknown_patient",), ("unknown_device",)]
    other = {**resource("patients", "9" * 32, {"given_name": "Rask"}), "meta": {"tag": ["?"]}}
    server.force(other)
    north.fetch()
    assert north.rows("SELECT reason_code FROM sync_inbox WHERE state = 'held'") == [("foreign",)]


def test_a_consent_withdrawn_there_ends_the_follow_up_here(both: tuple[Place, Place]) -> None:
    north, south = both
    consent = add(
        north,
        "consents",
        patient_id=PATIENT,
        form_version="1",
        given_on="2026-01-01",
        informed_by="RE",
        registered_at=1,
        registered_by="u",
    )
    exchange(north, south)
    change(south, "consents", consent, note="ringt")
    change(north, "consents", consent, withdrawn_on="2026-11-20", withdrawn_by="u")
    exchange(north, south)
    for each in both:
        row = each.one("consents", consent)
        assert row is not None
        assert (row["withdrawn_on"], row["note"]) == ("2026-11-20", "ringt")
    patient = south.one("patients", PATIENT)
    assert patient is not None
    assert patient["status"] == "starting"


def test_an_approved_version_that_came_of_ours_applies_and_another_waits(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    first = add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    second = add_version(north, plan_id, 2, 86.0, based_on=first, in_force_from=20)
    change(north, "plan_versions", first, status="replaced", in_force_to=20)
    exchange(north, south)
    assert south.conflicts() == []
    alike(north, south)
    ours = add_version(north, plan_id, 3, 85.0, based_on=second, in_force_from=30)
    change(north, "plan_versions", second, status="replaced", in_force_to=30)
    add_version(south, plan_id, 4, 90.0, based_on=second, in_force_from=31)
    change(south, "plan_versions", second, status="replaced", in_force_to=31)
    exchange(north, south)
    reasons = {each[2] for each in (*north.conflicts(), *south.conflicts())}
    assert reasons == {"two_plans"}
    # Meanwhile what either would alert on is found: 89 is green by ours, and red by theirs.
    measure(north, 89.0)
    assert north.rows("SELECT plan_version_id, level FROM alerts") == [(ours, 2)]


def test_a_plan_that_cannot_be_read_judges_nobody(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0, content="{}")
    exchange(north, south)
    assert south.rows("SELECT count(*) FROM plan_versions") == [(0,)]
    assert south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'held'") == [
        ("plan_unreadable",)
    ]


def test_a_renumbered_patient_keeps_the_old_number_and_a_wrong_one_is_looked_at(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    change(north, "patients", PATIENT, national_number="01814049996", number_kind="fnr")
    exchange(north, south)
    change(north, "patients", PATIENT, national_number="01814050021", number_kind="fnr")
    exchange(north, south)
    assert south.conflicts() == []
    assert south.rows("SELECT number FROM former_numbers") == [("01814049996",)]
    change(north, "patients", PATIENT, national_number="12345678901")
    exchange(north, south)
    assert [each[2] for each in south.conflicts()] == ["number_wrong"]
    assert south.rows("SELECT national_number FROM patients") == [("01814050021",)]


def test_a_number_that_another_patient_has_does_not_hold_the_patient_up(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    other = "b" * 32
    change(south, "patients", PATIENT, needs="x")
    add_patient(north, other, national_number="01814049996", number_kind="fnr")
    add_patient(south, "d" * 32, national_number="01814049996", number_kind="fnr")
    exchange(north, south)
    assert {each[2] for each in (*north.conflicts(), *south.conflicts())} == {"same_number"}
    for each in both:
        assert each.rows("SELECT count(*) FROM patients") == [(3,)]
        assert each.rows("SELECT count(*) FROM patients WHERE national_number IS NOT NULL") == [
            (1,)
        ]


def test_two_devices_or_loans_that_want_the_same_are_looked_at(both: tuple[Place, Place]) -> None:
    north, south = both
    device = add_device(north, label="P-1")
    exchange(north, south)
    lend(north, device)
    lend(south, device)
    add_device(north, serial="A 1", serial_key="A1", address="aa")
    add_device(south, serial="A1", serial_key="A1", address="aa")
    exchange(north, south)
    reasons = sorted(str(each[2]) for each in south.conflicts())
    assert reasons == ["twice", "two_loans"]
    assert south.rows("SELECT count(*) FROM loans") == [(1,)]
    waiting = south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'waiting'")
    assert sorted(waiting) == [("twice",), ("two_loans",)]
    # Once the one here is over, the other comes by itself.
    south.write("UPDATE loans SET ended_at = 9, ended_by = 'u'")
    exchange(north, south)
    assert south.rows("SELECT count(*) FROM loans") == [(2,)]
    assert [each[2] for each in south.conflicts()] == ["twice"]


def test_what_somebody_may_do_here_is_not_decided_elsewhere(both: tuple[Place, Place]) -> None:
    north, south = both
    user = add(
        north,
        "users",
        name="Rask Elg",
        initials="RE",
        role="nurse",
        language="nb",
        slot_id="s",
        active=1,
        created_at=1,
    )
    exchange(north, south)
    assert south.rows("SELECT slot_id, language FROM users") == [(None, "nb")]
    change(south, "users", user, role="leader", name="Rask Bekk")
    exchange(north, south)
    row = north.one("users", user)
    assert row is not None
    assert (row["role"], row["name"]) == ("nurse", "Rask Bekk")
    assert [each[2] for each in north.conflicts()] == ["role"]


def test_two_files_that_the_server_made_one_are_looked_at(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    fields = north.one("patients", PATIENT) or {}
    link = {"type": "replaced-by", "other": {"reference": "Patient/" + "b" * 8 + "-" + "b" * 24}}
    server.force(resource("patients", PATIENT, fields, link=["?", {"type": "seealso"}, link]))
    north.fetch()
    assert [each[2] for each in north.conflicts()] == ["merged"]


def test_pages_of_a_document_are_kept_if_they_are_what_they_say(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    pages = b"%PDF"
    for name, digest in (("1", hashlib.sha256(pages).hexdigest()), ("2", "0" * 64)):
        fields = {
            "patient_id": PATIENT,
            "subject_kind": "plan",
            "subject_id": "x",
            "kind": "scan",
            "file_name": "a.pdf",
            "media_type": "application/pdf",
            "pages": 1,
            "size": 4,
            "digest": digest,
            "added_at": 1,
            "added_by": "u",
        }
        data = {"attachment": {"data": base64.b64encode(pages).decode()}}
        server.force(resource("documents", name * 32, fields, content=["?", {}, data]))
    north.fetch()
    assert north.rows("SELECT content FROM documents ORDER BY id") == [(pages,), (b"",)]


def test_who_has_whom_open_elsewhere_is_told_and_forgotten(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    add(north, "users", id="u" * 32, name="Rask Elg", initials="RE", role="nurse", language="nb",
        active=1, created_at=1)  # fmt: skip
    mine = str(north.rows("SELECT station FROM sync_hand")[0][0])
    who = {"patient_id": PATIENT, "user_id": "u" * 32, "since": 5}
    system = "urn:station:fhir:station"
    other = ["?", {"system": "x"}, {"system": system, "value": "south"}]
    server.force(resource("openings", "1" * 32, who, identifier=other))
    own = [{"system": system, "value": mine}]
    server.force(resource("openings", "2" * 32, who, identifier=own))
    server.force(resource("openings", "3" * 32, {**who, "since": "now"}))
    north.fetch()
    assert north.rows("SELECT station, user_name FROM sync_claims") == [("south", "Rask Elg")]
    server.force(resource("openings", "1" * 32, who, identifier=other, deleted=True))
    north.fetch()
    assert north.rows("SELECT count(*) FROM sync_claims") == [(0,)]


def test_a_rule_that_overruled_the_other_side_is_told_back(
    both: tuple[Place, Place], server: Server
) -> None:
    north, south = both
    fields = {
        "patient_id": PATIENT,
        "form_version": "1",
        "given_on": "2026-01-01",
        "informed_by": "RE",
        "registered_at": 1,
        "registered_by": "u",
        "withdrawn_on": "2026-11-20",
        "note": "",
    }
    server.force(resource("consents", "c" * 32, fields))
    exchange(north, south)
    server.force(resource("consents", "c" * 32, {**fields, "withdrawn_on": None}))
    exchange(north, south)
    assert server.rows["consents", "c" * 32][1]["fields"]["withdrawn_on"] == "2026-11-20"  # type: ignore[index]
    alike(north, south)


def test_a_restored_station_gets_another_id(north: Place) -> None:
    before = north.rows("SELECT station FROM sync_hand")
    with north.database.write(RASK) as writer:
        made = new_station_id(writer)
    assert before != [(made,)] == north.rows("SELECT station FROM sync_hand")


def test_the_cursor_comes_with_the_page_or_not_at_all(north: Place) -> None:
    page = Page("Patient", (Found("Patient", "x", "1", {}),), "c1", last=False)

    def killed() -> None:
        with north.database.write(RASK) as writer:
            north.inbox.receive(writer, CENTRE, page)
            raise Trouble("stop", "stop")

    with pytest.raises(Trouble):
        killed()
    with north.database.read() as reader:
        assert queries.cursor(reader, CENTRE, "Patient") == ""
        assert queries.counts(reader, CENTRE) == {}
    with north.database.write(RASK) as writer:
        assert north.inbox.receive(writer, CENTRE, page) == 1
        assert north.inbox.receive(writer, CENTRE, page) == 0
    with north.database.read() as reader:
        assert queries.cursor(reader, CENTRE, "Patient") == "c1"
        assert queries.counts(reader, CENTRE) == {"new": 1}


def test_the_double_reads_what_it_writes() -> None:
    told = decode(json.loads(json.dumps(resource("users", "u" * 32, {"name": "x"}))))
    assert (told.kind, dict(told.fields)) == ("users", {"name": "x"})
