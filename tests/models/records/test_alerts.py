"""Writing alerts: one open episode, its events, and what people do about it."""

import json

import pytest

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database, Writer
from station.models.queries import alerts as queries
from station.models.queries.alerts import AlertRow
from station.models.records import alerts as records
from station.models.records import readings
from station.models.records.alerts import Raised
from station.models.records.readings import Provenance
from station.rules.limits import Level, Side
from station.rules.readings import Reading
from station.rules.why import BEYOND_RULE, Why
from tests.intaking import plan_in_force, spo2_plan
from tests.patients import registered


@pytest.fixture
def patient(database: Database, actor: Actor, clock: FixedClock) -> str:
    """A patient with a plan in force."""
    patient_id = registered(database, actor)
    plan_in_force(database, actor, patient_id, clock.now() - 1000, spo2_plan())
    return patient_id


def raised(writer: Writer, patient_id: str, level: Level, ago: int) -> Raised:
    """A level reached by a reading stored for it, taken `ago` and arrived now."""
    at = writer.now - ago
    reading = Reading(new_id(), patient_id, "spo2", at, writer.now, (80.0,))
    readings.add(writer, [(reading, Provenance(reading.id))])
    ((version,),) = writer.raw("SELECT id FROM plan_versions")
    why = Why(BEYOND_RULE, "spo2", Side.LOW, level, ((at, 80.0),), 1, version_id=str(version))
    return Raised(patient_id, reading.id, at, writer.now, why)


def only(writer: Writer, alert_id: str) -> AlertRow:
    """The alert as it is stored."""
    row = queries.one(writer, alert_id)
    assert row is not None
    return row


def test_an_alert_is_opened_with_its_event_at_the_time_measured(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        reached = raised(writer, patient, Level.YELLOW, 500)
        row = only(writer, records.open_alert(writer, reached))
        (event,) = queries.events(writer, patient, 0, writer.now)
        writer.audit("tried", "alert", "")
        assert (row.state, row.level, row.component, row.side) == ("open", 1, "spo2", "low")
        assert (row.opened_at, row.arrived_at) == (writer.now, writer.now)
        assert (row.measured_at, event.at) == (writer.now - 500, writer.now - 500)
        assert (event.alert_id, event.reading_id) == (row.id, reached.reading_id)
        assert Why.from_data(json.loads(row.why)) == reached.why


def test_two_open_alerts_about_the_same_are_refused(
    database: Database, actor: Actor, patient: str
) -> None:
    def twice(writer: Writer) -> None:
        for _ in range(2):
            records.open_alert(writer, raised(writer, patient, Level.RED, 0))

    with database.write(actor) as writer:
        writer.quiet()
        with pytest.raises(Exception, match="UNIQUE"):
            twice(writer)


def test_a_worse_level_is_seen_again_by_whoever_put_it_off(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.YELLOW, 500))
        assert records.wait(writer, alert_id, writer.now + 1000)
        records.propose_closing(writer, patient, "spo2", Side.LOW)
        records.escalate(writer, alert_id, raised(writer, patient, Level.RED, 100))
        row = only(writer, alert_id)
        events = queries.events(writer, patient, 0, writer.now + 1)
        writer.audit("tried", "alert", "")
    assert (row.level, row.state, row.waiting_until, row.proposed_at) == (2, "open", None, None)
    assert [event.level for event in events] == [1, 2]


def test_a_proposal_is_for_its_own_side_keeps_its_time_and_is_withdrawn(
    database: Database, actor: Actor, patient: str, clock: FixedClock
) -> None:
    first = clock.now()
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        records.propose_closing(writer, patient, "spo2", Side.HIGH)
        assert only(writer, alert_id).proposed_at is None
        records.propose_closing(writer, patient, "spo2", Side.LOW)
        writer.audit("tried", "alert", "")
    clock.advance(1000)
    with database.write(actor) as writer:
        records.propose_closing(writer, patient, "spo2", Side.LOW)
        assert only(writer, alert_id).proposed_at == first
        records.withdraw_proposal(writer, patient, "spo2", Side.HIGH)
        assert only(writer, alert_id).proposed_at == first
        records.withdraw_proposal(writer, patient, "spo2", Side.LOW)
        assert only(writer, alert_id).proposed_at is None
        writer.audit("tried", "alert", "")


def test_what_is_closed_is_neither_taken_nor_put_off_nor_closed_again(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        assert records.take(writer, alert_id, actor.user_id)
        assert only(writer, alert_id).state == "taken"
        assert records.close(writer, alert_id, action="gp", verdict="real", note="ringte")
        assert not records.take(writer, alert_id, actor.user_id)
        assert not records.wait(writer, alert_id, writer.now + 1)
        assert not records.close(writer, alert_id, action="none", verdict="false", note="")
        row = only(writer, alert_id)
        assert (row.action, row.verdict, row.note) == ("gp", "real", "ringte")
        assert row.closed_at == writer.now
        assert queries.verdicts(writer, patient) == {"real": 1}
        writer.audit("tried", "alert", "")


def test_waiting_ends_and_a_closing_is_undone(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        records.reopen(writer, alert_id)
        records.wait(writer, alert_id, writer.now + 1)
        assert only(writer, alert_id).waiting_until == writer.now + 1
        records.end_waiting(writer, alert_id)
        row = only(writer, alert_id)
        assert (row.state, row.waiting_until) == ("open", None)
        records.close(writer, alert_id, action="gp", verdict="real", note="x")
        records.end_waiting(writer, alert_id)
        assert only(writer, alert_id).state == "closed"
        records.reopen(writer, alert_id)
        row = only(writer, alert_id)
        assert (row.state, row.closed_at, row.action, row.verdict) == ("open", None, "", "")
        writer.audit("tried", "alert", "")


def test_what_waits_goes_on_waiting_whoever_takes_it_and_after_an_undone_closing(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        records.wait(writer, alert_id, writer.now + 1000)
        records.take(writer, alert_id, actor.user_id)
        assert _state(writer, alert_id) == "waiting"
        records.close(writer, alert_id, action="call", verdict="real", note="")
        records.reopen(writer, alert_id)
        assert _state(writer, alert_id) == "waiting"
        records.end_waiting(writer, alert_id)
        assert _state(writer, alert_id) == "open"
        writer.quiet()


def test_a_confirmed_reading_leaves_closed_alerts_alone(
    database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        writer.execute("UPDATE alerts SET confirmed = 0")
        ((reading_id,),) = writer.raw("SELECT reading_id FROM alerts")
        records.close(writer, alert_id, action="call", verdict="real", note="")
        records.confirm_reading(writer, reading_id)
        assert writer.raw("SELECT confirmed FROM alerts") == [(0,)]
        records.reopen(writer, alert_id)
        records.confirm_reading(writer, reading_id)
        assert writer.raw("SELECT confirmed FROM alerts") == [(1,)]
        writer.quiet()


def _state(writer: Writer, alert_id: str) -> str:
    ((state,),) = writer.raw("SELECT state FROM alerts WHERE id = ?", (alert_id,))
    return str(state)
