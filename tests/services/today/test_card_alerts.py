"""An open alert in words, and the step of the plan that stands beside it."""

from dataclasses import replace

from station.rules.contacts import Action
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import LineState
from station.rules.readings import Source
from station.services.alerts.alerts import Handling
from station.services.intake.intake import Incoming, Intake
from station.services.today.card import AlertBox
from tests.cohort import DAY, MINUTE, SPO2, Cohort

PULSE = (
    Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 100),
    Limit("pulse", Level.RED, Side.HIGH, Operator.ABOVE, 120),
)


def boxes(cohort: Cohort, patient: str) -> tuple[AlertBox, ...]:
    """The open alerts as the card shows them."""
    return cohort.station.cards.refresh(cohort.session, patient).alerts


def test_an_alert_says_what_why_and_the_plans_own_words(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    (box,) = boxes(cohort, patient)
    assert (box.found, box.plan) == ("SpO₂ 84 %", "plan v1")
    assert box.sentence == "SpO₂ 84 % below own limit 86 % (1 of 1)"
    assert box.step is not None
    assert box.step.lines[0] == "Jeg tar den behandlingen som er avtalt for rød."


def test_lines_that_were_taken_out_are_not_read_aloud(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    version_id = cohort.plan(patient, approved=False)
    row = cohort.station.plans.open(cohort.session, version_id)
    zones = tuple(
        replace(
            zone,
            measures=tuple(replace(line, state=LineState.REMOVED) for line in zone.measures),
        )
        for zone in row.version.content.zones
    )
    content = replace(row.version.content, zones=zones)
    cohort.station.plans.save_draft(cohort.session, version_id, content, row.content_hash)
    cohort.spo2(patient, 84)
    (box,) = boxes(cohort, patient)
    assert box.step is not None
    assert (box.step.lines, box.step.approved) == ((), False)
    assert box.marks == ("plan not approved",)


def test_the_worst_stands_first_and_each_step_once(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    cohort.plan(patient, (*SPO2, *PULSE))
    cohort.take(patient, "pulse", 110)
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "spo2", 84)
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "pulse", 130)
    found = boxes(cohort, patient)
    assert [box.level for box in found] == [Level.RED, Level.RED]
    assert [box.step is None for box in found] == [False, True]


def test_what_was_done_for_it_is_known(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    (box,) = boxes(cohort, patient)
    cohort.station.alerts.act(cohort.session, patient, Handling(Action.GP), box.id)
    (box,) = boxes(cohort, patient)
    assert box.done == ("gp",)


def test_a_late_one_and_a_meters_lo_and_hi(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    glucose = (Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 14),)
    cohort.plan(patient, glucose)
    cohort.clock.advance(2 * DAY)
    for at, side in ((0, Side.LOW), (MINUTE, Side.HIGH)):
        taken = cohort.clock.now() - DAY + at
        incoming = Incoming(
            patient, "glucose", taken, (None,), Source.TABLET, f"g{at}", beyond=side
        )
        Intake(cohort.station.record).take(cohort.session, [incoming])
    found = boxes(cohort, patient)
    assert {box.found for box in found} == {"Glucose LO", "Glucose HI"}
    assert all("came in late" in box.marks for box in found)


def test_what_was_measured_after_a_red_one_is_seen_though_the_episode_stays(
    cohort: Cohort,
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84, 64)
    (box,) = boxes(cohort, patient)
    assert (box.found, box.newest) == ("SpO₂ 84 %", "now 64 % today 09:02, unconfirmed, check it")
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert "now 64 % 09:02, unconfirmed, check it" in row.marks
    cohort.clock.advance(DAY)
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert "now 64 % yesterday 09:02, unconfirmed, check it" in row.marks


def test_what_is_back_in_green_stands_behind_what_is_not(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    cohort.plan(patient, (*SPO2, *PULSE))
    cohort.take(patient, "spo2", 84)
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "pulse", 130)
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "pulse", 80)
    assert [box.component for box in boxes(cohort, patient)] == ["spo2", "pulse"]
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert row.component == "spo2"
