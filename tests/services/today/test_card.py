"""The patient's card: one crossing, audited, and held by the colleague who came first."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.rules.approval import Review
from station.rules.contacts import Action
from station.services.alerts.alerts import Handling
from station.services.session import Session
from tests.cohort import DAY, MINUTE, Cohort
from tests.patients import log_of


@pytest.fixture
def colleague(cohort: Cohort) -> Session:
    """The other nurse, without signing the first one out."""
    with cohort.station.record.read() as reader:
        ((user_id, name, initials),) = reader.raw(
            "SELECT id, name, initials FROM users WHERE name = 'Stille Brygge'"
        )
    return Session(user_id, name, initials, "nurse", "en")


def test_opening_is_in_the_log_and_shows_in_the_list(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    card = cohort.station.cards.open(cohort.session, patient)
    assert (card.facts.name, card.now) == ("Rask Elg", cohort.clock.now())
    assert card.plan is not None
    assert (card.plan.number, card.plan.approved, card.plan.review) == (1, True, Review.LATER)
    with cohort.station.record.read() as reader:
        assert log_of(reader, patient)[0] == "patient_opened"
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert (row.opened_by, row.opened_since) == ("RE", cohort.clock.now())
    cohort.station.cards.leave(cohort.session)
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert row.opened_by == ""


def test_the_same_card_is_known_again_whatever_the_clock_says(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    first = cohort.station.cards.open(cohort.session, patient)
    cohort.clock.advance(MINUTE)
    second = cohort.station.cards.refresh(cohort.session, patient)
    assert first != second
    assert first.same_as(second)
    cohort.spo2(patient, 92)
    assert not first.same_as(cohort.station.cards.refresh(cohort.session, patient))


def test_last_contact_and_a_newer_draft_stand_on_it(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    assert cohort.station.cards.refresh(cohort.session, patient).last_contact is None
    cohort.station.alerts.act(cohort.session, patient, Handling(Action.CALL))
    version = cohort.station.plans.versions(cohort.session, patient)[0].version
    cohort.clock.advance(MINUTE)
    cohort.station.plans.next_draft(cohort.session, version.id)
    card = cohort.station.cards.refresh(cohort.session, patient)
    assert card.last_contact == cohort.clock.now() - MINUTE
    assert card.plan is not None
    assert (card.plan.number, card.plan.newer_draft) == (1, True)


def test_without_a_plan_and_an_unknown_patient(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    assert cohort.station.cards.open(cohort.session, patient).plan is None
    for job in (cohort.station.cards.open, cohort.station.cards.refresh):
        with pytest.raises(Trouble, match="patient_unknown"):
            job(cohort.session, "0" * 32)


def test_who_may_not_see_patients_opens_nobody(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    benefit = replace(cohort.session, role="benefit")
    with pytest.raises(Trouble):
        cohort.station.cards.open(benefit, patient)


def test_s16_a_colleague_is_seen_and_taken_over_from_with_a_reason(
    cohort: Cohort, colleague: Session
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    cards = cohort.station.cards
    since = cohort.clock.now()
    cards.open(colleague, patient)
    (alert,) = cohort.station.alerts.of_patient(colleague, patient)
    cohort.station.alerts.take(colleague, alert.row.id)
    cohort.clock.advance(MINUTE)
    card = cards.open(cohort.session, patient)
    assert card.opened_by is not None
    assert (card.opened_by.name, card.opened_by.since) == ("Stille Brygge", since)
    assert not card.alerts[0].mine
    with pytest.raises(Trouble, match="reason_missing"):
        cards.take_over(cohort.session, patient, " ")
    cards.take_over(cohort.session, patient, "Er i lunsj")
    card = cards.refresh(cohort.session, patient)
    assert card.opened_by is None
    assert card.alerts[0].mine
    told = next(entry for entry in card.timeline if entry.text.startswith("Taken over"))
    assert (told.text, told.note, told.by) == (
        "Taken over from Stille Brygge",
        "Er i lunsj",
        cohort.session.name,
    )
    with cohort.station.record.read() as reader:
        assert log_of(reader, patient)[:2] == ["patient_taken_over", "alert_taken"]


def test_taking_over_what_nobody_holds_any_more(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    cohort.station.cards.take_over(cohort.session, patient, "Hun gikk hjem")
    (row,) = cohort.station.worklist.rows(cohort.session).rows
    assert row.opened_by == "RE"


def test_what_was_opened_on_another_day_holds_nobody_up(cohort: Cohort, colleague: Session) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.station.cards.open(colleague, patient)
    cohort.clock.advance(DAY)
    assert cohort.station.cards.open(cohort.session, patient).opened_by is None
