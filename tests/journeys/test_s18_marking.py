"""A reading marked «i aktivitet»: kept, hollow, and left out until it is taken back in."""

import pytest

from station.core.clock import FixedClock
from station.training import door
from station.views.charts.view import TrendView
from tests.journeys.driver import Nurse
from tests.journeys.work import GREEN, RED, later, line_of, open_card, stands, type_reading

WELL, OTHER = "Blid Trapp", "Grønn Bro"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with the worklist of the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    return training


def spo2(nurse: Nurse, name: str, column: str) -> list[object]:
    """One column of a patient's SpO2 readings of the day, in the order taken."""

    def told() -> list[object]:
        sql = (
            f"SELECT r.{column} FROM readings r JOIN patients p ON p.id = r.patient_id "  # noqa: S608
            "WHERE r.kind = 'spo2' AND r.source = 'manual' AND r.arrived_at >= ? "
            "AND p.given_name || ' ' || p.family_name = ? ORDER BY r.arrived_at"
        )
        with nurse.station.record.read() as reader:
            rows = reader.raw(sql, (nurse.clock.now() - 600_000, name))
        return [row[0] for row in rows]

    return nurse.ask(told)


def hollow(nurse: Nurse) -> list[bool]:
    """Of the newest SpO2 points on the trend: whether each is drawn hollow."""
    view = nurse.find("trend-view", TrendView)
    panel = next(panel for panel in view.trend.data.panels if panel.key == "spo2")
    return [bool(each) for each in panel.series[0].excluded[-1:]]


def test_s18_marked_in_activity_is_hollow_and_left_out_and_unmarking_restores(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    type_reading(at_work, WELL, "84")
    later(at_work, day_clock, 1)
    open_card(at_work, WELL)
    assert line_of(at_work, WELL).startswith(RED)
    at_work.press("alert_reading")
    at_work.until(lambda: at_work.has("point_card"), "the reading")
    at_work.press("mark_activity", "point_card")
    at_work.settle()
    assert spo2(at_work, WELL, "excluded") == ["activity"]
    assert hollow(at_work) == [True]
    assert "teller ikke" in at_work.words("alert_red")
    at_work.press("mark_back", "point_card")
    at_work.settle()
    assert hollow(at_work) == [False]
    assert spo2(at_work, WELL, "excluded") == [""]
    assert line_of(at_work, WELL).startswith(RED)


def test_s18_measured_again_at_rest_is_linked_and_leaves_the_first_out(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    type_reading(at_work, WELL, "84")
    later(at_work, day_clock, 1)
    open_card(at_work, WELL)
    at_work.press("alert_reading")
    at_work.until(lambda: at_work.has("point_card"), "the reading")
    at_work.press("measure_again", "point_card")
    at_work.until(lambda: at_work.has("first_out"), "the form that checks it")
    at_work.tick("first_out")
    at_work.write("reading_value1", "90")
    at_work.press("save_reading")
    at_work.settle()
    assert spo2(at_work, WELL, "excluded") == ["activity", ""]
    first, second = spo2(at_work, WELL, "id")
    assert spo2(at_work, WELL, "remeasures_id") == [None, first]
    assert second
    assert "Ny måling av SpO₂ 84 %" in at_work.words("recent_list")


def test_s18_a_reading_of_the_wrong_patient_is_moved_with_its_trace(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    type_reading(at_work, WELL, "84")
    later(at_work, day_clock, 1)
    open_card(at_work, WELL)
    at_work.press("alert_reading")
    at_work.until(lambda: at_work.has("point_card"), "the reading")
    at_work.press("move_reading", "point_card")
    at_work.until(lambda: at_work.has("move_panel"), "the search for the right patient")
    at_work.write("pick_patient", OTHER)
    at_work.until(lambda: at_work.has("pick_hit"), "the patient")
    at_work.press("pick_hit")
    assert OTHER in at_work.words("move_panel")
    assert "født" in at_work.words("move_panel")
    at_work.write("move_reason", "navnet på apparatet")
    at_work.press("move_now")
    at_work.until(lambda: not at_work.has("move_panel"), "the move")
    at_work.settle()
    assert spo2(at_work, WELL, "excluded") == ["wrong_patient"]
    assert spo2(at_work, OTHER, "moved_from") == spo2(at_work, WELL, "id")
    assert "flyttet" in at_work.words("alert_red")
    at_work.press("toast_undo")
    at_work.settle()
    assert spo2(at_work, WELL, "excluded") == [""]
    assert spo2(at_work, OTHER, "excluded") == ["wrong_patient"]
