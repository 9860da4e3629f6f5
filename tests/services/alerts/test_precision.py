"""What people said of alerts is counted by rule, by patient, and by month where it was green."""

from station.rules.contacts import Action, Verdict
from station.rules.precision import RuleKind, Tally
from station.services.alerts.alerts import Handling
from tests.cohort import MINUTE, Cohort
from tests.services.alerts.test_snoozing import row_of

ADVICE = Handling(Action.ADVICE, note="etter planen")


def closed(cohort: Cohort, patient: str, verdict: Verdict, *values: float) -> None:
    cohort.spo2(patient, *values)
    with cohort.station.record.read() as reader:
        ((alert,),) = reader.raw(
            "SELECT id FROM alerts WHERE state <> 'closed' AND patient_id = ?", (patient,)
        )
    cohort.station.alerts.close(cohort.session, alert, ADVICE, verdict)
    cohort.clock.advance(MINUTE)


def test_verdicts_are_counted_by_rule_and_patient(cohort: Cohort) -> None:
    one, other = cohort.followed("Rask Elg"), cohort.followed("Stille Brygge", "1941-06-02")
    closed(cohort, one, Verdict.REAL, 88, 88, 93)
    closed(cohort, one, Verdict.FALSE, 80)
    closed(cohort, other, Verdict.TECHNICAL, 80)
    precision, session = cohort.station.precision, cohort.session
    everybody = precision.everybody(session)
    assert everybody.total == Tally(1, 1, 1)
    assert everybody.by_rule == {RuleKind.LIMIT: Tally(1, 1, 1)}
    assert everybody.total.share is None
    assert precision.of_patient(session, one).total == Tally(1, 1, 0)
    assert [(line.name, line.figures.total.n) for line in precision.by_patient(session)] == [
        ("Rask Elg", 2),
        ("Stille Brygge", 1),
    ]


def test_yellow_back_in_green_by_the_plan_is_counted_in_its_month(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    closed(cohort, patient, Verdict.REAL, 88, 88, 93)
    closed(cohort, patient, Verdict.REAL, 88, 88)
    closed(cohort, patient, Verdict.REAL, 80, 93)
    figures = cohort.station.precision.of_patient(cohort.session, patient)
    assert figures.to_green == {"2026-11": 1}
    assert figures.handled == 1
    assert row_of(cohort, patient).alerts == 0
