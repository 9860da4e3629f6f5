"""Reading what judging needs."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import judging as queries
from station.models.records import alerts as alert_records
from station.models.records import pauses
from station.models.records import readings as reading_records
from station.models.records.readings import Provenance
from station.rules.limits import Level, Side
from station.rules.plans import PlanStatus
from station.rules.readings import Excluded, Reading
from tests.intaking import SPO2
from tests.models.records.test_alerts import patient, raised  # noqa: F401  (a fixture by name)
from tests.patients import registered


def test_versions_carry_their_limits_and_when_they_came_into_force(
    database: Database,
    clock: FixedClock,
    patient: str,  # noqa: F811
) -> None:
    with database.read() as reader:
        (version,) = queries.versions(reader, patient)
        assert queries.versions(reader, new_id()) == ()
    assert (version.status, version.number) == (PlanStatus.APPROVED, 1)
    assert (version.in_force_from, version.in_force_to) == (clock.now() - 1000, None)
    assert version.content.limits == SPO2


def test_events_and_closings_are_told_of_their_own_component(
    database: Database,
    actor: Actor,
    patient: str,  # noqa: F811
) -> None:
    with database.write(actor) as writer:
        reached = raised(writer, patient, Level.RED, 0)
        alert_id = alert_records.open_alert(writer, reached)
        (alert,) = queries.open_alerts(writer, patient)
        assert (alert.id, alert.component, alert.side) == (alert_id, "spo2", Side.LOW)
        assert (alert.level, alert.proposed) == (Level.RED, False)
        assert queries.known_events(writer, patient, "spo2") == {(reached.reading_id, "low", 2)}
        assert queries.known_events(writer, patient, "pulse") == set()
        assert queries.closings(writer, patient, "spo2") == ()
        alert_records.close(writer, alert_id, action="gp", verdict="real", note="")
        assert queries.open_alerts(writer, patient) == ()
        assert queries.closings(writer, patient, "spo2") == (("low", writer.now),)
        assert queries.closings(writer, patient, "pulse") == ()
        writer.audit("tried", "alert", "")


def test_a_wait_is_overdue_from_its_moment_on(
    database: Database,
    actor: Actor,
    patient: str,  # noqa: F811
) -> None:
    with database.write(actor) as writer:
        alert_id = alert_records.open_alert(writer, raised(writer, patient, Level.RED, 0))
        until = writer.now + 1000
        alert_records.wait(writer, alert_id, until)
        assert queries.overdue_waits(writer, until - 1) == ()
        assert queries.overdue_waits(writer, until) == ((alert_id, patient),)
        alert_records.end_waiting(writer, alert_id)
        assert queries.overdue_waits(writer, until) == ()
        writer.audit("tried", "alert", "")


def test_the_pause_that_holds_is_told_and_one_that_was_ended_is_not(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, start = registered(database, actor), clock.now()
    gone = registered(database, actor, family="Bjørk", deceased_on="2026-11-01")
    short, open_end = new_id(), new_id()
    with database.write(actor) as writer:
        pauses.add(writer, short, patient_id, reason="a", from_at=start, until_at=start + 10)
    with database.read() as reader:
        both = {each.patient_id: each for each in queries.followed(reader, start)}
        (after,) = queries.followed(reader, start + 10, patient_id)
    assert (both[patient_id].paused, both[patient_id].paused_until) == (True, start + 10)
    assert (both[gone].deceased, both[gone].paused) == (True, False)
    assert (after.paused, after.paused_until, after.status) == (False, None, "referred")
    with database.write(actor) as writer:
        pauses.end(writer, short, patient_id)
        pauses.add(writer, open_end, patient_id, reason="b", from_at=start + 20, until_at=None)  # type: ignore[arg-type]  # one that lasts
    with database.read() as reader:
        (now,) = queries.followed(reader, start + 5, patient_id)
        (later,) = queries.followed(reader, start + 20, patient_id)
        spans = queries.pauses(reader, patient_id)
    assert (now.paused, later.paused, later.paused_until) == (False, True, None)
    assert spans[0] == (start, start)
    assert spans[1][0] == start + 20
    assert spans[1][1] > start + 10**15


def test_arrivals_are_those_that_count_by_kind(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    with database.write(actor) as writer:
        for ago, kind, excluded in (
            (1, "spo2", Excluded.NO),
            (3, "spo2", Excluded.NO),
            (2, "spo2", Excluded.TEST),
            (2, "pulse", Excluded.NO),
            (4, "pulse", Excluded.NO),
        ):
            reading = Reading(
                new_id(), patient_id, kind, now - ago, now, (90.0,), excluded=excluded
            )
            reading_records.add(writer, [(reading, Provenance(reading.id))])
        found = queries.arrivals(writer, patient_id, now - 3)
        writer.audit("tried", "reading", "")
    assert found == {"spo2": [(now - 3, now), (now - 1, now)], "pulse": [(now - 2, now)]}
