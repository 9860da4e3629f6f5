"""The workshop with odd readings, with very many of them, and left and come back to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from station.core import i18n
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Excluded, Source
from station.services.intake.intake import Incoming, Intake
from station.services.plans.plans import Plans
from station.views.workshop.bench import Bench
from station.views.workshop.search import find
from tests.plan_office import DAY, NURSE, drafted
from tests.qt import Pulse
from tests.views.workshop.conftest import TRIAL, Workshop


def values(bench: Bench) -> list[float]:
    return [limit.value for limit in bench.limits]


def key(bench: Bench, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(bench.chart, each)


def content(plans: Plans, version_id: str) -> PlanContent:
    return plans.open(NURSE, version_id).version.content


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
