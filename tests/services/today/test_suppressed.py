"""Everything that raises no alert is listed with its cause, who, until when, and the way out."""

from datetime import timedelta

from station.core.zone import day_of
from station.rules.readings import Excluded, Source
from station.rules.resting import Cause as PauseCause
from station.services.intake.intake import Incoming, Intake
from station.services.today.suppressed import Cause
from tests.cohort import DAY, MINUTE, Cohort
from tests.services.alerts.test_snoozing import row_of, yellow


def test_snoozes_pauses_and_waiting_alerts_stand_there_until_they_end(cohort: Cohort) -> None:
    one, alert = yellow(cohort)
    paused = cohort.followed("Stille Brygge", "1941-06-02")
    cohort.spo2(paused, 93)
    waits = cohort.followed("Lun Hylle", "1946-01-09")
    cohort.spo2(waits, 80)
    station, session, now = cohort.station, cohort.session, cohort.clock.now()
    station.snoozing.snooze(session, alert, now + DAY, "kortisonkur")
    until = day_of(now) + timedelta(days=14)
    station.statuses.pause(session, paused, "", until, PauseCause.HOSPITAL)
    station.alerts.wait(session, row_of(cohort, waits).alert_id or "", now + 2 * DAY)
    cohort.clock.advance(MINUTE)
    cohort.spo2(paused, 88)
    found = station.suppressed.all(session)
    assert [(each.cause, each.name, each.who) for each in found.now] == [
        (Cause.SNOOZE, "Rask Elg", session.name),
        (Cause.WAITING, "Lun Hylle", ""),
        (Cause.PAUSE, "Stille Brygge", session.name),
    ]
    snooze, _, pause = found.now
    assert snooze.why == "kortisonkur"
    assert "Pulse, high" in snooze.what
    assert pause.why == "In hospital"
    assert "1 reading in the pause" in pause.what
    assert station.worklist.rows(session).held_back == len(found.now)
    station.snoozing.end(session, snooze.subject)
    station.statuses.end_pause(session, pause.subject)
    station.alerts.stop_waiting(session, found.now[1].subject)
    assert not station.suppressed.all(session).now
    assert row_of(cohort, one).marks == ()


def test_what_was_left_out_and_old_files_are_listed_apart(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 80)
    station, session, now = cohort.station, cohort.session, cohort.clock.now()
    (reading,) = station.manual.newest(session, patient)
    station.manual.mark(session, reading.id, Excluded.ACTIVITY)
    old = now - 20 * DAY
    Intake(station.record).take(
        session, [Incoming(patient, "spo2", old, (84.0,), Source.FILE, "old")]
    )
    excluded, history = station.suppressed.all(session).uncounted
    assert (excluded.cause, excluded.subject) == (Cause.EXCLUDED, reading.id)
    assert excluded.what.startswith("SpO₂ 80 %")
    assert excluded.why == "measured in activity"
    assert (history.cause, history.what) == (Cause.HISTORY, "1 reading of a file")
    station.manual.mark(session, excluded.subject, Excluded.NO)
    assert [each.cause for each in station.suppressed.all(session).uncounted] == [Cause.HISTORY]
