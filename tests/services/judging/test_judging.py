"""Judging what was stored: pauses, equal instants, late arrivals and closings."""

from unittest.mock import patch

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.queries import judging as queries
from station.rules.contacts import Action, Verdict
from station.rules.readings import Source
from station.services.alerts.alerts import Alerts, Handling
from station.services.intake.intake import Incoming, Intake, take
from station.services.judging import judging
from station.services.record import Record
from station.services.session import Session
from station.services.today.worklist import Worklist
from tests.patients import registered
from tests.services.intake.test_intake import DAY, events, plan, spo2


@pytest.fixture
def session() -> Session:
    return Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "nb")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def pause(database: Database, actor: Actor, patient_id: str, start: int, end: int) -> None:
    """Pause a patient without the service."""
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO pauses (id, patient_id, reason, from_at, until_at, set_by) "
            "VALUES (?, ?, 'x', ?, ?, 'x')",
            (new_id(), patient_id, start, end),
        )
        writer.audit("paused_for_test", "pause", patient_id, patient_id)


def test_a_pause_silences_yellow_and_never_red(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    pause(database, actor, patient_id, clock.now() - 1000, clock.now() + DAY)
    intake = Intake(record)
    reached = []
    for value in (88, 88, 80):
        clock.advance(60_000)
        reached.append(intake.take(session, [spo2(patient_id, clock.now(), value)]).reached)
    assert reached == [0, 0, 1]
    with database.read() as reader:
        alert = reader.raw("SELECT level, json_extract(why, '$.paused') FROM alerts")
    assert alert == [(2, 1)]


def test_an_older_reading_that_comes_late_ends_silence(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    intake = Intake(record)
    intake.take(session, [spo2(patient_id, clock.now() - 1000, 95)])
    clock.advance(DAY)
    intake.take(session, [spo2(patient_id, clock.now() - DAY - 60_000, 95)])
    with database.read() as reader:
        assert reader.raw("SELECT taken_at, arrived_at FROM latest") == [
            (clock.now() - DAY - 1000, clock.now())
        ]


def test_two_readings_at_one_instant_are_judged_the_same_in_either_order(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    outcomes = []
    for order in ((88, 95), (95, 88)):
        patient_id = registered(database, actor, family=f"Elg{order[0]}")
        plan(database, actor, patient_id, clock.now() - DAY)
        intake = Intake(record)
        for at, value in enumerate(order):
            one = spo2(patient_id, clock.now(), value, source_key=f"k{at}")
            intake.take(session, [one])
        with database.read() as reader:
            state = queries.state(reader, patient_id, "spo2")
            ids = [
                row[0]
                for row in reader.raw(
                    "SELECT value FROM readings WHERE patient_id = ? ORDER BY taken_at, id",
                    (patient_id,),
                )
            ]
        outcomes.append([value for _, value in state.recent] == ids)
    assert outcomes == [True, True]


def test_after_a_closing_the_next_bad_reading_is_a_new_alert(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        writer.execute("UPDATE patients SET status = 'active'")
        writer.audit("followed_for_test", "patient", patient_id, patient_id)
    plan(database, actor, patient_id, clock.now() - DAY)
    intake, alerts = Intake(record), Alerts(record)
    intake.take(session, [spo2(patient_id, clock.now(), 80)])
    first = alerts.of_patient(session, patient_id)[0]
    closed = alerts.close(session, first.row.id, Handling(Action.GP, note="ringte"), Verdict.REAL)
    clock.advance(60_000)
    intake.take(session, [spo2(patient_id, clock.now(), 81)])
    levels = events(database, patient_id)
    assert [level for _, level in levels] == [2, 2]
    assert len({alert for alert, _ in levels}) == 2
    assert closed.alert_id == first.row.id
    assert Worklist(record).rows(session).rows[0].alert_id != first.row.id


def test_undoing_a_closing_finds_the_same_alert_again(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    alerts = Alerts(record)
    Intake(record).take(session, [spo2(patient_id, clock.now(), 80)])
    first = alerts.of_patient(session, patient_id)[0]
    closed = alerts.close(session, first.row.id, Handling(Action.ADVICE), Verdict.REAL)
    alerts.undo_close(session, closed)
    again = alerts.of_patient(session, patient_id)
    assert [(view.row.id, view.row.closed_at) for view in again] == [(first.row.id, None)]
    assert len(events(database, patient_id)) == 1
    assert alerts.contacts(session, patient_id) == ()


def test_what_was_not_judged_is_made_up_for_when_the_next_reading_comes(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    intake = Intake(record)
    with patch("station.services.judging.case.judge", side_effect=RuntimeError):
        clock.advance(1000)
        red = spo2(patient_id, clock.now(), 80)
        assert intake.take(session, [red]).reached == 0
    clock.advance(1000)
    weight = Incoming(patient_id, "weight", clock.now(), (80.0,), Source.TABLET, "w")
    intake.take(session, [weight])
    assert [level for _, level in events(database, patient_id)] == [2]
    with database.read() as reader:
        assert reader.raw("SELECT state FROM judgements") == [("ok",)]
        assert reader.raw("SELECT measured_at FROM alerts") == [(red.taken_at,)]


def test_time_02_a_clock_set_back_suppresses_no_alert(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - 5 * DAY)
    intake, alerts = Intake(record), Alerts(record)
    intake.take(session, [spo2(patient_id, clock.now(), 80)])
    clock.advance(1000)
    first = alerts.of_patient(session, patient_id)[0]
    alerts.close(session, first.row.id, Handling(Action.GP, note="ringte"), Verdict.REAL)
    clock.set(clock.now() - DAY)
    assert intake.take(session, [spo2(patient_id, clock.now(), 79)]).reached == 1
    assert intake.take(session, [spo2(patient_id, clock.now() + 1, 78)]).reached == 0
    assert len(alerts.of_patient(session, patient_id)) == 2
    with database.read() as reader:
        times = [row[0] for row in reader.raw("SELECT at FROM audit ORDER BY seq")]
    assert times == sorted(times)


def test_with_more_to_come_only_what_is_newer_is_judged_at_once(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    standing = []
    for moment, value in ((50_000, 95), (60_000, 80), (40_000, 79), (70_000, 95), (30_000, 95)):
        with record.write(session) as writer:
            take(writer, [spo2(patient_id, clock.now() - DAY + moment, value)], more=True)
        with database.read() as reader:
            rows = reader.raw("SELECT reason FROM judgements")
            standing.append((rows[0][0], queries.unjudged(reader) == (patient_id,)))
    assert standing == [("", False), ("", False), *[("more_coming", True)] * 3]
    assert len(events(database, patient_id)) == 1
    with record.write(session) as writer:
        assert judging.catch_up(writer, "n" * 32) == ""
        assert judging.catch_up(writer, patient_id) == patient_id
        assert judging.catch_up(writer) == ""
        writer.quiet()
    with database.read() as reader:
        assert reader.raw("SELECT state, reason FROM judgements") == [("ok", "")]
        state = queries.state(reader, patient_id, "spo2")
    assert [value for _, value in state.recent] == [95, 79, 95, 80, 95]


def test_nobody_closes_an_alert_over_readings_that_were_not_judged(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    alerts, handling = Alerts(record), Handling(Action.GP, note="ringte")
    now = clock.now()
    for ago, value in ((2000, 88), (1000, 88)):
        Intake(record).take(session, [spo2(patient_id, now - ago, value)])
    for ago, value, code in ((5000, 80, "alert_rose"), (6000, 79, "")):
        with record.write(session) as writer:
            take(writer, [spo2(patient_id, now - ago, value)], more=True)
        (alert,) = alerts.of_patient(session, patient_id)
        clock.advance(1000)
        if code:
            with pytest.raises(Trouble) as caught:
                alerts.close(session, alert.row.id, handling, Verdict.REAL)
            assert caught.value.code == code
        else:
            alerts.close(session, alert.row.id, handling, Verdict.REAL)
    assert [view.row.state for view in alerts.of_patient(session, patient_id)] == ["closed"]
    with database.read() as reader:
        assert queries.unjudged(reader) == ()
