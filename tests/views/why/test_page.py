"""The page «Hvorfor»: what it shows, what it says when nothing is there, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from station.models.queries import judging as queries
from station.rules.readings import Excluded
from station.views.why.page import WhyPage
from tests.inbox_office import Desk
from tests.intaking import NURSE

Open = Callable[[str | None], Desk]


def shown(desk: Desk) -> list[str]:
    """What is said aloud of the page and its rules."""
    kinds = ("why_area", "why_rule_found", "why_rule_held", "why_rule_not", "why_rule_untried")
    return [
        each.accessibleName()
        for name in kinds
        for each in desk.page.findChildren(QWidget, name)
        if each.isVisible()
    ]


def test_a_red_reading_is_told_with_its_rules(why: Open, readings: tuple[str, ...]) -> None:
    desk = why(f"reading/{readings[1]}/readings")
    desk.find(QWidget, "why_rule_not")
    area, found, not_found = shown(desk)
    assert area == "Why? SpO₂ 84 %. This reading raised a red alert."
    assert found.startswith("Red: SpO₂ below 86 %. Holds: SpO₂ 84 %")
    assert not_found.startswith("Yellow: SpO₂ below 89 %, two readings in a row. Holds for 1 of 2")


def test_an_alert_is_told_by_its_reading(
    why: Open, readings: tuple[str, ...], patient: str, opener: object
) -> None:
    desk = why(None)
    with desk.station.record.read() as reader:
        alert = queries.open_alerts(reader, patient)[0].id
    desk.page.opened(f"alert/{alert}")
    desk.calm()
    assert "84 %" in desk.find(QScrollArea, "why_area").accessibleName()


def test_what_is_marked_meanwhile_is_told_anew(
    why: Open, readings: tuple[str, ...], patient: str
) -> None:
    desk = why(f"reading/{readings[1]}/today")
    desk.station.manual.mark(NURSE, readings[1], Excluded.ACTIVITY)
    desk.calm()
    told = "Red: SpO₂ below 86 %. Holds, but the reading is left out"
    desk.qtbot.waitUntil(lambda: any(each.startswith(told) for each in shown(desk)), timeout=5000)


def test_esc_goes_back_to_where_it_was_opened_from(
    why: Open, readings: tuple[str, ...], patient: str
) -> None:
    desk = why(f"reading/{readings[0]}/readings")
    QTest.keyClick(desk.find(QScrollArea, "why_area"), Qt.Key.Key_Escape)
    desk.press("why_back")
    assert set(desk.heard.went) == {("readings", patient)}


def test_nothing_chosen_and_nothing_there_are_drawn(why: Open) -> None:
    desk = why(None)
    assert isinstance(desk.page, WhyPage)
    assert desk.page.found is None
    desk.page.opened(f"reading/{'0' * 32}/today")
    desk.calm()
    assert any("not in the file" in each.accessibleName() for each in visible(desk))


def visible(desk: Desk) -> list[QWidget]:
    return [each for each in desk.page.findChildren(QWidget) if each.isVisible()]
