"""What is written down of each answer."""

import pytest

from station.models.database import Database
from station.services.sync.settling import Settled
from station.sync.values import Outcome, Verdict
from tests.outbox_office import Sender
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
