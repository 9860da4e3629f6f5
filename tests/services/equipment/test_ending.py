"""A service waits with its equipment out until 5.1, 5.2 and 5.3 are done (S24)."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.status import EndingStep, Status
from station.services.care.statuses import StepMissing
from station.services.patients.values import PatientIncomplete
from tests.handing import HandingOffice, handing_office

ARCHIVED, RECORD = EndingStep.ARCHIVED, EndingStep.RECORD
WAITS, OVER = Status.ENDED_EQUIPMENT_OUT, Status.ENDED


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def waiting(desk: HandingOffice, family: str = "Elg") -> tuple[str, str]:
    """A patient whose service has ended with one oximeter out: her id and the loan's."""
    elg = desk.person(family)
    (loan,) = desk.out(elg, desk.device(name="O-12")).loans
    assert desk.statuses.set(desk.session, elg, OVER, "Flyttet") is WAITS
    return elg, loan


def test_s24_a_service_that_ends_with_equipment_out_waits_by_itself(desk: HandingOffice) -> None:
    elg, loan = waiting(desk)
    state = desk.ending.state(desk.session, elg)
    assert (state.status, state.applies) == (WAITS, True)
    (out,) = state.out
    assert (out.loan_id, out.words, out.due_on) == (loan, "Pulse oximeter O-12", None)
    assert state.missing == tuple(EndingStep)
    with pytest.raises(Trouble, match="ending_missing") as refused:
        desk.statuses.set(desk.session, elg, OVER)
    said = refused.value.sentence()
    for named in ("5.1", "5.2", "5.3", "Pulse oximeter O-12", "1 device is out"):
        assert named in said
    desk.handing.take_back(desk.session, (loan,))
    with pytest.raises(Trouble, match="ending_missing") as refused:
        desk.statuses.set(desk.session, elg, OVER)
    assert "5.1" not in refused.value.sentence()
    assert "out:" not in refused.value.sentence()
    assert desk.status(elg) is WAITS


@pytest.mark.parametrize("order", list(permutations(["return", "5.2", "5.3"])))
def test_s24_whichever_comes_last_completes_it(desk: HandingOffice, order: tuple[str, ...]) -> None:
    elg, loan = waiting(desk)
    for place, step in enumerate(order, 1):
        assert desk.status(elg) is WAITS
        if step == "return":
            assert desk.handing.take_back(desk.session, (loan,)).service_ended is (place == 3)
        else:
            desk.ending.tick(desk.session, elg, EndingStep(step))
    state = desk.ending.state(desk.session, elg)
    assert (state.status, state.missing, state.out) == (OVER, (), ())
    assert desk.log(elg).count("status_set") == 3


def test_a_tick_says_who_when_and_what_and_can_be_taken_back(desk: HandingOffice) -> None:
    elg, loan = waiting(desk)
    on = date(2026, 11, 18)
    state = desk.ending.tick(desk.session, elg, ARCHIVED, on, " i går ")
    step = state.steps[1]
    assert (step.done, step.by_hand, step.done_on, step.note) == (True, True, on, "i går")
    assert step.by == desk.session.user_id
    assert "5.2" in step.words
    assert not state.steps[0].by_hand
    desk.ending.tick(desk.session, elg, RECORD)
    desk.handing.take_back(desk.session, (loan,))
    assert desk.status(elg) is OVER
    with pytest.raises(Trouble, match="ending_over"):
        desk.ending.tick(desk.session, elg, ARCHIVED)
    state = desk.ending.untick(desk.session, elg, ARCHIVED)
    assert (state.status, state.missing) == (WAITS, (ARCHIVED,))
    with pytest.raises(Trouble, match="ending_not_ticked"):
        desk.ending.untick(desk.session, elg, ARCHIVED)
    with pytest.raises(Trouble, match="ending_ticked"):
        desk.ending.tick(desk.session, elg, RECORD)


def test_what_cannot_be_ticked_is_refused(desk: HandingOffice) -> None:
    active = desk.person()
    with pytest.raises(Trouble, match="ending_not_yet"):
        desk.ending.tick(desk.session, active, ARCHIVED)
    elg, _ = waiting(desk, "Rev")
    with pytest.raises(Trouble, match="ending_by_itself"):
        desk.ending.tick(desk.session, elg, EndingStep.EQUIPMENT)
    with pytest.raises(PatientIncomplete):
        desk.ending.tick(desk.session, elg, ARCHIVED, date(2026, 11, 21))
    with pytest.raises(Trouble, match="patient_unknown"):
        desk.ending.state(desk.session, "0" * 32)
    with pytest.raises(Trouble, match="not_allowed"):
        desk.ending.tick(replace(desk.session, role="benefit"), elg, ARCHIVED)


def test_who_never_borrowed_ends_at_once(desk: HandingOffice) -> None:
    elg = desk.person()
    assert not desk.ending.state(desk.session, elg).applies
    assert desk.statuses.set(desk.session, elg, OVER, "Flyttet") is OVER


def test_who_dies_with_equipment_out_waits_too(desk: HandingOffice) -> None:
    elg = desk.person()
    desk.out(elg, desk.device())
    day = date(2026, 11, 20)
    assert desk.statuses.register_death(desk.session, elg, day) is WAITS
    assert desk.status(elg) is WAITS
    assert desk.statuses.register_death(desk.session, desk.person("Rev"), day) is OVER


def test_who_begins_again_has_the_steps_before_her_again(desk: HandingOffice) -> None:
    elg, _ = waiting(desk)
    desk.ending.tick(desk.session, elg, ARCHIVED)
    desk.statuses.set(desk.session, elg, Status.ACTIVE)
    assert desk.ending.state(desk.session, elg).missing == tuple(EndingStep)
    assert "ending_steps_cleared" in desk.log(elg)


def test_nobody_is_declined_with_equipment_at_home(desk: HandingOffice) -> None:
    elg = desk.person(status="mapping")
    (loan,) = desk.out(elg, desk.device()).loans
    with pytest.raises(StepMissing):
        desk.statuses.set(desk.session, elg, Status.DECLINED)
    with pytest.raises(Trouble, match="declined_with_loans"):
        desk.statuses.set(desk.session, elg, Status.DECLINED, "Vil ikke")
    desk.handing.take_back(desk.session, (loan,))
    assert desk.statuses.set(desk.session, elg, Status.DECLINED, "Vil ikke") is Status.DECLINED


def test_a_service_of_before_waits_when_its_equipment_is_found_to_be_out(
    desk: HandingOffice,
) -> None:
    elg = desk.person()
    first, second = desk.out(elg, desk.device(), desk.device()).loans
    with desk.record.write(desk.session) as writer:
        writer.execute("UPDATE patients SET status = 'ended' WHERE id = ?", (elg,))
        writer.audit("ended_for_test", "patient", elg, elg)
    assert not desk.handing.take_back(desk.session, (first,)).service_ended
    assert desk.status(elg) is WAITS
    desk.ending.tick(desk.session, elg, ARCHIVED)
    desk.ending.tick(desk.session, elg, RECORD)
    assert desk.handing.take_back(desk.session, (second,)).service_ended


def test_a_step_of_a_newer_program_closes_nothing(desk: HandingOffice) -> None:
    elg, loan = waiting(desk)
    with desk.record.write(desk.session) as writer:
        for step in ("5.1", "5.9"):
            writer.execute(
                "INSERT INTO ending_steps (patient_id, step, done_on, by, registered_at, note) "
                "VALUES (?, ?, '2026-11-20', 'x', 1, '')",
                (elg, step),
            )
        writer.audit("ticked_for_test", "patient", elg, elg)
    assert desk.ending.state(desk.session, elg).missing == tuple(EndingStep)
    assert desk.ending.state(desk.session, elg).out[0].loan_id == loan
