"""What is written down of each answer."""

import json

import pytest

from station.models.database import Database
from station.models.records import outbox
from station.models.records.exchange import keep_secret
from station.services.sync import stamps
from station.services.sync.sealing import Sealing
from station.services.sync.settling import Settled
from station.services.today.watch import STATION
from station.sync import fhir
from station.sync.stamps import stamp_of
from station.sync.values import Outcome, Verdict
from tests.outbox_office import CENTRE, Sender
from tests.outbox_rows import patient


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def test_each_verdict_is_counted_and_written_down(sender: Sender) -> None:
    wanted = (Verdict.DONE, Verdict.LATER, Verdict.HELD, Verdict.STALE, Verdict.CHANNEL)
    ids = [patient(sender, family=each.value) for each in wanted]
    for record_id, verdict in zip(ids, wanted, strict=True):
        sender.centre.answers[record_id] = [verdict]
    sender.gather()
    settled = sender.settle(sender.centre.upload(sender.seal().sealed))
    assert (settled.done, settled.later, settled.held, settled.stale) == (1, 2, 1, 1)
    assert settled.moved
    assert settled.trouble is not None
    states = sender.outbox()
    assert [states.get(f"patients/{each}", "") for each in ids] == [
        "",
        "sealed",
        "held",
        "waiting",
        "sealed",
    ]


def test_an_outcome_of_what_was_never_sent_is_passed_over(sender: Sender) -> None:
    elg = patient(sender)
    sender.gather()
    outcomes = [Outcome("patients", each, Verdict.DONE, "1") for each in (elg, "nobody")]
    assert sender.settle(outcomes) == Settled()
    assert sender.outbox() == {f"patients/{elg}": "waiting"}


def test_what_arrived_stamped_is_remembered_and_goes_no_more(sender: Sender) -> None:
    elg = patient(sender)
    with sender.database.write(STATION.actor) as writer:
        keep_secret(writer, b"s" * 16)
        writer.execute("UPDATE patients SET status = 'ended'")
        writer.quiet()
    sender.sealing = Sealing(CENTRE, fhir)
    sender.push()
    there = stamp_of(json.loads(sender.centre.has[f"patients/{elg}"]))
    with sender.database.read() as reader:
        known = stamps.known_of(reader, [("patients", elg)])["patients", elg]
    assert (known.number, known.there) == (1, there)
    count = len(sender.centre.log)
    with sender.database.write(STATION.actor) as writer:
        outbox.send_again(writer, CENTRE, "patients", elg, elg)
    sender.push()
    assert len(sender.centre.log) == count
