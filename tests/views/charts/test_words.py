"""What the cursor reads is said in words and numbers, and so is the whole panel."""

from station.views.charts import words
from station.views.charts.cursor import latest, values_at
from station.views.charts.data import DAY_MS, BandPeriod, Edge, Mark, PanelData, Series
from station.views.charts.geometry import Window, period
from station.views.charts.trace import Trace


def summary(panel: PanelData, window: Window, now: int) -> str:
    traces = [Trace(series, panel.gap_ms) for series in panel.series]
    return words.summary(panel, traces, window, now)


def test_the_summary_says_latest_range_and_limits(spo2: PanelData, now: int) -> None:
    assert summary(spo2, period(30, now, 0), now) == (
        "SpO₂: latest 84\N{NO-BREAK SPACE}% today 07:12, 31 days: 84–91, red < 86, yellow < 89."
    )


def test_the_summary_of_a_pair_and_of_nothing(pressure: PanelData, now: int) -> None:
    said = summary(pressure, Window(now - 10 * DAY_MS, now), now)
    assert said == (
        "Blood pressure: latest 142/81\N{NO-BREAK SPACE}mmHg today 07:22, 10 days: 140–142, 81."
    )
    empty = PanelData("e", "Pulse", "", 0, (Series.of("a", [], []),))
    assert summary(empty, Window(0, 1), now) == "Pulse: no readings."


def test_a_period_without_readings_has_no_range(spo2: PanelData, now: int) -> None:
    said = summary(spo2, Window(now - 20.9 * DAY_MS, now - 20.2 * DAY_MS), now)
    assert "days" not in said


def test_a_reading_tells_what_is_special(now: int) -> None:
    series = Series.of("a", [now], [97.0], excluded=[True], unconfirmed=[True])
    panel = PanelData("p", "P", "", 1, (series,))
    said = words.reading(
        panel, values_at((panel,), now), now, [Mark("contact", now, text="Called")]
    )
    assert said.value == "97.0"
    assert said.rest == "today 09:01 · does not count · unconfirmed · Called"
    assert words.reading(panel, (), now).value == "No reading here"


def test_two_readings_of_a_pair_at_other_times_stand_apart(now: int) -> None:
    one, other = Series.of("a", [now - 60_000], [1]), Series.of("b", [now], [2])
    panel = PanelData("p", "P", "u", 0, (one, other))
    assert words.reading(panel, latest(panel), now).value == "1 · 2\N{NO-BREAK SPACE}u"


def test_beyond_the_range_there_is_no_number(now: int) -> None:
    series = Series.of("a", [now - 1, now], [0, 0], beyond=[-1, 1])
    panel = PanelData("p", "P", "", 0, (series,))
    assert words.figure(latest(panel)[0], 0) == "HI"
    assert words.figure(values_at((panel,), now - 1)[0], 0) == "LO"


def test_limits_keep_operators_and_decimals() -> None:
    panel = PanelData("p", "P", "", 1, ())
    band = BandPeriod(0, None, yellow_low=Edge(3.9, "<"), red_high=Edge(17.0, ">="))
    assert words.limits(band, panel) == "yellow < 3.9, red >= 17"
