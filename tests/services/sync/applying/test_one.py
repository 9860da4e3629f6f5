"""One version of one record: merged, written, folded, or kept for a person."""

import base64
import hashlib

from station.services.sync.applying.applying import Inbox
from tests.services.stations import Place, Server, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_version, change, measure
from tests.services.two_stations import alike


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
    assert (row["role"], row["name"]) == ("nurse", "Rask Elg")
    assert [each[2:] for each in north.conflicts()] == [("role", '["role", "name"]')]


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


def test_what_only_follows_from_others_is_let_go_of(north: Place, server: Server) -> None:
    class Derived(Exception):  # noqa: N818
        code = "derived"

    def refuse(_body: object) -> None:
        raise Derived

    server.force(resource("users", "u" * 32, {}))
    north.inbox = Inbox(refuse)  # type: ignore[arg-type]
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox") == [("same", "derived")]
