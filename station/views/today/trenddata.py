"""From the service's trend to what the charts draw; made on the record lane."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Final

from station.core.i18n import tr
from station.rules.contacts import ACTION_WORDS, Action
from station.rules.kinds import SCORES, Component, is_dotted, place_of
from station.rules.limits import Level, Limit, Side
from station.rules.stored_why import read_why, short_words
from station.rules.wording import component_name, kind_name, unit_text
from station.services.readings.trends import Period, Trend, TrendKind, TrendPoint
from station.views.charts.data import (
    BandPeriod,
    Edge,
    Mark,
    MarkKind,
    PanelData,
    Series,
    TrendData,
)

_SIDES: Final = {"low": -1, "high": 1, "": 0}
_ALERTS: Final[dict[int, MarkKind]] = {
    int(Level.RED): "alert-red",
    int(Level.YELLOW): "alert-yellow",
}


def trend_data(trend: Trend, first: Sequence[str] = ()) -> TrendData:
    """Build the panels; those of the components in `first` (those with an alert) come on top."""
    urgent = [place_of(component)[0].code for component in first]

    def place(kind: TrendKind) -> int:
        code = kind.kind.code
        return urgent.index(code) if code in urgent else len(urgent)

    kinds = sorted((kind for kind in trend.kinds if len(kind.points)), key=place)
    return TrendData(
        tuple(_panel(kind) for kind in kinds), _marks(trend), trend.now_ms, trend.first_ms
    )


def _panel(shown: TrendKind) -> PanelData:
    kind = shown.kind
    parts = kind.components
    return PanelData(
        key=kind.code,
        title=kind_name(kind.code),
        unit=unit_text(parts[0].code),
        decimals=_decimals(parts[0], shown.points),
        series=tuple(_series(shown, at) for at in range(len(parts))),
        bands=_bands(parts, shown),
        interval_ms=shown.interval_ms,
        caption=tr("form, {unit}", unit=unit_text(kind.code)) if kind.code in SCORES else "",
    )


def _decimals(part: Component, points: Sequence[TrendPoint]) -> int:
    """No decimals where every value is whole, as most oximeters give them."""
    whole = all(point.value is None or point.value == int(point.value) for point in points)
    return 0 if whole and (part.code == "spo2" or is_dotted(part.code)) else part.decimals


def _series(shown: TrendKind, place: int) -> Series:
    part, points = shown.kind.components[place], shown.points
    values = [point.value2 if place else point.value for point in points]
    made = Series.of(
        component_name(part.code),
        [point.taken_at for point in points],
        [float("nan") if value is None else value for value in values],
        excluded=[bool(point.excluded) for point in points],
        unconfirmed=[not point.confirmed for point in points],
        beyond=[_SIDES[point.beyond] for point in points],
        gaps=shown.gaps,
    )
    # The points come in the order of time, and so does the series.
    return replace(made, ids=tuple(point.id for point in points))


def _bands(parts: Sequence[Component], shown: TrendKind) -> tuple[BandPeriod, ...]:
    """The limits over time; two numbers in one panel show those of the first that has any."""
    for part in parts:
        periods = shown.periods.get(part.code, ())
        if any(period.limits for period in periods):
            return tuple(_band(period) for period in periods)
    return ()


def _band(period: Period) -> BandPeriod:
    found = {(limit.level, limit.side): _edge(limit) for limit in period.limits}
    return BandPeriod(
        period.start,
        period.end,
        red_low=found.get((Level.RED, Side.LOW)),
        yellow_low=found.get((Level.YELLOW, Side.LOW)),
        yellow_high=found.get((Level.YELLOW, Side.HIGH)),
        red_high=found.get((Level.RED, Side.HIGH)),
    )


def _edge(limit: Limit) -> Edge:
    return Edge(limit.value, limit.operator.value)


def _marks(trend: Trend) -> tuple[Mark, ...]:
    marks = []
    for event in trend.events:
        why = read_why(event.why)
        used = why.used if why else ()
        value = used[-1][1] if used and isfinite(used[-1][1]) else None
        panel = place_of(event.component)[0].code
        marks.append(Mark(_ALERTS[event.level], event.at, value, short_words(event.why), panel))
    marks += [
        Mark("contact", contact.at, text=tr(ACTION_WORDS[Action(contact.kind)]))
        for contact in trend.contacts
    ]
    for plan in trend.plans:
        words = tr("Plan v{number}", number=plan.number)
        text = words if plan.approved else f"{words} · {tr('plan not approved')}"
        marks.append(Mark("plan", plan.at, text=text))
    return tuple(sorted(marks, key=lambda mark: mark.at))
