"""One bad row stops no other, and leaves nothing behind but its reason."""

import sqlite3

import pytest

from station.core.trouble import Trouble
from station.models.records import sync_inbox as records
from station.services.sync.applying.applying import Inbox
from tests.services.stations import CENTRE, RASK, STILLE, Place, Server, resource
from tests.services.sync_cases import PATIENT, change


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
        patch.setattr("station.services.sync.applying.one.search_text", broken)
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


def test_a_full_disk_is_no_fault_of_a_row_and_nothing_is_held(
    both: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    north, south = both

    def full(*_args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    change(north, "patients", PATIENT, phone="68050001")
    north.send()
    with monkeypatch.context() as patch:
        patch.setattr("station.services.sync.applying.one.search_text", full)
        with pytest.raises(Trouble) as trouble:
            south.fetch()
    assert trouble.value.code == "disk_full"
    assert south.rows("SELECT count(*) FROM sync_inbox WHERE state = 'held'") == [(0,)]
    south.fetch()
    assert south.one("patients", PATIENT) == north.one("patients", PATIENT)
    assert south.database.verify().first_bad == 0
