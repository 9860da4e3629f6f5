"""What a set of limits would have given on a patient's own readings: days, found by the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import inf, isfinite
from statistics import median

from station.core.zone import day_of, day_start
from station.rules.alerts import Sample
from station.rules.findings import worst_level
from station.rules.ground import Ground
from station.rules.limits import Level
from station.rules.why import Used
from station.rules.windows import Watch


@dataclass(frozen=True, slots=True)
class Counts:
    """Readings in a span, their median, and on how many local days the worst was yellow or red.

    The median is None without any reading, and where a meter's LO or HI stands in the middle.
    """

    readings: int
    median: float | None
    days: int
    yellow: int
    red: int


def count_days(ordered: Iterable[Sample], here: Ground, since: int, until: float = inf) -> Counts:
    """Count the days in [since, until) (UTC ms) on which `here` would have given yellow or red.

    `ordered` are the samples of one component in the order measured; those before `since` are
    only remembered, for «k of the last n» and for what looks back over hours or days. The worst
    level of a day is the day's: a red day is not counted as yellow too. Everything is judged by
    the engine's own rules; a combination is counted on its derived series.
    """
    past: list[Used] = []
    watch = Watch(here, past) if here.rules else None
    values: list[float] = []
    levels: list[Level] = []
    day_ends = -inf
    for sample in ordered:
        if sample.taken_at >= until:
            break
        past.append((sample.taken_at, sample.value))
        found = () if watch is None else watch.look(past[-1])
        if sample.taken_at < since:
            continue
        values.append(sample.value)
        if sample.taken_at >= day_ends:
            # Worked out once a day: a person drags a limit and waits for this count.
            day_ends = day_start(day_of(sample.taken_at) + timedelta(days=1))
            levels.append(Level.GREEN)
        green = not found and here.green_low < sample.value < here.green_high
        if not green and levels[-1] < Level.RED:
            levels[-1] = max(levels[-1], worst_level(here, past, found))
    return Counts(
        len(values),
        _middle(values),
        len(levels),
        levels.count(Level.YELLOW),
        levels.count(Level.RED),
    )


def _middle(values: list[float]) -> float | None:
    middle = median(values) if values else None
    return middle if middle is not None and isfinite(middle) else None
