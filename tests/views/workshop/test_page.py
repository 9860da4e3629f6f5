"""The workshop by pointer and keyboard: nothing goes anywhere but by «Ta med i utkastet»."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from station.core.bus import ChangeSet
from station.models.queries import readings as queries
from station.rules.counts import count_days
from station.rules.ground import ground
from station.rules.limits import Operator
from station.rules.plans import PlanContent
from station.rules.readings import Reading
from station.rules.replay import samples
from station.services.plans.plans import Plans
from station.views.workshop.bench import Bench
from tests.plan_office import DAY, LIMITS, NURSE, approved
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


def test_a_proposal_can_be_pressed_only_once_the_bench_would_listen(
    workshop: Workshop, drafted_trial: str
) -> None:
    page = workshop.page
    page.opened(workshop.patient)
    dumb = []

    def pressed() -> bool:
        """Presses the first proposal the moment it can be; true once it was heard."""
        bench = page.bench
        if bench is None or not workshop.has("use_0"):
            return False
        use = workshop.find(QPushButton, "use_0")
        dumb.append(use.isEnabled() and not bench.ready)
        if not use.isEnabled():
            return False
        use.click()
        return True

    workshop.qtbot.waitUntil(pressed, timeout=8000)
    assert not any(dumb)
    workshop.settle()
    assert values(workshop.bench) != [86, 89]


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


def test_nothing_on_the_bench_can_be_used_before_the_bench_would_listen(
    workshop: Workshop, drafted_trial: str
) -> None:
    page = workshop.page
    page.opened(workshop.patient)
    dumb = []

    def ready() -> bool:
        bench = page.bench
        if bench is None:
            return False
        parts = [getattr(bench, name, None) for name in ("chart", "form", "proposals", "take")]
        usable = [part for part in parts if part is not None and part.isEnabled()]
        dumb.append(bool(usable) and not bench.ready)
        return bench.ready and len(usable) == len(parts)

    workshop.qtbot.waitUntil(ready, timeout=8000)
    assert not any(dumb)


def test_a_limit_moved_while_news_are_looked_at_stays(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    page, patient = workshop.page, frozenset({workshop.patient})
    page.changed(ChangeSet(frozenset({"readings"}), patient))
    key(bench, Qt.Key.Key_Down)
    moved = values(bench)
    workshop.settle()
    assert page.bench is bench
    assert values(bench) == moved != [86, 89]


def test_what_is_done_to_a_bench_in_its_last_turn_is_taken_to_the_next(
    workshop: Workshop, drafted_trial: str
) -> None:
    bench = workshop.open()
    page = workshop.page
    page._look("spo2", bench.shown.span.value)
    coming: list[bool] = []

    def on_its_way() -> bool:
        """Moves a limit the moment the next bench is made, while this one still stands."""
        if page._stage._coming is not None and not coming:
            key(bench, Qt.Key.Key_Down)
            coming.append(True)
        return bool(coming)

    bench.destroyed.connect(lambda: coming.append(False))
    while not on_its_way():
        QApplication.processEvents()
    moved = values(bench)
    workshop.settle()
    assert coming[0]
    assert values(workshop.bench) == moved != [86, 89]
    assert workshop.bench is not bench
