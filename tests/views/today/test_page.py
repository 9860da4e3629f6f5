"""The working place on real services: S13, S14, S15, S16, S18, and never the wrong patient."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QRadioButton

from station.rules.contacts import Action, Verdict
from station.rules.standing import Standing
from station.services.alerts.alerts import Handling
from station.views.style import EmptyState
from station.views.today.alertbox import AlertPanel
from station.views.today.forms import HandlingForm
from tests.cohort import MINUTE, Cohort
from tests.views.conftest import PASSWORD, Installed
from tests.views.today.conftest import Desk

Open = Callable[[], Desk]


def standing(desk: Desk, patient_id: str) -> Standing:
    """Where a patient stands in the list shown."""
    row = desk.page.listing.list.rows.find(patient_id)
    assert row is not None
    return row.standing


def form(desk: Desk) -> HandlingForm:
    """The form that stands open."""
    found = desk.page.card.form
    assert isinstance(found, HandlingForm)
    return found


def test_s13_second_low_reading_in_a_row_turns_yellow(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    shown = desk()
    seen = []
    for value in (88, 90, 88, 88, 85):
        cohort.spo2(patient, value)
        shown.settle()
        seen.append(standing(shown, patient))
    green, yellow, red = Standing.GREEN, Standing.YELLOW, Standing.RED
    assert seen == [green, green, green, yellow, red]


def test_s14_red_on_top_of_yellow_is_one_row_and_two_events(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    other = cohort.followed("Stille Brygge", "1941-06-02")
    cohort.spo2(other, 88, 88)
    cohort.spo2(patient, 88, 88)
    shown = desk()
    cohort.spo2(patient, 84)
    shown.settle()
    assert shown.names() == ["Rask Elg", "Stille Brygge"]
    shown.open(patient)
    panels = shown.page.findChildren(AlertPanel)
    assert [panel.alert.found for panel in panels if panel.isVisible()] == ["SpO₂ 84 %"]
    card = shown.page.card.card
    assert card is not None
    assert [event.level for event in card.trend.events] == [1, 2]
    assert any(entry.text.startswith("Yellow → Red") for entry in card.timeline)


def test_s15_a_red_alert_is_not_closed_without_action_and_verdict(
    cohort: Cohort, desk: Open
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_6)
    save = shown.child("handling_save")
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "what was done" in form(shown).wrong
    shown.child("action_none").setProperty("checked", True)
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "turned out" in form(shown).wrong
    shown.child("verdict_real").setProperty("checked", True)
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "why nothing was done" in form(shown).wrong
    assert standing(shown, patient) is Standing.RED
    shown.child("handling_note").setFocus()
    shown.write("Etter trappen")
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    shown.settle()
    assert standing(shown, patient) is Standing.GREEN
    card = shown.page.card.card
    assert card is not None
    closed = next(entry for entry in card.timeline if entry.zone == "red")
    assert (closed.by, closed.note) == ("Rask Elg", "Etter trappen")


def test_a_closing_is_undone_from_the_toast(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_6)
    shown.child("action_advice").setProperty("checked", True)
    shown.child("verdict_real").setProperty("checked", True)
    form(shown).save()
    shown.settle()
    assert standing(shown, patient) is Standing.GREEN
    assert shown.undo is not None
    shown.undo()
    shown.settle()
    assert standing(shown, patient) is Standing.RED
    assert shown.said[-1] == "It is undone"


def test_a_call_is_noted_with_outcome_and_who_took_contact(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_1)
    shown.child("outcome_no_answer").setProperty("checked", True)
    shown.child("by_patient").setProperty("checked", True)
    form(shown).save()
    shown.settle()
    (contact,) = cohort.station.alerts.contacts(cohort.session, patient)
    assert (contact.kind, contact.outcome, contact.initiative) == ("call", "no_answer", "patient")
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert (alert.row.taken_by, alert.row.closed_at) == ("Rask Elg", None)
    assert shown.undo is not None
    shown.undo()
    shown.settle()
    assert cohort.station.alerts.contacts(cohort.session, patient) == ()


def test_a_call_that_also_closes_is_counted_once(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_1)
    form(shown).save()
    shown.settle()
    shown.press(Qt.Key.Key_6)
    assert form(shown).filled().handling.noted
    shown.child("verdict_real").setProperty("checked", True)
    form(shown).save()
    shown.settle()
    assert len(cohort.station.alerts.contacts(cohort.session, patient)) == 1
    assert standing(shown, patient) is Standing.GREEN


def test_the_gp_is_asked_and_the_alert_waits_until_the_deadline(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_3)
    message = form(shown).note.toPlainText()
    assert "SpO₂ 84 % below own limit 86 %" in message
    assert "Elg" not in message
    form(shown).save()
    shown.settle()
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert alert.row.state == "waiting"
    cohort.clock.advance(4 * 60 * MINUTE)
    cohort.station.sweeper.sweep()
    shown.settle()
    (alert,) = cohort.station.alerts.of_patient(cohort.session, patient)
    assert (alert.row.state, alert.row.waiting_until) == ("open", None)


def test_s16_a_colleague_keeps_her_patient_until_taken_over_with_a_reason(
    cohort: Cohort, installed: Installed, desk: Open
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    mine = cohort.session
    cohort.station.door.sign_out()
    other = cohort.station.door.sign_in(installed.second, PASSWORD)
    cohort.station.cards.open(other, patient)
    shown = desk()
    shown.open(patient)
    assert "Stille Brygge" in shown.child("held").accessibleName()
    assert not shown.child("act_call").isEnabled()
    QTest.mouseClick(shown.child("take_over"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(shown.child("take_over_now"), Qt.MouseButton.LeftButton)
    shown.settle()
    assert shown.page.card.held
    shown.child("take_over_reason").setFocus()
    shown.write("Er i lunsj")
    QTest.mouseClick(shown.child("take_over_now"), Qt.MouseButton.LeftButton)
    shown.settle()
    assert shown.page.card.card is not None
    assert shown.page.card.card.opened_by is None
    assert shown.child("act_call").isEnabled()
    row = shown.page.listing.list.rows.find(patient)
    assert row is not None
    assert row.opened_by == mine.initials


def test_s18_measured_in_activity_is_kept_not_counted_and_can_be_undone(
    cohort: Cohort, desk: Open
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 92, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_5)
    assert shown.page.card.alert is not None
    assert shown.page.card.alert.left_out
    assert shown.page.card.alert.proposed
    (panel,) = shown.page.card.trend.trend.data.panels
    assert list(panel.series[0].excluded) == [False, True]
    assert shown.undo is not None
    shown.undo()
    shown.settle()
    assert not shown.page.card.alert.left_out


def test_the_row_one_stands_on_stays_with_its_patient(cohort: Cohort, desk: Open) -> None:
    names = ("Blid Trapp", "Klar Nordavind", "Rask Elg", "Varm Ås")
    patients = [cohort.followed(name, f"194{n}-01-01") for n, name in enumerate(names)]
    for patient in patients:
        cohort.spo2(patient, 93)
    shown = desk()
    shown.page.listing.list.stand_on(patients[1])
    cohort.spo2(patients[2], 84)
    shown.settle()
    assert shown.names()[0] == "Rask Elg"
    assert shown.page.listing.list.standing_on == patients[1]
    shown.page.listing.choose(Standing.RED)
    assert shown.page.listing.list.standing_on == ""
    shown.page.listing.show_everybody()
    assert shown.names()[0] == "Rask Elg"


def test_letters_search_and_never_move_to_another_patient(cohort: Cohort, desk: Open) -> None:
    for n, name in enumerate(("Åse Fjell", "Blid Trapp", "Rask Elg")):
        cohort.spo2(cohort.followed(name, f"194{n}-01-01"), 93)
    shown = desk()
    stood = shown.page.listing.list.standing_on
    shown.press(Qt.Key.Key_T)
    search = shown.child("list_search")
    assert isinstance(search, QLineEdit)
    assert search.text() == "t"
    shown.write("rapp")
    assert shown.names() == ["Blid Trapp"]
    search.setText("fjell åse")
    assert shown.names() == ["Åse Fjell"]
    search.setText("finnes ikke")
    assert shown.child("state_empty").isVisible()
    QTest.mouseClick(shown.child("show_everybody"), Qt.MouseButton.LeftButton)
    assert len(shown.names()) == 3
    assert stood


def test_s33_the_morning_by_keyboard_alone(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    other = cohort.followed("Stille Brygge", "1941-06-02")
    cohort.spo2(other, 88, 88)
    cohort.spo2(patient, 84)
    shown = desk()
    shown.press(Qt.Key.Key_Return)
    assert shown.page.patient == patient
    shown.press(Qt.Key.Key_1)
    shown.press(Qt.Key.Key_Right)
    assert form(shown).filled().handling.outcome == "no_answer"
    shown.press(Qt.Key.Key_Tab)
    shown.press(Qt.Key.Key_Tab)
    shown.write("Prøver igjen kl. 10")
    assert form(shown).filled().handling.note == "Prøver igjen kl. 10"
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert shown.page.card.form is None
    shown.press(Qt.Key.Key_6)
    shown.press(Qt.Key.Key_Escape)
    assert shown.page.card.form is None
    shown.press(Qt.Key.Key_Escape)
    shown.press(Qt.Key.Key_Down)
    shown.press(Qt.Key.Key_Return)
    assert shown.page.patient == other
    for widget in shown.page.findChildren(QPushButton) + shown.page.findChildren(QRadioButton):
        assert widget.accessibleName() or widget.text(), widget.objectName()


def test_words_begun_wait_for_their_owner(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    assert shown.page.draft() is None
    shown.press(Qt.Key.Key_6)
    note = shown.child("handling_note")
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("Snakket med ektefelle")
    shown.child("verdict_false").setProperty("checked", True)
    draft, key = shown.page.draft(), shown.page.draft_key()
    assert draft is not None
    assert key == ("handling", patient)
    shown.page.card.close_form()
    shown.page.restore(draft)
    assert form(shown).note.toPlainText() == "Snakket med ektefelle"
    assert form(shown).filled().verdict is Verdict.FALSE


def test_words_about_an_alert_closed_meanwhile_come_back_as_a_note(
    cohort: Cohort, desk: Open
) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.open(patient)
    shown.press(Qt.Key.Key_1)
    form(shown).note.setPlainText("Halvveis")
    draft = shown.page.draft()
    assert draft is not None
    alert = shown.page.card.alert
    assert alert is not None
    shown.page.card.close_form()
    cohort.station.alerts.close(cohort.session, alert.id, Handling(Action.ADVICE), Verdict.REAL)
    shown.settle()
    shown.page.restore(draft)
    assert form(shown).given.what == "note"
    assert form(shown).note.toPlainText() == "Halvveis"


def test_a_silent_watcher_takes_the_green_away(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    shown = desk()
    shown.open(patient)
    rows = shown.page.listing.list.rows
    assert shown.child("standing").accessibleName().startswith("Green")
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    assert rows.index(0).data(spoken).startswith("Green")
    shown.page.watched(fresh=False)
    shown.settle()
    assert rows.index(0).data(spoken).startswith("Unknown")
    assert shown.child("standing").accessibleName() == "Unknown: Not judged"
    assert shown.child("count_unknown").accessibleName() == "Unknown: 1"
    assert shown.page.listing.judged_text.startswith("not judged since")
    shown.page.watched(fresh=True)
    assert shown.page.listing.judged_text.startswith("judged")


def test_ways_to_the_other_pages_carry_the_patient(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    shown = desk()
    shown.open(patient)
    QTest.mouseClick(shown.child("new_reading"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(shown.child("open_plan"), Qt.MouseButton.LeftButton)
    assert shown.went[-2:] == [("readings", patient), ("plans", patient)]


def test_nobody_followed_yet_is_said(cohort: Cohort, desk: Open) -> None:
    shown = desk()
    states = shown.page.findChildren(EmptyState)
    said = [state.accessibleName() for state in states if state.isVisible()]
    assert any("Nobody is followed yet" in words for words in said)


def test_at_double_size_one_thing_stands_alone_and_leads_back(cohort: Cohort, desk: Open) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    shown = desk()
    shown.page.resize(700, 600)
    shown.settle()
    assert shown.page.listing.isVisible()
    shown.press(Qt.Key.Key_Return)
    assert shown.page.card.isVisible()
    assert not shown.page.listing.isVisible()
    QTest.mouseClick(shown.child("back_to_list"), Qt.MouseButton.LeftButton)
    shown.settle()
    assert shown.page.listing.isVisible()
