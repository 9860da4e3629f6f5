"""Acting on alerts: taking, noting, waiting, closing, undoing, and who was first."""

import pytest

from station.core.trouble import Trouble
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level
from station.services.alerts.alerts import Alerts, Closed, Handling
from station.services.session import Session
from tests.cohort import DAY, MINUTE, Cohort
from tests.patients import log_of

OTHER = Session("2" * 32, "Mild Kystvei", "MK", "nurse", "en")


@pytest.fixture
def patient(cohort: Cohort) -> str:
    """A patient with a red alert."""
    made = cohort.followed("Rask Elg")
    cohort.spo2(made, 84)
    return made


@pytest.fixture
def alert(cohort: Cohort, patient: str) -> str:
    """The id of her alert."""
    (found,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert (found.level, found.marks) == (Level.RED, ())
    return found.row.id


@pytest.fixture
def alerts(cohort: Cohort) -> Alerts:
    return cohort.station.alerts


def test_taking_needs_a_reason_only_from_somebody_else(
    cohort: Cohort, alerts: Alerts, patient: str, alert: str
) -> None:
    alerts.take(cohort.session, alert)
    alerts.take(cohort.session, alert)
    with pytest.raises(Trouble, match="alert_taken"):
        alerts.take(OTHER, alert)
    with cohort.station.record.read() as reader:
        assert log_of(reader, patient)[:2] == ["alert_taken", "alert_taken"]


def test_what_is_closed_is_not_taken_and_does_not_wait(
    cohort: Cohort, alerts: Alerts, alert: str
) -> None:
    alerts.close(cohort.session, alert, Handling(Action.ADVICE), Verdict.REAL)
    for job in (
        lambda: alerts.take(cohort.session, alert),
        lambda: alerts.wait(cohort.session, alert, cohort.clock.now() + DAY),
        lambda: alerts.close(cohort.session, alert, Handling(Action.CALL), Verdict.REAL),
    ):
        with pytest.raises(Trouble, match="alert_closed"):
            job()


def test_an_unknown_alert_is_said(cohort: Cohort, alerts: Alerts) -> None:
    with pytest.raises(Trouble, match="alert_unknown"):
        alerts.take(cohort.session, "0" * 32)


@pytest.mark.parametrize(
    ("handling", "verdict", "fault"),
    [
        (Handling(Action.NOTE), Verdict.REAL, "no_action"),
        (Handling(Action.CALL), None, "no_verdict"),
        (Handling(Action.NONE), Verdict.FALSE, "no_reason"),
    ],
)
def test_s15_nothing_is_closed_without_action_verdict_and_reason(
    cohort: Cohort,
    alerts: Alerts,
    alert: str,
    handling: Handling,
    verdict: Verdict | None,
    fault: str,
) -> None:
    with pytest.raises(Trouble) as caught:
        alerts.close(cohort.session, alert, handling, verdict)
    assert caught.value.values["fault"] == fault


def test_a_closing_notes_its_contact_once_and_can_be_undone(
    cohort: Cohort, alerts: Alerts, patient: str, alert: str
) -> None:
    closed = alerts.close(cohort.session, alert, Handling(Action.ADVICE), Verdict.REAL)
    assert [each.kind for each in alerts.contacts(cohort.session, patient)] == ["advice"]
    alerts.undo_close(cohort.session, closed)
    assert alerts.contacts(cohort.session, patient) == ()
    (found,) = alerts.of_patient(cohort.session, patient)
    assert (found.row.state, found.row.verdict) == ("open", "")


def test_a_contact_noted_before_is_not_noted_again(
    cohort: Cohort, alerts: Alerts, patient: str, alert: str
) -> None:
    contact = alerts.act(cohort.session, patient, Handling(Action.CALL), alert)
    handling = Handling(Action.CALL, noted=True)
    closed = alerts.close(cohort.session, alert, handling, Verdict.REAL)
    assert closed == Closed(alert, patient, "")
    assert [each.id for each in alerts.contacts(cohort.session, patient)] == [contact]
    alerts.undo_close(cohort.session, closed)
    assert [each.id for each in alerts.contacts(cohort.session, patient)] == [contact]


def test_a_new_alert_about_the_same_keeps_the_old_one_closed(
    cohort: Cohort, alerts: Alerts, patient: str, alert: str
) -> None:
    closed = alerts.close(cohort.session, alert, Handling(Action.CALL), Verdict.REAL)
    cohort.spo2(patient, 84)
    assert len(alerts.of_patient(cohort.session, patient)) == 2
    with pytest.raises(Trouble, match="alert_new"):
        alerts.undo_close(cohort.session, closed)


def test_waiting_is_taken_back(cohort: Cohort, alerts: Alerts, patient: str, alert: str) -> None:
    alerts.wait(cohort.session, alert, cohort.clock.now() + MINUTE)
    alerts.stop_waiting(cohort.session, alert)
    (found,) = alerts.of_patient(cohort.session, patient)
    assert (found.row.state, found.row.waiting_until) == ("open", None)


def test_a_contact_is_undone_and_the_log_keeps_both(
    cohort: Cohort, alerts: Alerts, patient: str
) -> None:
    contact = alerts.act(cohort.session, patient, Handling(Action.CALL))
    alerts.undo_act(cohort.session, patient, contact)
    assert alerts.contacts(cohort.session, patient) == ()
    with cohort.station.record.read() as reader:
        assert log_of(reader, patient)[:2] == ["contact_undone", "contact_noted"]
