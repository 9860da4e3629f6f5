"""Another patient's card is built in several turns, and seen when it is whole."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from tests.cohort import Cohort
from tests.views.today.conftest import Desk

Open = Callable[[], Desk]


def built_but_not_shown(shown: Desk, patient: str) -> None:
    """Opens a patient and stops before her card is laid out."""
    card = shown.page.card
    before = card.card
    shown.page.opened(patient)
    shown.qtbot.waitUntil(lambda: card.card is not before)


def test_nothing_is_seen_of_another_patient_until_her_card_is_whole(
    cohort: Cohort, desk: Open
) -> None:
    first, second = cohort.followed("Blid Trapp"), cohort.followed("Rask Elg", "1941-06-02")
    for patient in (first, second):
        cohort.spo2(patient, 93)
    shown = desk()
    shown.open(first)
    shown.page.listing.begin()
    card = shown.page.card
    assert shown.child("card_name").isVisible()
    built_but_not_shown(shown, second)
    assert card.card is not None
    assert card.card.facts.id == second
    # The picture stays as it was, and a screen reader finds neither of the two.
    assert not card.area.updatesEnabled()
    assert not any(each.isVisible() for each in card.findChildren(QLabel, "card_name"))
    shown.settle()
    name = shown.child("card_name")
    assert isinstance(name, QLabel)
    assert name.text() == "Rask Elg"
    assert card.area.updatesEnabled()


def test_the_keyboard_stays_on_the_card_while_another_patient_is_shown(
    cohort: Cohort, desk: Open
) -> None:
    first, second = cohort.followed("Blid Trapp"), cohort.followed("Rask Elg", "1941-06-02")
    for patient in (first, second):
        cohort.spo2(patient, 93)
    shown = desk()
    shown.open(first)
    trend = shown.page.card.trend.trend
    trend.setFocus()
    # On a slow computer a picture of waiting would take the keyboard.
    shown.page._slow.setInterval(60_000)
    built_but_not_shown(shown, second)
    # What has the keyboard is not hidden; all is filled in one turn instead.
    assert (trend.isVisible(), trend.hasFocus()) == (True, True)
    shown.settle()
    name = shown.child("card_name")
    assert isinstance(name, QLabel)
    assert name.text() == "Rask Elg"
    assert trend.hasFocus()
