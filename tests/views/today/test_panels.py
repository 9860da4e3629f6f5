"""Acknowledging, what is held back, and figures, in the place of the card."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from station.rules.contacts import Action, Verdict
from station.services.alerts.alerts import Handling
from station.views.today.figures import card_words, share_words
from tests.cohort import MINUTE, Cohort
from tests.services.alerts.test_snoozing import yellow
from tests.views.today.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
DAY = 86_400_000


def words(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def names(panel: QWidget) -> list[str]:
    return [each.text() for each in panel.findChildren(QPushButton, "acknowledge_name")]


def two_green(cohort: Cohort) -> tuple[str, str]:
    one, other = cohort.followed("Rask Elg"), cohort.followed("Stille Brygge", "1941-06-02")
    for patient in (one, other):
        cohort.spo2(patient, 93)
    return one, other


def test_the_round_is_shown_first_taken_and_undone_by_keyboard(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    two_green(cohort)
    yellow(cohort, "Mild Kystvei")
    at_work = desk()
    at_work.press(Qt.Key.Key_G, CTRL)
    panel = at_work.child("acknowledge")
    assert names(panel) == ["Rask Elg", "Stille Brygge", "Mild Kystvei"]
    assert "has an open alert" in words(panel)
    at_work.press(Qt.Key.Key_Return)
    assert at_work.said[-1] == "2 patients are acknowledged"
    rows = at_work.page.listing.list.rows.everyone
    assert [row.acknowledged for row in rows] == [False, True, True]
    at_work.child("undo_acknowledging").setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert at_work.said[-1] == "It is undone"
    assert not any(row.acknowledged for row in at_work.page.listing.list.rows.everyone)


def test_what_comes_while_the_list_is_read_is_left_out(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    one, other = two_green(cohort)
    at_work = desk()
    at_work.press(Qt.Key.Key_G, CTRL)
    cohort.spo2(one, 94)
    at_work.settle()
    at_work.press(Qt.Key.Key_Return)
    assert at_work.said[-1] == ("1 patient is acknowledged. 1 was left out: something new has come")
    found = {row.patient_id: row.acknowledged for row in at_work.page.listing.list.rows.everyone}
    assert found == {one: False, other: True}


def test_a_list_that_is_too_old_is_refused_in_place(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    two_green(cohort)
    at_work = desk()
    at_work.press(Qt.Key.Key_G, CTRL)
    cohort.clock.advance(11 * MINUTE)
    at_work.press(Qt.Key.Key_Return)
    told = at_work.child("acknowledge_wrong")
    assert isinstance(told, QLabel)
    assert told.text() == "This list is old. Look at it anew; it is quick."
    assert not any(row.acknowledged for row in at_work.page.listing.list.rows.everyone)


def test_nobody_can_be_acknowledged_while_nobody_judges(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    two_green(cohort)
    at_work = desk()
    at_work.page.watched(False)
    assert not at_work.child("open_acknowledge").isEnabled()
    at_work.page.watched(True)
    assert at_work.child("open_acknowledge").isEnabled()


def test_what_is_held_back_is_listed_and_let_out(cohort: Cohort, desk: Callable[[], Desk]) -> None:
    _, alert = yellow(cohort)
    end = cohort.clock.now() + DAY
    cohort.station.snoozing.snooze(cohort.session, alert, end, "kortisonkur")
    at_work = desk()
    assert at_work.child("open_held_back").accessibleName() == "Held back: 1"
    at_work.press(Qt.Key.Key_H, CTRL)
    panel = at_work.child("held_back")
    assert "kortisonkur · Rask Elg · until tomorrow 09:01" in words(panel)
    at_work.child("out_snooze").setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert "Nothing is held back just now." in words(panel)
    assert at_work.child("open_held_back").accessibleName() == "Held back: 0"
    at_work.press(Qt.Key.Key_Escape)
    assert not at_work.page.findChildren(QWidget, "held_back")


def test_figures_show_counts_and_no_share_of_few(cohort: Cohort, desk: Callable[[], Desk]) -> None:
    patient, alert = yellow(cohort)
    cohort.clock.advance(MINUTE)
    cohort.station.alerts.close(
        cohort.session, alert, Handling(Action.CALL, "answered"), Verdict.REAL
    )
    at_work = desk()
    at_work.press(Qt.Key.Key_I, CTRL)
    panel = at_work.child("figures")
    assert not [each for each in words(panel) if each.endswith("%")]
    assert "Limit" in words(panel)
    at_work.child("figures_open").setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert at_work.page.patient == patient
    told = at_work.child("card_figures")
    assert isinstance(told, QLabel)
    assert told.text() == ("Alerts the last year: 1 closed, 1 real, 0 false, 0 measurement faults.")
    figures = cohort.station.precision.everybody(cohort.session)
    assert share_words(figures.total) == ""
    assert card_words(None) == ""


def test_a_panel_gives_way_to_the_patient_chosen_in_the_list(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    one, _ = two_green(cohort)
    at_work = desk()
    at_work.press(Qt.Key.Key_I, CTRL)
    assert "No alert has been closed since 20 Nov 2025." in words(at_work.child("figures"))
    at_work.open(one)
    assert not at_work.page.findChildren(QWidget, "figures")
    assert at_work.child("card_head").isVisible()
