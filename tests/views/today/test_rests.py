"""Putting off, pausing and following closer from the card, by keyboard, and ending them there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QRadioButton, QWidget

from station.rules.standing import Standing
from station.views.today.restform import RestForm
from tests.cohort import Cohort
from tests.services.alerts.test_snoozing import yellow
from tests.views.today.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
DAY = 86_400_000


def form(desk: Desk) -> RestForm:
    found = desk.page.card.form
    assert isinstance(found, RestForm)
    return found


def standing(desk: Desk, patient: str) -> Standing:
    row = desk.page.listing.list.rows.find(patient)
    assert row is not None
    return row.standing


def texts(widget: QWidget) -> str:
    return widget.accessibleName()


def test_seven_puts_yellow_off_with_a_reason_and_it_can_be_undone(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient, _ = yellow(cohort)
    at_work = desk()
    at_work.open(patient)
    at_work.press(Qt.Key.Key_7)
    at_work.press(Qt.Key.Key_S, CTRL)
    assert form(at_work).wrong == "Write the reason; those who come after you need it."
    form(at_work).reason.setFocus()
    at_work.write("kortisonkur")
    at_work.press(Qt.Key.Key_S, CTRL)
    assert at_work.page.card.form is None
    assert standing(at_work, patient) is Standing.PAUSE
    assert at_work.said[-1] == "Yellow is put off"
    at_work.settle()
    strip = texts(at_work.child("rests"))
    assert strip == "Pulse put off until Mon 23 Nov 09:00 · kortisonkur · Rask Elg"
    assert at_work.undo is not None
    at_work.undo()
    at_work.settle()
    assert standing(at_work, patient) is Standing.YELLOW
    assert not at_work.page.findChildren(QWidget, "rests")


def test_what_rests_is_ended_from_the_card(cohort: Cohort, desk: Callable[[], Desk]) -> None:
    patient, alert = yellow(cohort)
    end = cohort.clock.now() + DAY
    cohort.station.snoozing.snooze(cohort.session, alert, end, "kortisonkur")
    at_work = desk()
    at_work.open(patient)
    button = at_work.child("end_snooze")
    button.setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert standing(at_work, patient) is Standing.YELLOW
    assert at_work.said[-1] == "The alert stands among the others again"


def test_red_has_no_way_to_be_put_off(cohort: Cohort, desk: Callable[[], Desk]) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 80)
    at_work = desk()
    at_work.open(patient)
    at_work.press(Qt.Key.Key_7)
    assert at_work.page.card.form is None
    buttons = at_work.page.card.bar.findChildren(QAbstractButton, "act_snooze")
    assert [each.isVisible() for each in buttons] == [False]


def test_a_day_that_is_none_in_the_past_or_in_ten_years_is_told_in_place(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient, _ = yellow(cohort)
    at_work = desk()
    at_work.open(patient)
    at_work.press(Qt.Key.Key_7)
    own = at_work.child("rest_end_own")
    assert isinstance(own, QRadioButton)
    own.setChecked(True)
    form(at_work).reason.setText("kortisonkur")
    day = at_work.child("rest_day")
    assert isinstance(day, QLineEdit)
    for typed, said in (
        ("", "Choose when it ends. Nothing rests without an end."),
        ("31.02.2027", "This is not a day. Write it like 24.11.2026."),
        ("19.11.2026", "That moment has passed already. Choose a later one."),
        ("20.11.2036", "It can last for at most 30 days. Choose an earlier end."),
    ):
        day.setText(typed)
        at_work.press(Qt.Key.Key_S, CTRL)
        assert form(at_work).wrong == said
    assert standing(at_work, patient) is Standing.YELLOW
    day.setText("24.11.2026")
    at_work.press(Qt.Key.Key_S, CTRL)
    assert at_work.page.card.form is None
    assert standing(at_work, patient) is Standing.PAUSE


def test_eight_pauses_for_a_cause_and_says_that_red_breaks_through(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    at_work = desk()
    at_work.open(patient)
    at_work.press(Qt.Key.Key_8)
    at_work.press(Qt.Key.Key_S, CTRL)
    assert standing(at_work, patient) is Standing.PAUSE
    row = at_work.page.listing.list.rows.find(patient)
    assert row is not None
    assert row.reason == "Paused until Mon 23 Nov · In hospital"
    assert "In hospital" in texts(at_work.child("rests"))
    cohort.spo2(patient, 80)
    at_work.settle()
    assert standing(at_work, patient) is Standing.RED


def test_nine_follows_closer_and_the_words_begun_wait_in_a_draft(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    at_work = desk()
    at_work.open(patient)
    at_work.press(Qt.Key.Key_9)
    form(at_work).reason.setText("ny behandling")
    draft = at_work.page.draft()
    assert draft is not None
    at_work.page.card.close_form()
    at_work.settle()
    at_work.page.restore(draft)
    at_work.settle()
    assert form(at_work).reason.text() == "ny behandling"
    at_work.press(Qt.Key.Key_S, CTRL)
    row = at_work.page.listing.list.rows.find(patient)
    assert row is not None
    assert row.marks == ("closer follow-up until Mon 23 Nov",)
    at_work.child("end_closer").setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert not at_work.page.findChildren(QWidget, "rests")


def test_the_age_of_an_alert_counts_open_hours_beside_the_real_ones(
    cohort: Cohort, desk: Callable[[], Desk]
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.clock.advance(5 * 3_600_000)
    cohort.spo2(patient, 80)
    cohort.clock.advance(18 * 3_600_000)
    at_work = desk()
    at_work.open(patient)
    assert at_work.child("alert_age").text() == "59 min in opening hours · 18 h"  # type: ignore[attr-defined]
