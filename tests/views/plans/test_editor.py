"""The draft in place: lines by keyboard, limits checked live, everything stored as one writes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from station.core.clock import FixedClock
from station.rules.limits import Level, Operator, Side
from station.rules.plans import LineState, PlanContent
from station.views.plans.editor import Editor
from station.views.plans.lines import LineList
from tests.plan_office import NURSE, OTHER, PlanOffice, approval, approved, drafted, measured
from tests.qt import Pulse

FIRST = "kols.green.sign.breath"


@pytest.fixture
def draft(office: PlanOffice, elg: str) -> str:
    """A fresh draft, open in the editor."""
    version_id = office.station.plans.start_draft(NURSE, elg, "kols", "nb")
    office.open(elg)
    office.press("open_draft")
    return version_id


def stored(office: PlanOffice, version_id: str) -> PlanContent:
    """What is in the file."""
    return office.station.plans.open(NURSE, version_id).version.content


def key(office: PlanOffice, what: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on the list of lines, and wait until it is stored."""
    held = modifier or Qt.KeyboardModifier.NoModifier
    office.qtbot.keyClick(office.find(LineList, "plan_lines"), what, held)
    office.settle()


def write(office: PlanOffice, name: str, text: str) -> None:
    """Write into a field as a person does."""
    line = office.find(QLineEdit, name)
    line.setText(text)
    line.textEdited.emit(text)
    line.editingFinished.emit()
    office.settle()


def editor(office: PlanOffice) -> Editor:
    found = office.page.desk.front
    assert isinstance(found, Editor)
    return found


def test_lines_are_gone_through_with_enter_e_del_and_n(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    lines = office.find(LineList, "plan_lines")
    lines.setFocus()
    lines.stand_on(FIRST)
    assert office.find(QLabel, "walked").text() == "0 of 24 lines gone through"
    key(office, Qt.Key.Key_Return)
    after = lines.line()
    assert after is not None
    assert after.id == "kols.green.sign.cough"
    key(office, Qt.Key.Key_Delete)
    key(office, Qt.Key.Key_E)
    words = office.find(QPlainTextEdit, "line_edit")
    words.setPlainText("Jeg sover godt,\n og spiser.")
    office.qtbot.keyClick(words, Qt.Key.Key_Return)
    office.settle()
    lines.stand_on("kols.green.sign.sleep")
    key(office, Qt.Key.Key_N)
    words = office.find(QPlainTextEdit, "line_edit")
    office.qtbot.keyClicks(words, "Jeg synger.")
    office.qtbot.keyClick(words, Qt.Key.Key_Return)
    office.settle()
    found = stored(office, draft).zones[0].signs
    assert [line.state for line in found] == [
        LineState.KEPT,
        LineState.REMOVED,
        LineState.CHANGED,
        LineState.OWN,
    ]
    assert [line.text for line in found[2:]] == ["Jeg sover godt, og spiser.", "Jeg synger."]
    assert office.find(QLabel, "walked").text() == "4 of 25 lines gone through"
    key(office, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    key(office, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(stored(office, draft).zones[0].signs) == 3


def test_a_begun_line_that_is_left_goes_again(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    office.find(LineList, "plan_lines").stand_on(FIRST)
    key(office, Qt.Key.Key_N)
    office.qtbot.keyClick(office.find(QPlainTextEdit, "line_edit"), Qt.Key.Key_Escape)
    office.settle()
    assert len(stored(office, draft).zones[0].signs) == 3


def test_the_buttons_do_what_the_keys_do(office: PlanOffice, draft: str, heartbeat: Pulse) -> None:
    office.press("keep_line")
    office.press("remove_line")
    office.press("undo_line")
    signs = stored(office, draft).zones[0].signs
    assert [line.state for line in signs[:2]] == [LineState.KEPT, LineState.PROPOSED]


def test_limits_are_checked_as_they_are_typed(
    office: PlanOffice, draft: str, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    measured(office.station.record, elg, clock.now())
    assert office.find(QLabel, "said_spo2").text() == "No limit yet: the GP decides."
    office.press("change_limits_spo2")
    write(office, "limit_red_low_number", "86")
    write(office, "limit_yellow_low_number", "89")
    first, second = stored(office, draft).limits[-2:]
    assert (first.level, first.side, first.operator, first.value, first.k) == (
        Level.RED,
        Side.LOW,
        Operator.BELOW,
        86,
        1,
    )
    assert (second.level, second.value, second.k, second.n) == (Level.YELLOW, 89, 2, 2)
    assert office.find(QLabel, "said_spo2").text() == (
        "✓ 89 % or more is green\n▲ Yellow: below 89 %, two readings in a row\n◆ Red: below 86 %"
    )
    assert office.find(QLabel, "gave_spo2").text() == "30 days: 1 yellow day · 1 red day"


@pytest.mark.parametrize(
    ("red", "yellow", "said"),
    [
        ("92", "89", "Red (below 92 %) must lie further out than yellow (below 89 %)."),
        ("65", "89", "Below 65 % is unusual. Write why it is right for this person."),
        ("0,5", "89", "Below 0.5 % lies outside what can be measured."),
        ("åtti", "89", "Only digits and one decimal comma can stand here."),
        ("1.180", "89", "This number can be read in two ways."),
    ],
)
def test_what_is_wrong_is_said_beside_the_number_and_never_stored(
    office: PlanOffice, draft: str, heartbeat: Pulse, red: str, yellow: str, said: str
) -> None:
    # ALERT-11: refused with an explanation, never silently changed.
    office.press("change_limits_spo2")
    write(office, "limit_yellow_low_number", yellow)
    write(office, "limit_red_low_number", red)
    form = office.find(QWidget, "limit_form_spo2")
    texts = [each.text() for each in form.findChildren(QLabel)]
    assert any(text.startswith(said) for text in texts), texts
    (limit,) = [each for each in stored(office, draft).limits if each.component == "spo2"]
    assert (limit.level, limit.value) == (Level.YELLOW, 89)
    assert "SpO₂" in editor(office).unfinished
    office.press("approve")
    assert office.has("go_faulty_limits")


def test_an_unusual_number_stands_with_its_reason(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    office.press("change_limits_spo2")
    write(office, "limit_red_low_number", "65")
    write(office, "limit_red_low_reason", "Lever godt med 70 %.")
    (limit,) = [each for each in stored(office, draft).limits if each.component == "spo2"]
    assert (limit.value, limit.reason) == (65, "Lever godt med 70 %.")
    office.press("change_limits_spo2")
    assert editor(office).unfinished == ""


def test_the_operator_and_how_often_are_part_of_the_limit(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    office.press("change_limits_pulse")
    drop = office.find(QComboBox, "limit_yellow_high_operator")
    drop.setCurrentIndex(drop.findData(Operator.AT_LEAST.value))
    drop = office.find(QComboBox, "limit_yellow_high_often")
    drop.setCurrentIndex(drop.findData("2/3"))
    office.settle()
    (limit,) = [each for each in stored(office, draft).limits if each.component == "pulse"]
    assert (limit.operator, limit.k, limit.n) == (Operator.AT_LEAST, 2, 3)
    assert (
        "100 beats/min or more, 2 of the last 3 readings"
        in office.find(QLabel, "said_pulse").text()
    )


def test_limits_of_another_measurement_are_added(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    drop = office.find(QComboBox, "limits_add")
    drop.setCurrentIndex(drop.findData("weight"))
    drop.activated.emit(drop.currentIndex())
    office.settle()
    write(office, "limit_red_high_number", "82,5")
    assert stored(office, draft).limits[-1].value == 82.5


def test_the_other_parts_are_stored_too(office: PlanOffice, draft: str, heartbeat: Pulse) -> None:
    office.find(QPlainTextEdit, "plan_goal").setPlainText("Gå på butikken.")
    office.find(QPlainTextEdit, "plan_medication").setPlainText("Prednisolon 30 mg.")
    write(office, "plan_origin", "Sykehuset")
    write(office, "plan_review", "07.03.2027")
    write(office, "by_spo2", "9.30")
    office.press("day_spo2_6")
    office.press("no_pulse")
    drop = office.find(QComboBox, "schedule_add")
    drop.setCurrentIndex(drop.findData("weight"))
    drop.activated.emit(drop.currentIndex())
    office.settle()
    content = stored(office, draft)
    assert (content.goal, content.medication) == ("Gå på butikken.", "Prednisolon 30 mg.")
    assert (content.origin, content.review_on) == ("Sykehuset", "2027-03-07")
    first, *_, second = content.schedule
    assert (first.kind, first.weekdays, first.by) == ("spo2", (0, 1, 2, 3, 4, 5), "09:30")
    assert second.kind == "weight"
    write(office, "plan_review", "7. mars")
    assert stored(office, draft).review_on == "2027-03-07"
    assert editor(office).unfinished == "The review date is not a date."
    write(office, "by_spo2", "25:00")
    assert stored(office, draft).schedule[0].by == "09:30"


def test_what_is_not_stored_yet_survives_the_lock(
    office: PlanOffice, draft: str, elg: str, heartbeat: Pulse
) -> None:
    office.find(QPlainTextEdit, "plan_goal").setPlainText("Gå på butikken.")
    kept = office.page.draft()
    assert kept is not None
    assert office.page.draft_key() == ("plan", elg)
    editor(office).saver.forget()
    office.press("leave_draft")
    assert stored(office, draft).goal == ""
    office.page.desk.front = None
    office.page.opened(elg)
    office.page.restore(kept)
    office.settle()
    assert office.find(QPlainTextEdit, "plan_goal").toPlainText() == "Gå på butikken."
    assert stored(office, draft).goal == "Gå på butikken."
    assert office.page.draft() is None


def test_two_who_write_in_one_draft_see_each_other(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    plans = office.station.plans
    row = plans.open(OTHER, draft)
    theirs = replace(row.version.content, goal="Deres mål")
    plans.save_draft(OTHER, draft, theirs, row.content_hash)
    office.find(QPlainTextEdit, "plan_goal").setPlainText("Mitt mål")
    office.settle()
    assert office.cells("changes")[0][2:] == ["Deres mål", "Mitt mål"]
    assert stored(office, draft).goal == "Deres mål"
    office.press("keep_mine")
    assert stored(office, draft).goal == "Mitt mål"
    row = plans.open(OTHER, draft)
    plans.save_draft(OTHER, draft, theirs, row.content_hash)
    office.find(QPlainTextEdit, "plan_goal").setPlainText("Mitt igjen")
    office.settle()
    office.press("take_theirs")
    assert office.find(QPlainTextEdit, "plan_goal").toPlainText() == "Deres mål"


def test_a_version_approved_by_another_meanwhile_is_not_written_over(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    version_id = drafted(office.station.plans, elg)
    office.open(elg)
    office.press("open_draft")
    approved_goal = stored(office, version_id).goal
    from_now = clock.now()
    assert office.station.plans.approve(OTHER, version_id, approval(from_now)) == ()
    office.find(QPlainTextEdit, "plan_goal").setPlainText("For sent")
    office.settle()
    assert not office.has("keep_mine")
    assert "never changes" in office.find(QLabel, "compare_words").text()
    office.press("take_theirs")
    assert stored(office, version_id).goal == approved_goal
    assert office.has("next_version")


def test_the_draft_says_which_version_is_in_force(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    first = approved(office.station.plans, elg, clock.now())
    office.station.plans.next_draft(NURSE, first)
    office.open(elg)
    office.press("open_draft")
    assert editor(office).banner.text == "Version 1 is in force until this draft is approved."
    office.page.resize(700, 660)
    office.settle()
    assert office.find(QPushButton, "approve").isVisible()
