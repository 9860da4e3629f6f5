"""Answers and values of one patient, two nurses at her, and a form that the plan expects."""

import pytest
from PySide6.QtTest import QTest

from station.core.clock import FixedClock
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import (
    GREEN,
    MISSING,
    RED,
    YELLOW,
    later,
    line_of,
    names_in_order,
    open_card,
    stands,
    type_reading,
)

WELL, ILL, ESAS = "Blid Trapp", "Rask Elg", "Sart Rogn"
QUESTIONS = ("breath", "sputum", "colour", "cough", "wellbeing", "rescue")
SECOND = "Even Lyng"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with the worklist of the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    return training


def answer(nurse: Nurse, name: str, form: str, keys: str) -> None:
    """Fills in a form for a patient, a key for each question, and goes back to the list."""
    open_card(nurse, name)
    nurse.press("open_forms_page")
    nurse.choose("which_form", form)
    nurse.press("fill_in")
    nurse.until(
        lambda: nurse.window.focusWidget().objectName().startswith("answer_"), "the first question"
    )
    for key in keys:
        QTest.keyClicks(nurse.window.focusWidget(), key)
        QTest.keySequence(nurse.window.focusWidget(), "Return")
        nurse.settle()
    nurse.press("save_answers")
    nurse.until(lambda: not nurse.has("save_answers"), "the answers kept")
    nurse.go("today")


def test_s14_a_yellow_answer_and_a_red_value_are_one_line_and_two_alerts(at_work: Nurse) -> None:
    nurse = at_work
    answer(nurse, WELL, "kols", "200000")
    stands(nurse, WELL, YELLOW)
    type_reading(nurse, WELL, "84")
    stands(nurse, WELL, RED)
    order = names_in_order(nurse)
    assert sum(WELL in line for line in order) == 1
    assert order.index(f"{RED}, {WELL}") < 2
    open_card(nurse, WELL)
    assert "SpO₂ 84 %" in nurse.words("alert_red")
    assert "Mye tyngre enn vanlig" in nurse.words("alert_yellow")


def test_s15_each_alert_is_closed_by_itself_and_the_answer_stays(at_work: Nurse) -> None:
    nurse = at_work
    open_card(nurse, ILL)
    nurse.press("act_close")
    nurse.press("handling_save")
    assert nurse.words("handling_wrong")
    nurse.press("action_call")
    nurse.press("verdict_real")
    nurse.write("handling_note", "Ringte. Tar det med ro.")
    nurse.press("handling_save")
    # The red value is closed; what she answered is still open, and now leads.
    stands(nurse, ILL, YELLOW)
    assert "Pust" in line_of(nurse, ILL)
    open_card(nurse, ILL)
    assert not nurse.has("alert_red")
    assert "Mye tyngre enn vanlig" in nurse.words("alert_yellow")
    assert "Ringte. Tar det med ro." in nurse.words("timeline")


def test_s16_the_second_nurse_sees_who_has_it_and_takes_over_with_a_reason(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    nurse = at_work
    open_card(nurse, ILL)
    nurse.until(lambda: "Åpen hos Maria Kvist" in nurse.words("timeline"), "the opening")
    later(nurse, day_clock, 3)
    nurse.key("Ctrl+L")
    nurse.until(nurse.at_the_door, "the door")
    nurse.settle()
    nurse.sign_in(SECOND, door.PASSWORD)
    nurse.until(lambda: nurse.has("worklist"), "the worklist")
    open_card(nurse, ILL)
    assert "Maria Kvist" in nurse.words("held")
    assert "08:58" in nurse.words("held")
    nurse.press("take_over")
    nurse.press("take_over_now")
    nurse.until(lambda: nurse.has("held"), "still held: a reason is missing")
    nurse.write("take_over_reason", "Maria er på hjemmebesøk")
    nurse.press("take_over_now")
    nurse.until(lambda: not nurse.has("held"), "the taking over")
    assert reasons(nurse) == [("patient_taken_over", "Maria er på hjemmebesøk")]
    nurse.press("act_call")
    assert nurse.has("handling_form")


def reasons(nurse: Nurse) -> list[tuple[object, ...]]:
    """What the log keeps of taking over: the action, and why."""

    def found() -> list[tuple[object, ...]]:
        sql = (
            "SELECT action, json_extract(details, '$.reason') FROM audit "
            "WHERE action = 'patient_taken_over'"
        )
        with nurse.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql)]

    return nurse.ask(found)


def test_s17_a_form_is_missed_from_the_hour_and_no_more_when_it_is_answered(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    nurse = at_work
    open_card(nurse, WELL)
    later(nurse, day_clock, 24 * 60 + 182)
    nurse.go("today")
    stands(nurse, WELL, MISSING)
    assert "kols" in line_of(nurse, WELL)
    for kind, value in (("spo2", "93"), ("pulse", "74")):
        type_reading(nurse, WELL, value, kind)
    # The values have come, the answers have not.
    stands(nurse, WELL, MISSING)
    answer(nurse, WELL, "kols", "000000")
    nurse.until(lambda: not line_of(nurse, WELL).startswith(MISSING), "the answers")
