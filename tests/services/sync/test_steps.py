"""The units of work of a run: marks, what is left, and what the server lost."""

from station.models.database import Database
from station.models.queries import outbox as queries
from station.models.queries import sync_status
from station.models.queries.outbox import Head
from station.models.records import hand
from station.models.records import outbox as heads
from station.services.sync import steps
from station.services.sync.values import CENTRE
from station.services.today.watch import STATION
from station.sync.central_card import Card, Holder
from tests.outbox_office import Sender
from tests.outbox_rows import patient


def sender_of(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def ended(run_id: str, outcome: str = "", code: str = "") -> steps.Ended:
    return steps.Ended(run_id, outcome, code, "", 0, None)


def test_a_mark_is_kept_before_it_is_shown_and_counts_on(database: Database) -> None:
    sender_of(database)
    with database.write(STATION.actor) as writer:
        station, kept, fresh = steps.marks(writer)
        assert steps.marks(writer) == (station, kept, fresh)
        steps.keep_mark(writer, Card(Holder.MINE, fresh))
        assert steps.marks(writer)[1] == fresh
        steps.keep_mark(writer, Card(Holder.UNKNOWN, ""))
        assert (hand.station_id(writer), steps.marks(writer)[1]) == (station, fresh)
        steps.keep_mark(writer, Card(Holder.ANOTHER, "9"))
        assert hand.station_id(writer) != station


def test_a_run_is_done_only_when_nothing_is_left(database: Database) -> None:
    sender = sender_of(database)
    with database.write(STATION.actor) as writer:
        writer.quiet()
        outcome, left = steps.end(writer, ended(steps.begin(writer)), {}, ("Patient",))
        assert outcome == "left", "no type was fetched yet"
        steps.fetched_all(writer, "Patient")
        assert steps.cursor(writer, "Patient") == ""
    patient(sender)
    with database.write(STATION.actor) as writer:
        while steps.gather(writer):
            pass
        assert steps.due(writer) >= 1
        outcome, left = steps.end(writer, ended(steps.begin(writer)), {}, ("Patient",))
        assert (outcome, left) == ("left", 1)


def test_a_failed_run_says_why_and_is_hurried_by_a_person(database: Database) -> None:
    sender_of(database)
    with database.write(STATION.actor) as writer:
        run_id = steps.begin(writer)
        assert steps.end(writer, ended(run_id, "failed", "slow"), {}, ())[0] == "failed"
        steps.rest(writer, 77)
        row = sync_status.channel(writer, CENTRE)
        assert row is not None
        assert (row.reason_code, row.paused_until) == ("slow", 77)
        steps.hurry(writer)
        row = sync_status.channel(writer, CENTRE)
        assert row is not None
        assert row.paused_until is None
        writer.quiet()


def test_what_the_server_lost_goes_again(database: Database) -> None:
    sender = sender_of(database)
    who = patient(sender)
    sender.push()
    with database.write(STATION.actor) as writer:
        known = steps.known(writer, "Patients", "")
        assert [each.record_id for each in known] == [who]
        lacking = steps.unknown(writer, "Patients", ["x", known[0].resource_id, "y"])
        assert lacking == ["x", "y"]
        steps.send_again(writer, known)
        steps.compared(writer, "Patients")
        assert steps.known(writer, "Patients", "") == []
        assert sync_status.counts(writer, CENTRE)["waiting"] == 1


def test_a_lost_row_of_the_log_is_forgotten_and_not_noted_as_a_record(database: Database) -> None:
    """The log goes by its own position; only records are put into the queue one by one."""
    sender_of(database)
    with database.write(STATION.actor) as writer:
        key = ("audit", "7")
        heads.keep_head(writer, CENTRE, key, Head("AuditEvent", "x", "1", "{}"))
        steps.send_again(writer, [steps.Known(*key, "AuditEvent", "x")])
        assert queries.heads(writer, CENTRE, [key]) == {}
        assert writer.raw("SELECT * FROM sync_outbox") == []
