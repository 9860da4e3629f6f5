"""Alerts attacked: closed twice, undone late, consent withdrawn, the trial draft deleted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from station.core.trouble import Trouble
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level
from station.rules.standing import Standing
from station.services.alerts import UNDO_MS, Closed, Handling
from tests.attacks.conftest import DAY, Target
from tests.plan_office import ELG, drafted

CALLED = Handling(Action.CALL, note="Ringte")


def close(target: Target, alert_id: str) -> Closed:
    return target.station.alerts.close(target.nurse, alert_id, CALLED, Verdict.REAL)


def test_an_open_alert_outlives_the_consent_on_the_list(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (consent,) = target.station.consents.of(target.nurse, patient_id)
    withdrawn = date(2026, 11, 20)
    assert target.station.consents.withdraw(target.nurse, patient_id, consent.id, withdrawn)
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert (row.patient_id, row.standing) == (patient_id, Standing.RED)
    assert row.marks[0] == "ikke i oppfølging nå"
    (alert,) = target.open_alerts(patient_id)
    close(target, alert.row.id)
    listed = target.station.worklist.rows(target.nurse)
    assert (listed.rows, listed.judged_at) == ((), None)


def test_an_alert_is_closed_once_and_an_undo_never_splits_an_episode(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    closed = close(target, alert.row.id)
    with pytest.raises(Trouble) as twice:
        close(target, alert.row.id)
    assert twice.value.code == "alert_closed"
    target.clock.advance(60_000)
    target.send(patient_id, 79)
    with pytest.raises(Trouble) as late:
        target.station.alerts.undo_close(target.nurse, closed)
    assert late.value.code == "alert_new"
    assert len(target.open_alerts(patient_id)) == 1
    assert len(target.station.alerts.contacts(target.nurse, patient_id)) == 1


def test_the_trial_draft_deleted_leaves_its_alert_open(target: Target) -> None:
    patient_id = target.follow(plan=False)
    version_id = drafted(target.station.plans, patient_id)
    target.clock.advance(60_000)
    target.send(patient_id, 80)
    target.station.plans.drop_draft(target.nurse, version_id)
    (alert,) = target.open_alerts(patient_id)
    assert alert.level is Level.RED
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.standing is Standing.RED
    target.station.cards.open(target.nurse, patient_id)
    close(target, alert.row.id)
    target.clock.advance(60_000)
    assert target.send(patient_id, 70).stored == 1
    # Without limits nothing is green: the list says that there is no plan.
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.standing is Standing.UNKNOWN


def test_alert_17_one_unreadable_plan_leaves_the_others_on_the_list(target: Target) -> None:
    sound = target.follow()
    other = replace(
        ELG, number="", given_name="Stille", family_name="Vann", birth_date="1950-05-05"
    )
    broken = target.follow(other)
    target.send(sound, 80)
    target.send(broken, 95)
    database = target.station.record.database
    assert database is not None
    # Only a damaged file can hold this: the triggers let nobody change a decided plan.
    for (name,) in database.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'plan_versions'"
    ).fetchall():
        database.connection.execute(f"DROP TRIGGER {name}")
    database.connection.execute(
        "UPDATE plan_versions SET content = '{' WHERE patient_id = ?", (broken,)
    )
    assert not target.station.sweeper.sweep().failed
    target.clock.advance(60_000)
    assert target.send(broken, 70).stored == 1
    rows = target.station.worklist.rows(target.nurse).rows
    assert {row.patient_id: row.standing for row in rows} == {
        sound: Standing.RED,
        broken: Standing.UNKNOWN,
    }


def test_an_undo_is_taken_for_ten_minutes_only(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    contact_id = target.station.alerts.act(target.nurse, patient_id, CALLED, alert.row.id)
    closed = close(target, alert.row.id)
    target.clock.advance(UNDO_MS)
    target.station.alerts.undo_close(target.nurse, closed)
    closed = close(target, alert.row.id)
    target.clock.advance(UNDO_MS + 1)
    undoes: tuple[Callable[[], None], ...] = (
        lambda: target.station.alerts.undo_close(target.nurse, closed),
        lambda: target.station.alerts.undo_act(target.nurse, patient_id, contact_id),
    )
    for undo in undoes:
        with pytest.raises(Trouble) as late:
            undo()
        assert late.value.code == "undo_late"
    assert target.open_alerts(patient_id) == []
    kept = {each.id for each in target.station.alerts.contacts(target.nurse, patient_id)}
    assert kept == {contact_id, closed.contact_id}


@pytest.mark.parametrize("ahead", [-DAY, 0, 61 * DAY, 1 << 62])
def test_an_alert_waits_for_a_moment_in_sight_only(target: Target, ahead: int) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    with pytest.raises(Trouble) as refused:
        target.station.alerts.wait(target.nurse, alert.row.id, target.clock.now() + ahead)
    assert refused.value.code == "alert_deadline"
    assert target.open_alerts(patient_id) == [alert]


def test_what_is_about_nobody_is_a_sentence(target: Target) -> None:
    alerts, plans = target.station.alerts, target.station.plans
    attempts: tuple[Callable[[], object], ...] = (
        lambda: alerts.act(target.nurse, "0" * 32, CALLED),
        lambda: plans.start_draft(target.nurse, "0" * 32, "kols", "nb"),
    )
    for attempt in attempts:
        with pytest.raises(Trouble) as unknown:
            attempt()
        assert unknown.value.code == "patient_unknown"


def test_a_contact_is_never_noted_on_somebody_elses_alert(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    other = target.follow(replace(ELG, number="", family_name="Vann", birth_date="1950-05-05"))
    with pytest.raises(Trouble) as mixed:
        target.station.alerts.act(target.nurse, other, CALLED, alert.row.id)
    assert mixed.value.code == "alert_unknown"
