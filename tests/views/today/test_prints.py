"""From «I dag» to what can be printed: the day's list, a patient's prints, the GP's summary."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.cohort import Cohort
from tests.views.today.conftest import Desk


def test_r64_the_days_list_stands_below_the_worklist_and_on_a_key(
    desk: Callable[[], Desk], cohort: Cohort
) -> None:
    cohort.followed("Rask Elg")
    shown = desk()
    QTest.mouseClick(shown.child("print_day_list"), Qt.MouseButton.LeftButton)
    shown.page._print()
    assert shown.went[-2:] == [("prints", "today//daylist")] * 2


def test_r51_a_red_alert_leads_from_the_gp_form_to_a_ready_summary(
    desk: Callable[[], Desk], cohort: Cohort
) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 84)
    shown = desk()
    shown.open(who)
    shown.page._print()
    QTest.mouseClick(shown.child("open_prints"), Qt.MouseButton.LeftButton)
    assert shown.went[-2:] == [("prints", f"today/{who}")] * 2
    shown.press(Qt.Key.Key_3)
    QTest.mouseClick(shown.child("gp_summary"), Qt.MouseButton.LeftButton)
    assert shown.went[-1] == ("prints", f"today/{who}/gp/red")
