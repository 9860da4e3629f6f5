"""«Hvorfor»: opened by key from an alert, by button from a list, and by Enter from the trend."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.core.clock import FixedClock
from station.training import door
from station.views.charts.view import TrendView
from tests.journeys.driver import Nurse
from tests.journeys.work import GREEN, later, open_card, stands, type_reading

WELL, ILL = "Blid Trapp", "Rask Elg"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with the worklist of the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    return training


def test_why_an_alert_came_is_one_key_away_and_so_is_the_way_back(at_work: Nurse) -> None:
    open_card(at_work, ILL)
    at_work.key("Ctrl+Y")
    at_work.until(lambda: at_work.has("why_head"), "why")
    at_work.settle()
    assert "ga varsel: rød" in at_work.words("why_summary")
    assert "Slår til: SpO₂ 84 % under egen grense 86 %" in at_work.words("why_rule_found")
    assert "godkjent" in at_work.words("why_head")
    assert at_work.has("why_foot")
    at_work.key("Esc")
    at_work.until(lambda: at_work.has("alert_red"), "the card")


def test_why_a_green_reading_gave_none_is_told_from_the_trend(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    type_reading(at_work, WELL, "93")
    later(at_work, day_clock, 1)
    open_card(at_work, WELL)
    view = at_work.find("trend-view", TrendView)
    place = [panel.key for panel in view.trend.data.panels].index("spo2")
    for key in (*[Qt.Key.Key_Up] * 5, *[Qt.Key.Key_Down] * place, Qt.Key.Key_End):
        QTest.keyClick(view.trend, key)
    QTest.keyClick(view.trend, Qt.Key.Key_Return)
    at_work.settle()
    at_work.until(lambda: at_work.has("point_card"), "the reading")
    assert "SpO₂ 93 %" in at_work.words("point_card")
    at_work.press("why_reading", "point_card")
    at_work.until(lambda: at_work.has("why_head"), "why")
    at_work.settle()
    assert "Ingen regel slår til" in at_work.words("why_summary")
    assert "gul under 89 %" in at_work.words("why_foot")


def test_why_is_told_from_the_list_of_readings_too(at_work: Nurse) -> None:
    open_card(at_work, ILL)
    at_work.press("alert_reading")
    at_work.until(lambda: at_work.has("point_card"), "the reading")
    at_work.press("measure_again", "point_card")
    at_work.until(lambda: at_work.has("recent_list"), "the list")
    at_work.settle()
    at_work.pick("recent_list", "SpO₂ 84")
    at_work.press("why_reading")
    at_work.until(lambda: at_work.has("why_head"), "why")
    at_work.press("why_back")
    at_work.until(lambda: at_work.has("recent_list"), "the list again")
