"""Rules in the plan editor: each as its sentence, changed in place, refused with a sentence."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import LineState, PlanContent, Section
from station.rules.rulebook import Baseline, Change, Combination
from station.rules.wording_rules import rule_sentence
from station.views.plans.approval import ApprovalForm
from station.views.plans.editor import Editor
from station.views.plans.lines import LineList
from tests.plan_office import NURSE, PlanOffice, drafted
from tests.qt import Pulse


@pytest.fixture
def draft(office: PlanOffice, elg: str) -> str:
    """A draft that has been gone through, open in the editor."""
    version_id = drafted(office.station.plans, elg)
    office.open(elg)
    office.press("open_draft")
    return version_id


def stored(office: PlanOffice, version_id: str) -> PlanContent:
    return office.station.plans.open(NURSE, version_id).version.content


def pick(office: PlanOffice, name: str, value: object) -> None:
    """Choose in a drop-down as a person does."""
    drop = office.find(QComboBox, name)
    drop.setCurrentIndex(drop.findData(value))
    drop.activated.emit(drop.currentIndex())
    office.settle()


def write(office: PlanOffice, name: str, text: str) -> None:
    line = office.find(QLineEdit, name)
    line.setText(text)
    line.textEdited.emit(text)
    office.settle()


def editor(office: PlanOffice) -> Editor:
    found = office.page.desk.front
    assert isinstance(found, Editor)
    return found


def test_a_change_is_added_changed_and_said(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    before = stored(office, draft).rules
    at = len(before)
    pick(office, "rules_add", "change")
    write(office, "rule_by", "1,5")
    write(office, "rule_days", "5")
    pick(office, "rule_level", int(Level.RED))
    (rule,) = stored(office, draft).rules[at:]
    assert rule == Change("weight", Level.RED, Side.HIGH, 1.5, 5)
    assert office.find(QLabel, f"rule_said_{at}").text() == rule_sentence(rule)
    office.press(f"remove_rule_{at}")
    assert stored(office, draft).rules == before


def test_a_number_that_is_none_is_not_taken_and_hinders(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    at = len(stored(office, draft).rules)
    pick(office, "rules_add", "change")
    write(office, "rule_by", "to kilo")
    stands = stored(office, draft).rules[at]
    assert isinstance(stands, Change)
    assert stands.by == 2
    wrong = office.find(QLabel, f"rule_wrong_{at}").text()
    assert wrong == "Only digits and one decimal comma can stand here."
    assert editor(office).unfinished.startswith("A change: what is written is not taken yet")
    write(office, "rule_days", "500")
    write(office, "rule_by", "2")
    assert stored(office, draft).rules[at] == stands
    assert office.find(QLabel, f"rule_wrong_{at}").text()
    write(office, "rule_days", "4")
    assert editor(office).unfinished == ""
    changed = stored(office, draft).rules[at]
    assert isinstance(changed, Change)
    assert changed.days == 4


def test_own_normal_and_several_signs_are_written(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    at = len(stored(office, draft).rules)
    pick(office, "rules_add", "baseline")
    write(office, "rule_spreads", "2,5")
    found = stored(office, draft).rules[at]
    assert isinstance(found, Baseline)
    assert found.spreads == 2.5
    office.press(f"change_rule_{at}")
    pick(office, "rules_add", "combination")
    office.press("add_condition")
    write(office, "condition_2_number", "38,5")
    write(office, "rule_hours", "12")
    office.press("condition_1_away")
    both = stored(office, draft).rules[at + 1]
    assert isinstance(both, Combination)
    assert [each.component for each in both.conditions] == ["spo2", "temp"]
    assert (both.within_hours, both.conditions[1].value) == (12, 38.5)


def test_what_the_template_proposes_shows_its_source_and_is_taken_on_a_click(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    template = office.station.plans.template_of(stored(office, draft))
    offers = [at for at, each in enumerate(template.rules) if not each.taken]
    at = offers[0]
    assert template.rules[at].rule not in stored(office, draft).rules
    office.press(f"take_rule_{at}")
    assert template.rules[at].rule in stored(office, draft).rules
    assert not office.has(f"rule_offer_{at}")


def test_a_rule_that_contradicts_another_hinders_the_approval_with_the_same_sentence(
    office: PlanOffice, draft: str, elg: str, heartbeat: Pulse
) -> None:
    plans = office.station.plans
    row = plans.open(NURSE, draft)
    rise = Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
    rules = (rise, replace(rise, level=Level.RED, by=1))
    plans.save_draft(NURSE, draft, replace(row.version.content, rules=rules), row.content_hash)
    office.press("leave_draft")
    office.press("open_draft")
    said = [
        office.find(QLabel, f"rule_wrong_{at}").text()
        for at in (0, 1)
        if office.has(f"rule_wrong_{at}")
    ]
    assert len(said) == 1
    office.press("approve")
    form = office.page.desk.findChild(ApprovalForm)
    assert form is not None
    assert not form.act.isEnabled()
    office.press("go_faulty_rules")
    assert office.has("rule_form")


def test_a_limit_can_ask_for_hours_and_have_a_second_stage(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    pick(office, "limits_add", "glucose")
    write(office, "limit_yellow_high_number", "16")
    pick(office, "limit_yellow_high_often", "1/1/12")
    pick(office, "limit_further_glucose", 2)
    write(office, "limit_yellow_high_1_number", "12")
    pick(office, "limit_yellow_high_1_often", "1/1/24")
    found = tuple(each for each in stored(office, draft).limits if each.component == "glucose")
    high = Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 16, hours=12)
    assert found == (high, replace(high, value=12, hours=24))
    office.press("change_limits_glucose")
    office.press("change_limits_glucose")
    assert office.find(QLineEdit, "limit_yellow_high_1_number").text() == "12"


def test_lines_are_written_under_headings_that_have_none(
    office: PlanOffice, draft: str, heartbeat: Pulse
) -> None:
    plans = office.station.plans
    row = plans.open(NURSE, draft)
    parts = (Section("calm", "Slik vil jeg bli møtt"),)
    content = replace(row.version.content, sections=parts)
    plans.save_draft(NURSE, draft, content, row.content_hash)
    office.press("leave_draft")
    office.press("open_draft")
    lines = office.find(LineList, "plan_lines")
    lines.setCurrentIndex(lines.rows.index(len(lines.rows.items) - 1))
    spot = lines.bare_spot()
    assert spot is not None
    assert spot.heading == "Slik vil jeg bli møtt"
    office.press("new_line")
    words = office.find(QPlainTextEdit, "line_edit")
    words.setPlainText("Snakk rolig med meg.")
    editor(office).lines.delegate.commitData.emit(words)
    editor(office).lines.delegate.closeEditor.emit(words)
    office.settle()
    (line,) = stored(office, draft).sections[0].lines
    assert (line.text, line.state) == ("Snakk rolig med meg.", LineState.OWN)
