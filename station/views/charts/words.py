"""The sentences of a chart: what the cursor reads, and the summary for those who do not see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.core.formats import number, when
from station.core.i18n import ntr, tr
from station.views.charts.cursor import CursorValue, latest
from station.views.charts.data import BandPeriod, Mark, PanelData, limits_in_force
from station.views.charts.geometry import Window
from station.views.charts.trace import Trace


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one panel's readings at the cursor: the value, and what belongs to it."""

    value: str
    rest: str


def reading(
    panel: PanelData, values: Sequence[CursorValue], now: int, marks: Iterable[Mark] = ()
) -> Reading:
    """Writes the values of one panel (142/81 mmHg), their time and what is special about them."""
    if not values:
        return Reading(tr("No reading here"), "")
    apart = len({value.at for value in values}) > 1
    joint = " · " if apart else "/"
    shown = with_unit(joint.join(figure(value, panel.decimals) for value in values), panel)
    notes = [when(values[-1].at, now)]
    if any(value.excluded for value in values):
        notes.append(tr("does not count"))
    if any(value.unconfirmed for value in values):
        notes.append(tr("unconfirmed"))
    notes += [mark.text for mark in marks if mark.text]
    return Reading(shown, " · ".join(notes))


def figure(value: CursorValue, decimals: int) -> str:
    """One value as a number, or LO and HI beyond the range of the device."""
    if value.value is not None:
        return number(value.value, decimals)
    return tr("HI") if value.beyond > 0 else tr("LO")


def with_unit(words: str, panel: PanelData) -> str:
    """A value and its unit, which never part at the end of a line."""
    return f"{words}\N{NO-BREAK SPACE}{panel.unit}" if panel.unit else words


def summary(panel: PanelData, traces: Sequence[Trace], window: Window, now: int) -> str:
    """One sentence for a screen reader: the latest value, the range shown and the limits."""
    last = latest(panel)
    if not last:
        return tr("{title}: no readings.", title=panel.title)
    newest = reading(panel, last, now)
    parts = [
        tr(
            "{title}: latest {value} {time}",
            title=panel.title,
            value=newest.value,
            time=newest.rest,
        )
    ]
    if ranges := _ranges(panel, traces, window):
        days = max(1, round(window.span / 86_400_000))
        parts.append(ntr("{n} day: {ranges}", "{n} days: {ranges}", days, ranges=ranges))
    force = limits_in_force(panel.bands, now)
    if force is not None and force.edges:
        parts.append(limits(force, panel))
    return ", ".join(parts) + "."


def limits(force: BandPeriod, panel: PanelData) -> str:
    """The limits in force with their operators: rød < 86, gul < 89."""
    words = {"red": tr("Red"), "yellow": tr("Yellow")}
    return ", ".join(
        f"{words[zone].lower()} {edge.operator} {number(edge.value, _needed(edge.value, panel))}"
        for zone, edge in force.edges
    )


def _ranges(panel: PanelData, traces: Sequence[Trace], window: Window) -> str:
    found = []
    for trace in traces[: len(panel.series)]:
        if (extremes := trace.extremes(window.from_ms, window.to_ms)) is not None:
            low, high = (number(value, panel.decimals) for value in extremes)
            found.append(f"{low}–{high}" if low != high else low)
    return ", ".join(found)


def _needed(value: float, panel: PanelData) -> int:
    return panel.decimals if value != round(value) else 0
