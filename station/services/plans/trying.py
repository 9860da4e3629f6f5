"""A patient's own readings of one component, made ready for trying limits on them.

The screen that drags a limit, the plan's editor and the GP's sheet all count here, so that they
never say different numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from station.models.database import Reader
from station.models.queries import readings as queries
from station.models.queries.readings import TrendPoint
from station.rules.alerts import MEMORY
from station.rules.counts import Counts
from station.rules.ground import DAY_MS, HOUR_MS, run_window_ms
from station.rules.guardrails import MOST_HOURS
from station.rules.kinds import place_of
from station.rules.limits import Limit, Side
from station.rules.recount import Prepared
from station.rules.why import Used

SPANS = (30, 90)
"""The spans that limits are tried on, in days until now."""
_LONGEST = run_window_ms(MOST_HOURS) + HOUR_MS


@dataclass(frozen=True, slots=True)
class Tried:
    """What limits give: by span of SPANS, how many readings were left out, and when they are from.

    `left_out`, `first` and `last` (UTC ms) are of the longest span; the last two None without any.
    """

    counts: tuple[Counts, ...]
    left_out: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Material:
    """One component's readings, prepared; `tried` can be asked again and again."""

    component: str
    prepared: Prepared
    left_out: int
    first: int | None
    last: int | None

    def tried(self, limits: Iterable[Limit]) -> Tried:
        """Count what these limits would have given; those of other components are passed over."""
        own = [limit for limit in limits if limit.component == self.component]
        return Tried(self.prepared.counts(own), self.left_out, self.first, self.last)


def material(reader: Reader, patient_id: str, component: str, now: int) -> Material:
    """Read what is needed to try limits of `component` on the spans before `now` (UTC ms)."""
    kind, place = place_of(component)
    since = [now - days * DAY_MS for days in SPANS]
    longest = min(since)
    # As far back as «k of the last n» and a run of hours can look from the first day.
    earlier = queries.nth_before(reader, patient_id, kind.code, place, longest, MEMORY)
    start = min(longest - _LONGEST, longest if earlier is None else earlier)
    points = queries.trend(reader, patient_id, kind.code, start, now + 1)
    shown = [point for point in points if point.taken_at >= longest]
    counted = [point.taken_at for point in shown if counts(point, place)]
    return Material(
        component,
        Prepared(numbers(points, place), since),
        sum(1 for point in shown if point.excluded),
        counted[0] if counted else None,
        counted[-1] if counted else None,
    )


def numbers(points: Sequence[TrendPoint], place: int) -> list[Used]:
    """Give the numbers that count, in the engine's order; LO is -inf, HI is inf."""
    ordered = sorted(points, key=lambda point: (point.taken_at, point.id))
    return [(point.taken_at, _number(point, place)) for point in ordered if counts(point, place)]


def counts(point: TrendPoint, place: int) -> bool:
    """Tell whether a reading is judged and counted for the component at `place` of its kind."""
    return not point.excluded and (bool(point.beyond) or _value(point, place) is not None)


def _number(point: TrendPoint, place: int) -> float:
    if point.beyond:
        return -inf if point.beyond == Side.LOW else inf
    value = _value(point, place)
    return inf if value is None else value


def _value(point: TrendPoint, place: int) -> float | None:
    return point.value2 if place else point.value
