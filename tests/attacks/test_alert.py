"""Alerts attacked: closed twice, undone late, consent withdrawn, the trial draft deleted."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from station.core.trouble import Trouble
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level
from station.rules.readings import Excluded
from station.rules.standing import Standing
from station.services.alerts.alerts import UNDO_MS, Closed, Handling
from station.services.readings.manual import Typed
from tests.attacks.conftest import DAY, Target
from tests.plan_office import ELG, drafted

OTHER = replace(ELG, number="", given_name="Stille", family_name="Vann", birth_date="1950-05-05")
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


def garble(target: Target, patient_id: str, content: str) -> None:
    """Make a patient's plans unreadable, as only a damaged or forged file has them."""
    database = target.station.record.database
    assert database is not None
    # The triggers let nobody change a decided plan.
    for (name,) in database.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'plan_versions'"
    ).fetchall():
        database.connection.execute(f"DROP TRIGGER {name}")
    database.connection.execute(
        "UPDATE plan_versions SET content = ? WHERE patient_id = ?", (content, patient_id)
    )


GARBLED = [
    "{",
    "[]",
    "{}",
    '{"schedule": [1], "review_on": 7}',
    '{"schedule": {}, "review_on": "noen gang", "template": ["kols"]}',
]


@pytest.mark.parametrize("content", GARBLED)
def test_alert_17_one_unreadable_plan_leaves_the_others_on_the_list(
    target: Target, content: str
) -> None:
    sound, broken = target.follow(), target.follow(OTHER)
    target.send(sound, 80)
    target.send(broken, 95)
    garble(target, broken, content)
    assert not target.station.sweeper.sweep().failed
    target.clock.advance(60_000)
    assert target.send(broken, 70).stored == 1
    rows = {row.patient_id: row for row in target.station.worklist.rows(target.nurse).rows}
    assert {patient: row.standing for patient, row in rows.items()} == {
        sound: Standing.RED,
        broken: Standing.UNKNOWN,
    }


@pytest.mark.parametrize("content", GARBLED)
def test_alert_17_the_card_says_so_and_the_page_of_plans_lists_the_others(
    target: Target, content: str
) -> None:
    sound, broken = target.follow(), target.follow(OTHER)
    target.send(broken, 80)
    garble(target, broken, content)
    card = target.station.cards.open(target.nurse, broken)
    assert (card.plan, card.plan_readable, len(card.alerts)) == (None, False, 1)
    assert target.station.cards.open(target.nurse, sound).plan_readable
    assert card.trend.kinds[0].points
    assert target.station.entry.open(target.nurse, broken).kinds
    listed = {row.row.patient_id: row for row in target.station.plans.everyone(target.nurse)}
    assert listed[sound].row.readable
    assert listed[broken].row.name == "Stille Vann"
    typed = Typed(broken, "spo2", ("94",), "%", target.clock.now())
    assert target.station.manual.save(target.nurse, typed, asked=True).receipt.stored == 1
    for attempt in (target.station.plans.desk, target.station.plans.versions):
        with pytest.raises(Trouble) as told:
            attempt(target.nurse, broken)
        assert told.value.code == "plan_unreadable"


def test_a_plan_that_is_no_json_is_named_on_both_lists(target: Target) -> None:
    broken = target.follow(OTHER)
    garble(target, broken, "{")
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.reason == "Planen kan ikke leses"
    (listed,) = target.station.plans.everyone(target.nurse)
    assert not listed.row.readable


@pytest.mark.parametrize("text", ["{", '{"name": ""}', "[]", '{"name": "A", "open_from": 9}'])
def test_a_garbled_profile_leaves_the_list_standing_and_is_told(target: Target, text: str) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    database = target.station.record.database
    assert database is not None
    database.connection.execute("UPDATE settings SET value = ? WHERE key = 'profile'", (text,))
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.standing is Standing.RED
    facts = target.station.frame.facts()
    assert (facts.unreadable, facts.profile.name) == (("profile",), "Station")


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
    other = target.follow(OTHER)
    with pytest.raises(Trouble) as mixed:
        target.station.alerts.act(target.nurse, other, CALLED, alert.row.id)
    assert mixed.value.code == "alert_unknown"


def test_a_red_taken_back_in_after_its_alert_was_closed_as_a_mistake_is_a_new_alert(
    target: Target,
) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    mark = target.station.manual.mark
    target.clock.advance(60_000)
    mark(target.nurse, alert.row.reading_id, Excluded.TEST, "prøve")
    target.clock.advance(60_000)
    target.station.alerts.close(target.nurse, alert.row.id, CALLED, Verdict.TECHNICAL)
    target.clock.advance(60_000)
    mark(target.nurse, alert.row.reading_id, Excluded.NO)
    (again,) = target.open_alerts(patient_id)
    assert (again.level, again.row.reading_id) == (Level.RED, alert.row.reading_id)
    close(target, again.row.id)
    # What counts already is not new by being taken back in once more.
    target.clock.advance(60_000)
    mark(target.nurse, alert.row.reading_id, Excluded.NO)
    assert target.open_alerts(patient_id) == []


def test_an_alert_whose_reason_is_garbled_leaves_the_list_standing(target: Target) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    database = target.station.record.database
    assert database is not None
    for text in ("{", "[]", "{}"):
        database.connection.execute("UPDATE alerts SET why = ?", (text,))
        (row,) = target.station.worklist.rows(target.nurse).rows
        assert row.standing is Standing.RED
        assert row.reason.startswith("Hvorfor varselet kom, kan ikke leses")


UNREADABLE = "Hvorfor varselet kom, kan ikke leses"
REASONS = [
    "{",
    "[]",
    "{}",
    json.dumps({"rule": "limit", "component": "xyz", "used": [], "parts": []}),
]


@pytest.mark.parametrize("text", REASONS)
def test_an_alert_whose_reason_is_garbled_is_told_wherever_it_stands(
    target: Target, text: str
) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    station, nurse = target.station, target.nurse
    (alert,) = target.open_alerts(patient_id)
    database = station.record.database
    assert database is not None
    for table in ("alerts", "alert_events"):
        database.connection.execute(f"UPDATE {table} SET why = ?", (text,))  # noqa: S608
    (box,) = station.cards.open(nurse, patient_id).alerts
    assert (box.level, box.sentence, box.found) == (Level.RED, UNREADABLE, "SpO₂")
    explained = station.explaining.reading(nurse, alert.row.reading_id)
    assert [told.sentence for told in explained.told] == [UNREADABLE]
    station.alerts.wait(nurse, alert.row.id, target.clock.now() + DAY)
    (waiting,) = station.suppressed.all(nurse).now
    assert UNREADABLE in waiting.what
    (told,) = target.open_alerts(patient_id)
    assert told.sentence == UNREADABLE
    close(target, alert.row.id)
    assert any(UNREADABLE in e.text for e in station.cards.open(nurse, patient_id).timeline)
