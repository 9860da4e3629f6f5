"""Filling the outbox from the log: what goes, what does not, and the audit log behind it."""

import pytest

from station.models.database import Database
from station.models.queries import sync_status
from station.services.sync import gathering
from station.services.today.watch import STATION
from tests.outbox_office import CENTRE, Sender
from tests.outbox_rows import patient, relative, rename


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def audit(sender: Sender) -> int:
    with sender.database.write(STATION.actor) as writer:
        writer.quiet()
        return gathering.gather_audit(writer, CENTRE)


def test_many_changes_of_a_record_are_one_row(sender: Sender) -> None:
    elg = patient(sender)
    rename(sender, elg, "Klok")
    sender.gather()
    assert sender.outbox() == {f"patients/{elg}": "waiting"}
    with sender.database.read() as reader:
        found = reader.raw("SELECT last_seq - first_seq FROM sync_outbox")
    assert found == [(1,)]


def test_what_came_from_the_centre_does_not_go_back_and_what_a_peer_brought_does(
    sender: Sender,
) -> None:
    with sender.database.write(STATION.actor) as writer:
        for origin, record in (("centre", "a"), ("f" * 32, "b")):
            writer.execute(
                "INSERT INTO sync_log (origin, number, kind, record_id, op, new, at) "
                "VALUES (?, '1', 'patients', ?, 'insert', '{}', 1)",
                (origin, record),
            )
        writer.quiet()
    sender.gather()
    assert sender.outbox() == {"patients/b": "waiting"}


def test_a_long_log_is_gathered_in_steps(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    elg = patient(sender)
    for number in range(4):
        relative(sender, f"r{number}", elg)
    steps = 0
    more = True
    while more:
        with sender.database.write(STATION.actor) as writer:
            writer.quiet()
            more = gathering.gather(writer, CENTRE)
        steps += 1
    assert (steps, len(sender.outbox())) == (3, 5)
    with sender.database.write(STATION.actor) as writer:
        writer.quiet()
        assert not gathering.gather(writer, CENTRE)
        assert not gathering.gather(writer, "nobody")
        assert gathering.gather_audit(writer, "nobody") == 0


def test_a_channel_may_take_some_kinds_only(sender: Sender) -> None:
    elg = patient(sender)
    relative(sender, "r1", elg)
    with sender.database.write(STATION.actor) as writer:
        gathering.gather(writer, CENTRE, {"relatives"})
    assert sender.outbox() == {"relatives/r1": "waiting"}


def test_the_audit_log_waits_outside_while_there_is_no_room(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "AUDIT_ROOM", 3)
    for _ in range(4):
        patient(sender)
    assert audit(sender) == 3
    assert audit(sender) == 0
    with sender.database.read() as reader:
        row = sync_status.channel(reader, CENTRE)
        assert row is not None
        assert (row.audit_position, sync_status.audit_behind(reader, 3)) == (3, 3)
    while (batch := sender.seal()).looked:
        sender.settle(sender.centre.upload(batch.sealed))
    assert audit(sender) == 3
    assert [each.kind for each in sender.centre.log] == ["audit"] * 3


def test_what_waited_behind_a_record_goes_on_when_that_has_arrived_otherwise(
    sender: Sender,
) -> None:
    elg = patient(sender)
    relative(sender, "r1", elg)
    sender.gather()
    sender.seal()
    assert sender.outbox()["relatives/r1"] == "behind"
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT INTO sync_heads (channel, kind, record_id, resource_type, resource_id, fields) "
            "VALUES ('centre', 'patients', ?, 'Patient', ?, '{}')",
            (elg, elg),
        )
        gathering.wake(writer, CENTRE)
    assert sender.outbox()["relatives/r1"] == "waiting"
