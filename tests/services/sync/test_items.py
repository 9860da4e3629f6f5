"""What is stuck: tried again, left here, written into a file; never thrown away."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.record import Record
from station.services.session import Session
from station.services.sync.applying.stick import apply_changes
from station.services.sync.items import SyncItems
from station.services.today.watch import STATION
from station.sync.exchange import LogRow
from station.sync.values import Verdict
from tests.outbox_office import Sender
from tests.outbox_rows import patient

NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "en")


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


@pytest.fixture
def items(database: Database, clock: FixedClock) -> SyncItems:
    return SyncItems(Record(Bus(), clock, database))


def held(sender: Sender) -> tuple[str, str]:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.HELD]
    sender.push()
    return elg, f"out/centre/patients/{elg}"


def arrived(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT INTO sync_inbox (id, channel, kind, resource_type, resource_id, body, "
            "received_at, state, reason_values) VALUES ('i', 'centre', '', 'Basic', 'b', "
            "'{\"a\": 1}', 1, 'held', '{\"kind\": \"x\"}')"
        )
        writer.quiet()


def state_of(sender: Sender) -> str:
    with sender.database.read() as reader:
        return str(reader.raw("SELECT state FROM sync_inbox")[0][0])


def code_of(job: object, *given: object) -> str:
    with pytest.raises(Trouble) as caught:
        job(*given)  # type: ignore[operator]
    return caught.value.code


def test_a_refused_record_is_put_together_anew(sender: Sender, items: SyncItems) -> None:
    _, key = held(sender)
    items.retry(NURSE, key)
    sender.push()
    assert sender.outbox() == {}
    assert not sender.centre.log[-1].again
    assert code_of(items.retry, NURSE, key) == "sync_item_gone"


def test_a_refused_record_is_left_until_it_is_changed(sender: Sender, items: SyncItems) -> None:
    elg, key = held(sender)
    items.leave(NURSE, key)
    assert sender.outbox() == {f"patients/{elg}": "left"}
    assert code_of(items.leave, NURSE, key) == "sync_item_gone"
    with sender.database.read() as reader:
        assert ("sync_left_here",) in reader.raw("SELECT action FROM audit")


def test_what_was_left_is_undone_or_tried_again(sender: Sender, items: SyncItems) -> None:
    elg, key = held(sender)
    assert code_of(items.unleave, NURSE, key) == "sync_item_gone"
    items.leave(NURSE, key)
    items.unleave(NURSE, key)
    assert sender.outbox() == {f"patients/{elg}": "held"}
    items.leave(NURSE, key)
    items.take_up(NURSE, key)
    assert sender.outbox() == {f"patients/{elg}": "waiting"}
    assert code_of(items.take_up, NURSE, key) == "sync_item_gone"


def test_what_came_is_left_until_it_is_taken_up(sender: Sender, items: SyncItems) -> None:
    key = "in/centre/i"
    assert code_of(items.leave, NURSE, key) == "sync_item_gone"
    arrived(sender)
    items.leave(NURSE, key)
    assert state_of(sender) == "left"
    # Trying the others again leaves it where it lies.
    items.retry(NURSE, "in/centre/other")
    assert state_of(sender) == "left"
    items.unleave(NURSE, key)
    assert state_of(sender) == "held"
    items.leave(NURSE, key)
    items.take_up(NURSE, key)
    assert state_of(sender) == "new"
    reading = replace(NURSE, role="benefit")
    assert code_of(items.leave, reading, key) == "not_allowed"


def test_a_refused_record_is_written_into_a_file_with_the_reason(
    sender: Sender, items: SyncItems, tmp_path: Path
) -> None:
    elg, key = held(sender)
    path = tmp_path / "refused.json"
    items.export(NURSE, key, path)
    data = json.loads(path.read_text())
    assert (data["id"], data["server_says"], data["resources"][0]["id"]) == (elg, "it said so", elg)
    assert code_of(items.export, NURSE, "out/centre/patients/x", path) == "sync_item_gone"
    substitute = replace(NURSE, role="substitute")
    assert code_of(items.export, substitute, key, path) == "not_allowed"


def test_one_that_was_never_put_together_has_no_resources(
    sender: Sender, items: SyncItems, tmp_path: Path
) -> None:
    elg = patient(sender)
    sender.speech.refuse.add(elg)
    sender.push()
    items.export(NURSE, f"out/centre/patients/{elg}", tmp_path / "x.json")
    assert json.loads((tmp_path / "x.json").read_text())["resources"] == []


def test_what_came_is_tried_again_and_written_into_a_file(
    sender: Sender, items: SyncItems, tmp_path: Path
) -> None:
    arrived(sender)
    items.export(NURSE, "in/centre/i", tmp_path / "x.json")
    data = json.loads((tmp_path / "x.json").read_text())
    assert (data["resource"], data["values"]) == ({"a": 1}, {"kind": "x"})
    items.retry(NURSE, "in/centre/i")
    with sender.database.read() as reader:
        assert reader.raw("SELECT state FROM sync_inbox") == [("new",)]
    assert code_of(items.export, NURSE, "in/centre/x", tmp_path / "x.json") == "sync_item_gone"


def test_what_was_deleted_there_has_neither_values_nor_text(
    sender: Sender, items: SyncItems, tmp_path: Path
) -> None:
    arrived(sender)
    with sender.database.write(STATION.actor) as writer:
        writer.execute("UPDATE sync_inbox SET body = '', reason_values = ''")
        writer.quiet()
    items.export(NURSE, "in/centre/i", tmp_path / "x.json")
    data = json.loads((tmp_path / "x.json").read_text())
    assert (data["resource"], data["values"]) == (None, {})


def test_what_a_stick_brought_is_tried_again_without_a_service(
    sender: Sender, items: SyncItems
) -> None:
    new = json.dumps({"id": "r" * 32, "patient_id": "p" * 32, "name": "Rask"})
    row = LogRow(1, "s" * 32, "1", "relatives", "r" * 32, "p" * 32, "insert", None, new, 5, "u")
    with sender.database.write(STATION.actor) as writer:
        assert apply_changes(writer, [row]) == ["held"]
        ((name,),) = writer.raw("SELECT id FROM sync_inbox")
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, status_since, "
            "created_at, changed_at) VALUES (?, 'Rask', 'Elg', '', 'active', 1, 1, 1)",
            ("p" * 32,),
        )
        writer.quiet()
    items.retry(NURSE, f"in/stick/{name}")
    with sender.database.read() as reader:
        assert reader.raw("SELECT name FROM relatives") == [("Rask",)]
