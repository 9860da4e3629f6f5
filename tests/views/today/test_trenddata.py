"""From the service's trend to panels, bands and marks."""

from station.rules.contacts import Action
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Excluded, Source
from station.services.alerts.alerts import Handling
from station.services.intake.intake import Incoming, Intake
from station.views.charts.data import Edge
from station.views.today.trenddata import trend_data
from tests.cohort import MINUTE, SPO2, Cohort


def test_panels_carry_limits_marks_and_what_does_not_count(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    pulse = Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 100)
    cohort.plan(patient, (*SPO2, pulse))
    cohort.spo2(patient, 93, 84)
    cohort.take(patient, "pulse", 78)
    newest = cohort.station.manual.newest(cohort.session, patient)
    low = next(reading for reading in newest if reading.values == (84.0,))
    cohort.station.manual.mark(cohort.session, low.id, Excluded.ACTIVITY, "trapp")
    cohort.station.alerts.act(cohort.session, patient, Handling(Action.CALL))
    card = cohort.station.cards.refresh(cohort.session, patient)
    data = trend_data(card.trend, ("pulse",))
    assert [panel.key for panel in data.panels] == ["pulse", "spo2"]
    spo2 = data.panels[1]
    assert (spo2.decimals, spo2.unit, list(spo2.series[0].excluded)) == (0, "%", [False, True])
    assert (spo2.bands[-1].red_low, spo2.bands[-1].yellow_low) == (Edge(86, "<"), Edge(89, "<"))
    kinds = [mark.kind for mark in data.marks]
    assert kinds.count("alert-red") == 1
    assert {"plan", "contact"} <= set(kinds)


def test_two_numbers_stand_in_one_panel_and_a_meters_lo_has_no_number(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    limits = (
        Limit("sys", Level.YELLOW, Side.HIGH, Operator.ABOVE, 160),
        Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 14),
    )
    cohort.plan(patient, limits, approved=False)
    cohort.clock.advance(MINUTE)
    at = cohort.clock.now()
    coming = [
        Incoming(patient, "bp", at, (170.0, 90.0), Source.TABLET, "bp"),
        Incoming(patient, "glucose", at, (None,), Source.TABLET, "lo", beyond=Side.LOW),
        Incoming(patient, "cat_total", at, (12.0,), Source.TABLET, "cat"),
    ]
    Intake(cohort.station.record).take(cohort.session, coming)
    data = trend_data(cohort.station.cards.refresh(cohort.session, patient).trend)
    panels = {panel.key: panel for panel in data.panels}
    assert len(panels["bp"].series) == 2
    assert panels["bp"].bands[0].yellow_high == Edge(160, ">")
    assert list(panels["glucose"].series[0].beyond) == [-1]
    assert panels["cat_total"].caption == "form, of 40"
    assert panels["cat_total"].bands == ()
    marks = [mark for mark in data.marks if mark.panel == "glucose"]
    assert [(mark.kind, mark.value) for mark in marks] == [("alert-red", None)]
    assert any("plan not approved" in mark.text for mark in data.marks)
