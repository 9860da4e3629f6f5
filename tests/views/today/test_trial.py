"""In the trial period the card says which day it is, and leads to the threshold workshop."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from station.views.today.head import card_chips
from tests.cohort import Cohort
from tests.views.today.conftest import Desk

DAY = 86_400_000


def test_the_card_says_the_day_of_the_trial_period_and_opens_the_workshop(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient = cohort.patient("Rask Elg", status="trial")
    cohort.clock.advance(8 * DAY)
    made = desk()
    made.open(patient)
    card = cohort.station.cards.refresh(cohort.session, patient)
    assert ("Trial period day 9 of 14", "") in card_chips(card)
    way = made.child("open_workshop")
    assert isinstance(way, QPushButton)
    way.click()
    assert made.went == [("workshop", patient)]


def test_a_patient_with_a_plan_that_holds_has_no_trial_period(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient = cohort.followed("Rask Elg")
    made = desk()
    made.open(patient)
    card = cohort.station.cards.refresh(cohort.session, patient)
    assert not any("Trial period" in words for words, _ in card_chips(card))
    assert not made.page.findChildren(QPushButton, "open_workshop")
