"""The workshop by pointer and keyboard: nothing goes anywhere but by «Ta med i utkastet»."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from station.core import i18n
from station.models.queries import readings as queries
from station.rules.counts import count_days
from station.rules.ground import ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Excluded, Reading, Source
from station.rules.replay import samples
from station.services.intake import Incoming, Intake
from station.services.plans import Plans
from station.views.workshop.bench import Bench
from station.views.workshop.search import find
from tests.plan_office import DAY, LIMITS, NURSE, approved, drafted
from tests.qt import Pulse
from tests.views.workshop.conftest import TRIAL, Workshop

SPO2 = LIMITS[:2]


def values(bench: Bench) -> list[float]:
    return [limit.value for limit in bench.limits]


def key(bench: Bench, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(bench.chart, each)


def point(bench: Bench, value: float) -> QPoint:
    """A spot on the chart at the height of a value."""
    panel = bench.chart.panel
    assert panel is not None
    box = panel.box
    share = (value - box.reach.low) / box.reach.span
    y = box.rect.bottom() - share * box.rect.height() + panel.pos().y()
    return QPoint(int(box.rect.center().x()), round(y))


def content(plans: Plans, version_id: str) -> PlanContent:
    return plans.open(NURSE, version_id).version.content


def test_a_trial_period_opens_on_its_own_readings_with_a_proposal_and_its_number(
    workshop: Workshop, drafted_trial: str, heartbeat: Pulse
) -> None:
    bench = workshop.open()
    assert workshop.has("trial_banner")
    assert bench.shown.found.readings == len(TRIAL)
    assert values(bench) == [86, 89]
    assert workshop.text("counts_today_30") == "1 yellow · 0 red days"
    assert workshop.text("counts_new_90") == "1 yellow · 0 red days"
    assert workshop.has("proposal_0")
    # A proposal is shown, and stands nowhere.
    assert [limit.value for limit in bench.limits] == [86, 89]


def test_the_keyboard_chooses_a_limit_and_moves_it_and_the_counts_follow_at_once(
    workshop: Workshop, drafted_trial: str, heartbeat: Pulse
) -> None:
    bench = workshop.open()
    assert workshop.page.focusWidget() is bench.chart
    key(bench, Qt.Key.Key_Right)
    assert bench.chart.chosen_limit == bench.limits[1]
    key(bench, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert values(bench) == [86, 91]
    # No crossing to another thread lies between the key and the count.
    history = samples("spo2", _readings(workshop))
    here = ground("spo2", "", bench.limits, approved=False)
    since = workshop.station.clock.now() - 30 * DAY
    expected = count_days(history, here, since)
    assert workshop.text("counts_new_30") == f"{expected.yellow} yellow · {expected.red} red days"
    assert workshop.find(QLineEdit, "limit_yellow_low_number").text() == "91"
    key(bench, Qt.Key.Key_PageDown)
    assert values(bench) == [86, 87]
    assert "too" not in bench.said.text()


def _readings(workshop: Workshop) -> list[Reading]:
    with workshop.station.record.read() as reader:
        return list(queries.history(reader, workshop.patient, "spo2"))


def test_what_the_keys_do_is_heard_and_in_large_text_the_counts_stand_by_the_chart(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    key(bench, Qt.Key.Key_Right, Qt.Key.Key_Up)
    assert bench.chart.accessibleName() == (
        "Yellow: below 90 %, two readings in a row. "
        "30 days: 1 yellow · 0 red days. 90 days: 1 yellow · 0 red days."
    )
    assert not workshop.has("counts_beside")
    workshop.page.resize(700, 660)
    workshop.settle()
    assert workshop.text("counts_beside").startswith("30 days: 1 yellow")


def test_a_glucose_sensors_ninety_days_never_hold_the_window_up(
    workshop: Workshop, heartbeat: Pulse
) -> None:
    now, kind = workshop.station.clock.now(), "glucose_interstitial"
    made = [
        Incoming(
            workshop.patient,
            kind,
            now - at * 300_000,
            (4.0 + at % 97 / 10,),
            Source.DEVICE,
            f"{at}",
        )
        for at in range(26_000)
    ]
    Intake(workshop.station.record).take(NURSE, made)
    drafted(workshop.station.plans, workshop.patient)
    limits = (
        Limit(kind, Level.YELLOW, Side.HIGH, Operator.ABOVE, 10, 3, 5),
        Limit(kind, Level.RED, Side.HIGH, Operator.ABOVE, 13, hours=2),
    )
    workshop.station.workshops.take(NURSE, workshop.patient, kind, limits, ())
    heartbeat.stalls.clear()
    bench = workshop.open(kind)
    key(bench, *([Qt.Key.Key_Up] * 8), *([Qt.Key.Key_PageDown] * 3))
    workshop.settle()
    tried = workshop.bench.shown.material.tried(bench.limits)
    assert [found.readings for found in tried.counts] == [8641, 25921]
    assert values(bench)[0] == 9.3


def test_a_limit_is_not_dragged_past_another_and_the_reason_is_said(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    key(bench, Qt.Key.Key_PageUp)
    assert values(bench) == [88, 89]
    assert "Red (below 89 %) must lie further out than yellow" in bench.said.text()
    assert bench.said.property("role") == "error"
    key(bench, Qt.Key.Key_Down)
    assert values(bench) == [87, 89]
    assert "Left and right" in bench.said.text()


def test_the_pointer_drags_a_line_and_one_undo_takes_the_whole_drag_back(
    workshop: Workshop, drafted_trial: str, heartbeat: Pulse
) -> None:
    bench = workshop.open()
    view = bench.chart.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=point(bench, 89))
    for value in (88.7, 88.1, 87.6, 87.2):
        QTest.mouseMove(view, point(bench, value))
    assert values(bench) == [86, 87]
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point(bench, 87.2))
    workshop.press("workshop_undo")
    assert values(bench) == [86, 89]
    assert not workshop.find(QPushButton, "workshop_undo").isEnabled()


def test_a_press_beside_every_line_moves_nothing_and_the_pointer_reads(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    view = bench.chart.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=point(bench, 92.5))
    QTest.mouseMove(view, point(bench, 88))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point(bench, 88))
    assert values(bench) == [86, 89]
    QTest.mouseMove(view, point(bench, 92.5))
    assert bench.chart.panel is not None
    assert bench.chart.panel.pointing is not None


def test_a_number_is_typed_and_checked_like_in_the_plan(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    number = workshop.find(QLineEdit, "limit_yellow_low_number")
    number.selectAll()
    QTest.keyClicks(number, "85")
    workshop.settle()
    # What is refused is said beside it; the limit that stood goes on.
    assert values(bench) == [86, 89]
    workshop.press("workshop_take")
    assert "must lie further out" in bench.said.text()
    number.selectAll()
    QTest.keyClicks(number, "90")
    workshop.settle()
    assert values(bench) == [86, 90]
    assert bench.chart.panel is not None
    assert [line.value for line in bench.chart.panel.lines] == [86, 90]


def test_operator_and_persistence_are_chosen_and_counted(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    often = workshop.find(QComboBox, "limit_yellow_low_often")
    often.setCurrentIndex(often.findData("1/1"))
    workshop.settle()
    assert (bench.limits[1].k, bench.limits[1].n) == (1, 1)
    assert workshop.text("counts_new_30") == "2 yellow · 0 red days"
    operator = workshop.find(QComboBox, "limit_red_low_operator")
    operator.setCurrentIndex(operator.findData("<="))
    workshop.settle()
    assert bench.limits[0].operator is Operator.AT_MOST
    assert workshop.text("counts_today_30") == "1 yellow · 0 red days"


def test_a_proposal_is_used_when_pressed_and_undone_again(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    red = bench.proposals.findChild(QPushButton, "use_0")
    assert red is not None
    red.click()
    workshop.settle()
    assert values(bench) == [85, 89]
    again = workshop.find(QPushButton, "use_0")
    assert (again.text(), again.isEnabled()) == ("Stands already", False)
    workshop.press("workshop_undo")
    assert values(bench) == [86, 89]


def test_a_proposal_that_contradicts_another_limit_is_refused_in_words(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    key(bench, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert values(bench) == [88, 89]
    workshop.press("use_1")
    assert values(bench) == [88, 89]
    assert "must lie further out" in bench.said.text()


def test_what_is_unusual_asks_for_a_reason_before_it_is_taken(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    key(bench, *([Qt.Key.Key_PageDown] * 4))
    assert values(bench) == [66, 89]
    workshop.press("workshop_take")
    assert "is unusual. Write why" in bench.said.text()
    QTest.keyClicks(workshop.find(QLineEdit, "limit_red_low_reason"), "Lav i mange år")
    workshop.settle()
    workshop.press("workshop_take")
    limits = content(workshop.station.plans, drafted_trial).limits
    assert (limits[0].value, limits[0].reason) == (66, "Lav i mange år")


def test_only_a_press_takes_limits_into_the_draft_and_the_rest_of_it_stays(
    workshop: Workshop, drafted_trial: str, heartbeat: Pulse
) -> None:
    bench = workshop.open()
    before = content(workshop.station.plans, drafted_trial)
    key(bench, Qt.Key.Key_Down)
    workshop.settle()
    assert content(workshop.station.plans, drafted_trial) == before
    workshop.press("workshop_take")
    after = content(workshop.station.plans, drafted_trial)
    assert [limit.value for limit in after.limits] == [85, 89, 100, 120]
    assert after.zones == before.zones
    assert workshop.told.toasts == ["The limits are in the draft"]
    assert not workshop.bench.touched


def test_beside_a_plan_in_force_a_new_draft_is_begun(workshop: Workshop) -> None:
    plans = workshop.station.plans
    version_id = approved(plans, workshop.patient, workshop.station.clock.now())
    bench = workshop.open("pulse")
    assert workshop.text("counts_new_30") == "no readings"
    key(bench, Qt.Key.Key_Up)
    workshop.press("workshop_take")
    desk = plans.refresh(NURSE, workshop.patient)
    assert desk.draft not in (None, version_id)
    assert [limit.value for limit in content(plans, str(desk.draft)).limits] == [86, 89, 101, 120]
    assert content(plans, version_id).limits == LIMITS


def test_a_colleagues_change_is_not_written_over(workshop: Workshop, drafted_trial: str) -> None:
    bench = workshop.open()
    key(bench, Qt.Key.Key_Down)
    workshop.station.workshops.take(NURSE, workshop.patient, "spo2", SPO2[:1], SPO2)
    workshop.settle()
    workshop.press("workshop_take")
    assert bench.said.text().startswith("Somebody else has changed these limits")
    assert values(workshop.bench) == [85, 89]


def test_without_a_plan_the_way_to_one_is_said(workshop: Workshop) -> None:
    workshop.trial()
    bench = workshop.open()
    assert workshop.has("no_proposal") is False
    workshop.press("use_1")
    workshop.press("workshop_take")
    assert "no plan yet" in bench.said.text()
    assert values(workshop.bench) == [88]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_measured_is_drawn_and_said(workshop: Workshop, language: str) -> None:
    with i18n.speaking(language):
        i18n.use(language)
        bench = workshop.open()
        assert workshop.has("no_proposal")
        assert values(bench) == []
        key(bench, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_A)
    i18n.use("en")
    assert bench.limits == ()


def test_one_reading_and_all_left_out_are_drawn_hollow(workshop: Workshop) -> None:
    workshop.take_in("spo2", [(85.0,), (84.0,)], Excluded.ACTIVITY)
    bench = workshop.open()
    assert workshop.text("left_out") == "○ 2 left out: 2 in activity"
    assert workshop.text("counts_new_30") == "no readings"
    assert bench.chart.panel is not None
    (trace,) = bench.chart.panel.traces
    assert (trace.hollow.size, trace.times.size) == (2, 0)
    assert "5 of at least" not in workshop.text("no_proposal")


def test_only_low_and_high_of_a_meter_have_no_axis_and_are_red_days(workshop: Workshop) -> None:
    workshop.take_in("glucose", [(5.0,), (5.0,)])
    with workshop.station.record.write(NURSE) as writer:
        writer.raw("UPDATE readings SET value = NULL, beyond = 'high'", ())
        writer.quiet()
    workshop.open("glucose")
    assert workshop.text("counts_new_30") == "0 yellow · 2 red days"
    workshop.press("use_1")
    assert values(workshop.bench) == [3.9]


def test_each_pressure_of_a_pair_has_its_own_limits(workshop: Workshop) -> None:
    workshop.take_in("bp", [(140.0 + day % 3, 80.0 + day % 4) for day in range(10)])
    workshop.open("dia")
    workshop.press("use_0")
    assert [limit.component for limit in workshop.bench.limits] == ["dia"]
    other = workshop.find(QComboBox, "workshop_component")
    other.setCurrentIndex(other.findData("sys"))
    other.activated.emit(other.currentIndex())
    workshop.settle()
    assert not values(workshop.bench)
    assert workshop.bench.shown.component == "sys"
    other = workshop.find(QComboBox, "workshop_component")
    other.setCurrentIndex(other.findData("dia"))
    other.activated.emit(other.currentIndex())
    workshop.settle()
    # What was chosen for the other one is still there.
    assert [limit.component for limit in workshop.bench.limits] == ["dia"]


def test_another_span_keeps_what_was_chosen(workshop: Workshop, drafted_trial: str) -> None:
    key(workshop.open(), Qt.Key.Key_Down)
    span = workshop.find(QComboBox, "workshop_span")
    span.setCurrentIndex(span.findData("30"))
    span.activated.emit(span.currentIndex())
    workshop.settle()
    assert values(workshop.bench) == [85, 89]
    assert workshop.bench.shown.found.readings == len(TRIAL)


def test_what_was_chosen_comes_back_after_a_lock(workshop: Workshop, drafted_trial: str) -> None:
    assert workshop.page.draft() is None
    key(workshop.open(), Qt.Key.Key_Down)
    kept = workshop.page.draft()
    assert kept is not None
    assert workshop.page.draft_key() == ("workshop", workshop.patient)
    with workshop.qtbot.waitSignal(workshop.bridge.changed, raising=False, timeout=1):
        pass
    workshop.page.opened(f"{workshop.patient}:pulse")
    workshop.settle()
    workshop.page.restore(kept)
    workshop.settle()
    assert values(workshop.bench) == [85, 89]


def test_new_readings_are_counted_unless_something_is_being_chosen(
    workshop: Workshop, drafted_trial: str
) -> None:
    workshop.open()
    workshop.station.clock.advance(DAY)  # type: ignore[attr-defined]
    workshop.take_in("spo2", [(70.0,)])
    workshop.settle()
    assert workshop.text("counts_new_30") == "1 yellow · 1 red day"
    key(workshop.bench, Qt.Key.Key_Down)
    bench = workshop.bench
    workshop.station.clock.advance(DAY)  # type: ignore[attr-defined]
    workshop.take_in("spo2", [(71.0,)])
    workshop.settle()
    assert workshop.bench is bench


def test_a_patient_who_is_gone_and_no_patient_at_all_are_said(workshop: Workshop) -> None:
    workshop.page.opened(None)
    workshop.settle()
    assert workshop.has("state_empty")
    workshop.page.opened("0" * 32)
    workshop.settle()
    assert workshop.has("state_failed")
    workshop.press("leave_failed")
    assert workshop.told.gone == [("plans", None)]


def test_the_way_back_goes_to_the_plan(workshop: Workshop, drafted_trial: str) -> None:
    workshop.open()
    workshop.press("leave_workshop")
    assert workshop.told.gone == [("plans", workshop.patient)]


def test_staged_limits_are_two_lines_of_one_colour(workshop: Workshop) -> None:
    workshop.take_in("temp", [(37.0 + day % 3 / 10,) for day in range(10)])
    draft_id = drafted(workshop.station.plans, workshop.patient)
    staged = (
        Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.3),
        Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.0, hours=1),
    )
    workshop.station.workshops.take(NURSE, workshop.patient, "temp", staged, ())
    bench = workshop.open("temp")
    assert bench.chart.panel is not None
    assert {(line.zone, line.value) for line in bench.chart.panel.lines} == {
        ("red", 38.3),
        ("red", 38.0),
    }
    key(bench, Qt.Key.Key_Up)
    assert 38.1 in values(bench)
    assert draft_id


def test_the_search_box_knows_the_workshop(workshop: Workshop) -> None:
    def titles(text: str) -> list[str]:
        return [hit.title for hit in find(workshop.station, NURSE, text)]

    assert titles("workshop elg") == ["Threshold workshop: Rask Elg"]
    assert titles("threshold nobody") == []
    assert titles("elg") == titles("workshop") == titles("thr elg") == []
    with i18n.speaking("nb"):
        assert titles("verksted elg") == ["Grenseverdi-verksted: Rask Elg"]
