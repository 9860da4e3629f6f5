"""Deliveries: what goes, in which order and with which bytes; what waits, and what for."""

import json

import pytest

from station.core.clock import FixedClock
from station.models.database import Database
from station.models.queries import outbox as queries
from station.models.queries.outbox import Head
from station.models.records import outbox as records
from station.services.sync.gathering import wake
from station.services.sync.sealing import up_to_heavy
from station.services.today.watch import STATION
from station.sync.values import Found, Verdict
from tests.outbox_office import CENTRE, Sender
from tests.outbox_rows import (
    conflict,
    consent,
    contact,
    patient,
    relative,
    rename,
    take_away,
    withdraw,
)


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def wake_all(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        wake(writer, CENTRE)


def head(sender: Sender, kind: str, record_id: str) -> Head:
    with sender.database.read() as reader:
        return queries.heads(reader, CENTRE, [(kind, record_id)])[kind, record_id]


def test_parents_go_first_and_children_when_they_have_arrived(sender: Sender) -> None:
    elg = patient(sender)
    relative(sender, "r1", elg)
    sender.gather()
    first = sender.seal()
    assert [each.kind for each in first.sealed] == ["patients"]
    assert sender.outbox() == {f"patients/{elg}": "sealed", "relatives/r1": "behind"}
    sender.settle(sender.centre.upload(first.sealed))
    second = sender.seal()
    assert [(each.kind, each.patient_id) for each in second.sealed] == [("relatives", elg)]
    sender.settle(sender.centre.upload(second.sealed))
    assert sender.outbox() == {}
    assert not sender.seal().looked


def test_what_the_other_side_has_is_remembered_with_its_version(sender: Sender) -> None:
    elg = patient(sender)
    sender.push()
    kept = head(sender, "patients", elg)
    assert (kept.resource_type, kept.resource_id, kept.version) == ("Patients", elg, "1")
    assert json.loads(kept.fields)["given_name"] == "Rask"
    rename(sender, elg, "Klok")
    sender.push()
    assert sender.centre.log[-1].etag == "1"
    assert head(sender, "patients", elg).version == "2"


def test_what_the_other_side_has_already_is_not_sent(sender: Sender) -> None:
    elg = patient(sender)
    sender.push()
    rename(sender, elg, "Klok")
    rename(sender, elg, "Rask")
    assert [each.done for each in sender.push()] == [0]
    assert len(sender.centre.log) == 1
    assert sender.outbox() == {}


def test_the_same_bytes_are_sent_again_and_the_change_of_meanwhile_after_them(
    sender: Sender, clock: FixedClock
) -> None:
    elg = patient(sender)
    sender.gather()
    before = sender.seal().sealed[0]
    # Nothing is settled: the program was killed here. Meanwhile somebody goes on working.
    rename(sender, elg, "Klok")
    sender.gather()
    again = sender.seal().sealed[0]
    assert (again.resources, again.seq, again.again) == (before.resources, before.seq, True)
    assert not before.again
    sender.settle(sender.centre.upload([again]))
    assert sender.outbox() == {f"patients/{elg}": "waiting"}
    sender.push()
    assert "Klok" in sender.centre.has[f"patients/{elg}"]
    assert sender.outbox() == {}


def test_what_failed_is_tried_later_and_longer_each_time(sender: Sender, clock: FixedClock) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.LATER, Verdict.LATER]
    assert [each.later for each in sender.push()] == [1]
    assert not sender.seal().looked
    clock.advance(2_499)
    assert not sender.seal().looked
    clock.advance(1)
    assert [each.later for each in sender.push()] == [1]
    clock.advance(5_000)
    assert [each.done for each in sender.push()] == [1]


def test_what_the_server_asks_for_is_waited_for(sender: Sender, clock: FixedClock) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.LATER]
    sender.centre.asked_wait_ms = 60_000
    sender.push()
    clock.advance(62_499)
    assert not sender.seal().looked
    clock.advance(1)
    assert sender.seal().looked


def test_a_person_who_asks_does_not_wait(sender: Sender) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.LATER]
    sender.push()
    with sender.database.write(STATION.actor) as writer:
        records.hurry(writer, CENTRE)
    assert [each.done for each in sender.push()] == [1]


def test_a_refusal_holds_up_its_own_children_and_nobody_else(sender: Sender) -> None:
    elg, rev = patient(sender), patient(sender, family="Rev")
    relative(sender, "r1", elg)
    relative(sender, "r2", rev)
    sender.centre.answers[elg] = [Verdict.HELD]
    sender.push()
    assert sender.outbox() == {f"patients/{elg}": "held", "relatives/r1": "behind"}
    assert f"patients/{rev}" in sender.centre.has
    assert "relatives/r2" in sender.centre.has
    # What is changed here is tried again, and lets the others go on.
    rename(sender, elg, "Klok")
    sender.push()
    assert sender.outbox() == {}
    assert sender.centre.log[-2].again is False


def test_a_trouble_of_the_whole_channel_costs_the_record_nothing(sender: Sender) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.CHANNEL]
    sender.gather()
    settled = sender.settle(sender.centre.upload(sender.seal().sealed))
    assert settled.trouble is not None
    assert (settled.trouble.reason_code, settled.later) == ("code_channel", 1)
    assert not settled.moved
    assert sender.seal().sealed[0].again


def test_what_is_stale_waits_until_what_was_found_is_worked_in(sender: Sender) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.STALE]
    sender.centre.found = Found("Patients", elg, "7")
    assert [each.stale for each in sender.push()] == [1]
    assert sender.found == [(CENTRE, sender.centre.found, ("patients", elg))]
    assert sender.outbox() == {f"patients/{elg}": "stale"}
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT INTO sync_inbox (id, channel, kind, record_id, resource_type, resource_id, "
            "body, received_at, state) VALUES ('i', 'centre', 'patients', ?, 'Patients', ?, '', "
            "1, 'new')",
            (elg, elg),
        )
        writer.quiet()
    wake_all(sender)
    assert sender.outbox() == {f"patients/{elg}": "stale"}
    with sender.database.write(STATION.actor) as writer:
        writer.execute("UPDATE sync_inbox SET state = 'applied'")
        writer.quiet()
    wake_all(sender)
    sender.push()
    assert sender.outbox() == {}


def test_what_is_stale_and_cannot_be_fetched_is_put_together_later(
    sender: Sender, clock: FixedClock
) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.STALE]
    sender.push()
    assert sender.outbox() == {f"patients/{elg}": "waiting"}
    assert not sender.seal().looked
    clock.advance(2_500)
    assert not sender.seal().sealed[0].again


def test_a_withdrawal_goes_and_nothing_else_about_her(sender: Sender) -> None:
    elg = patient(sender)
    consent(sender, "c1", elg)
    sender.push()
    relative(sender, "r1", elg)
    withdraw(sender, "c1", elg)
    rename(sender, elg, "Klok")
    sender.push()
    assert sender.outbox() == {"relatives/r1": "paused", f"patients/{elg}": "paused"}
    assert "2026-11-20" in sender.centre.has["consents/c1"]
    wake_all(sender)
    assert set(sender.outbox().values()) == {"paused"}
    consent(sender, "c2", elg)
    wake_all(sender)
    sender.push()
    assert sender.outbox() == {}


def test_what_is_under_way_does_not_go_once_she_has_withdrawn(sender: Sender) -> None:
    elg = patient(sender)
    consent(sender, "c1", elg)
    sender.push()
    relative(sender, "r1", elg)
    sender.gather()
    assert sender.seal().sealed
    withdraw(sender, "c1", elg)
    assert [each.kind for each in sender.seal().sealed] == []
    assert sender.outbox() == {"relatives/r1": "paused"}


def test_what_a_person_must_choose_about_waits_for_her(sender: Sender) -> None:
    elg = patient(sender)
    conflict(sender, "patients", elg, "open")
    sender.push()
    assert sender.outbox() == {f"patients/{elg}": "differs"}
    wake_all(sender)
    assert sender.outbox() == {f"patients/{elg}": "differs"}
    conflict(sender, "patients", elg, "decided")
    wake_all(sender)
    sender.push()
    assert sender.outbox() == {}


def test_what_was_taken_away_is_said_to_be(sender: Sender) -> None:
    elg = patient(sender)
    contact(sender, "n1", elg)
    contact(sender, "n2", elg)
    sender.gather()
    take_away(sender, "n2")
    sender.push()
    assert "contacts/n2" not in sender.centre.has
    take_away(sender, "n1")
    sender.push()
    assert json.loads(sender.centre.has["contacts/n1"])["gone"]
    assert head(sender, "contacts", "n1").gone_at is not None
    # And once it is back, it is said anew, replacing nothing.
    contact(sender, "n1", elg)
    sender.push()
    assert sender.centre.log[-1].etag == ""
    assert head(sender, "contacts", "n1").gone_at is None
    take_away(sender, "n1")
    sender.push()
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, "contacts", "n1", elg)
    sender.push()
    assert sender.outbox() == {}


def test_what_the_other_side_says_more_is_kept(sender: Sender) -> None:
    elg = patient(sender)
    sender.push()
    before = head(sender, "patients", elg)
    with sender.database.write(STATION.actor) as writer:
        records.keep_head(
            writer,
            CENTRE,
            ("patients", elg),
            Head("Patients", elg, "1", before.fields, json.dumps({"photo": "x"})),
        )
    rename(sender, elg, "Klok")
    sender.push()
    assert json.loads(sender.centre.has[f"patients/{elg}"])["photo"] == "x"
    assert "photo" in (head(sender, "patients", elg).body or "")


def test_a_record_that_cannot_be_said_holds_up_nobody(sender: Sender) -> None:
    elg, rev = patient(sender), patient(sender, family="Rev")
    sender.speech.refuse.add(elg)
    sender.push()
    assert sender.outbox() == {f"patients/{elg}": "held"}
    assert f"patients/{rev}" in sender.centre.has


def test_an_answer_for_what_is_no_longer_there_changes_nothing(sender: Sender) -> None:
    patient(sender)
    sender.gather()
    outcomes = sender.centre.upload(sender.seal().sealed)
    assert sender.settle(outcomes).done == 1
    assert not sender.settle(outcomes).moved


@pytest.mark.parametrize(
    ("kinds", "first"),
    [
        (["alerts", "documents", "documents"], 2),
        (["documents", "alerts"], 1),
        (["alerts", "alerts"], 2),
        ([], 0),
    ],
)
def test_a_document_ends_its_unit_of_work(kinds: list[str], first: int) -> None:
    assert up_to_heavy(kinds, str) == kinds[:first]
