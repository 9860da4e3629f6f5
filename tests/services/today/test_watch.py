"""Judging by the clock: silence, pauses, deadlines, faults, and how the watch says it is alive."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

import pytest

from station.core.bus import Bus, ChangeSet
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.models.queries import worklist as list_queries
from station.models.records import judging as records
from station.rules.overdue import Missing
from station.rules.standing import Standing
from station.services.record import Record
from station.services.today.watch import EVERY_MS, STATION, Sweeper, Watched
from station.services.today.worklist import missing_of
from tests.cohort import DAY, MINUTE, Cohort

HOUR = 60 * MINUTE


def episodes(cohort: Cohort) -> list[tuple[str, int | None]]:
    """Every episode of missing readings: the kind, and when it ended."""
    with cohort.station.record.read() as reader:
        rows = reader.raw("SELECT kind, ended_at FROM missing_episodes ORDER BY noted_at")
    return [(row[0], row[1]) for row in rows]


def standing(cohort: Cohort) -> Standing:
    """Where the only patient stands."""
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    return row.standing


def _next_of(calls: Iterator[Callable[..., object]], *given: object, closer: bool) -> object:
    return next(calls)(*given, closer=closer)


def silent_patient(cohort: Cohort) -> str:
    """A patient who should have sent something by 10:00, at 10:30."""
    patient = cohort.patient("Rask Elg")
    cohort.plan(patient, by="10:00")
    cohort.clock.advance(90 * MINUTE)
    return patient


def test_s17_what_does_not_come_is_noted_once_and_ends_when_it_comes(cohort: Cohort) -> None:
    patient = silent_patient(cohort)
    for _ in range(3):
        cohort.station.sweeper.sweep()
    assert episodes(cohort) == [("spo2", None)]
    assert standing(cohort) is Standing.MISSING
    cohort.take(patient, "spo2", 93)
    assert episodes(cohort) == [("spo2", cohort.clock.now())]
    assert standing(cohort) is Standing.GREEN


def test_a_pause_excuses_silence_and_its_end_brings_it_back(cohort: Cohort) -> None:
    patient = silent_patient(cohort)
    cohort.station.sweeper.sweep()
    tomorrow = day_of(cohort.clock.now()) + timedelta(days=1)
    cohort.station.statuses.pause(cohort.session, patient, "Innlagt", tomorrow)
    cohort.station.sweeper.sweep()
    assert episodes(cohort) == [("spo2", cohort.clock.now())]
    cohort.clock.advance(2 * DAY)
    cohort.station.sweeper.sweep()
    assert [ended is None for _, ended in episodes(cohort)] == [False, True]


def test_nobody_is_missing_who_is_no_longer_followed(cohort: Cohort) -> None:
    patient = silent_patient(cohort)
    cohort.station.sweeper.sweep()
    cohort.station.statuses.register_death(cohort.session, patient, day_of(cohort.clock.now()))
    cohort.station.sweeper.sweep()
    assert episodes(cohort) == [("spo2", cohort.clock.now())]


def test_everybody_is_judged_now_and_the_screens_are_told(cohort: Cohort) -> None:
    cohort.followed("Rask Elg")
    told: list[ChangeSet] = []
    cohort.station.bus.subscribe(told.append)
    cohort.clock.advance(MINUTE)
    assert cohort.station.sweeper.sweep() == Watched(cohort.clock.now())
    assert cohort.station.worklist.rows(cohort.session).judged_at == cohort.clock.now()
    assert "judging" in told[-1].topics


def test_the_watch_judges_once_a_minute_and_again_when_the_clock_was_turned(
    cohort: Cohort,
) -> None:
    begun = cohort.clock.now()
    sweeper = cohort.station.sweeper
    assert sweeper.state == Watched(None)
    assert sweeper.look() == Watched(begun)
    cohort.clock.advance(EVERY_MS - 1)
    assert sweeper.look() == Watched(begun)
    cohort.clock.advance(1)
    assert sweeper.look() == Watched(begun + EVERY_MS)
    cohort.clock.set(begun)
    assert sweeper.look() == Watched(begun)


def test_one_patients_fault_stops_nobody_and_is_tried_again(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = cohort.followed("Rask Elg"), cohort.followed("Stille Brygge", "1941-06-02")
    usual = missing_of

    def broken(*given: object, closer: bool) -> Sequence[Missing]:
        raise ArithmeticError

    for patient in (bad, good):
        cohort.spo2(patient, 93)
    with monkeypatch.context() as patched:
        calls = iter((broken, usual))
        patched.setattr("station.services.today.watch.missing_of", partial(_next_of, calls))
        assert not cohort.station.sweeper.sweep().failed
    found = {row.standing for row in cohort.station.worklist.rows(cohort.session).rows}
    assert found == {Standing.UNKNOWN, Standing.GREEN}
    cohort.station.sweeper.sweep()
    found = {row.standing for row in cohort.station.worklist.rows(cohort.session).rows}
    assert found == {Standing.GREEN}


def test_a_patient_whose_rules_go_on_failing_stays_unknown(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    with cohort.station.record.write(cohort.session) as writer:
        records.judged(writer, patient, records.FAILED, "test")
        writer.quiet()

    def broken(*given: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(queries, "versions", broken)
    cohort.station.sweeper.sweep()
    monkeypatch.undo()
    assert standing(cohort) is Standing.UNKNOWN


def test_a_fault_of_the_sweep_itself_is_told_and_the_next_try_comes_at_once(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = cohort.clock.now()
    sweeper = cohort.station.sweeper
    assert sweeper.look() == Watched(begun)
    cohort.clock.advance(EVERY_MS)

    def broken(*given: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(list_queries, "patients", broken)
        assert sweeper.look() == Watched(begun, failed=True)
    assert sweeper.look() == Watched(cohort.clock.now())


def test_trouble_is_told_and_a_locked_file_is_said(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeper = cohort.station.sweeper

    def troubled(*given: object) -> None:
        raise Trouble("full", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(list_queries, "patients", troubled)
        assert sweeper.sweep().failed
    locked = Sweeper(Record(Bus(), cohort.clock))
    with pytest.raises(Trouble, match="locked"):
        locked.sweep()
    assert locked.state == Watched(None, failed=True)


def test_an_alert_waits_for_the_gp_until_its_deadline(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    cohort.station.alerts.wait(cohort.session, alert.row.id, cohort.clock.now() + HOUR)
    cohort.clock.advance(HOUR - 1)
    cohort.station.sweeper.sweep()
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert alert.row.state == "waiting"
    cohort.clock.advance(1)
    cohort.station.sweeper.sweep()
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert (alert.row.state, alert.row.waiting_until) == ("open", None)


def test_red_breaks_through_the_waiting_of_yellow(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 88, 88)
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    cohort.station.alerts.wait(cohort.session, alert.row.id, cohort.clock.now() + DAY)
    cohort.spo2(patient, 84)
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert (alert.row.state, alert.row.level) == ("open", 2)


def test_the_sweep_leaves_no_trace_in_the_log(cohort: Cohort) -> None:
    patient = silent_patient(cohort)
    with cohort.station.record.read() as reader:
        before = reader.raw("SELECT count(*) FROM audit")
    cohort.station.sweeper.sweep()
    with cohort.station.record.read() as reader:
        assert reader.raw("SELECT count(*) FROM audit") == before
        assert queries.silent_patients(reader) == (patient,)
        assert reading_queries.kinds_of(reader, patient) == ()
    assert STATION.user_id == ""
