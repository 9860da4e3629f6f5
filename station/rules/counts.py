"""What a set of limits would have given on a patient's own readings: days, found by the engine."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from statistics import median

from station.core.zone import day_of
from station.rules.alerts import MEMORY, Ground, Sample, worst_level
from station.rules.limits import Level
from station.rules.why import Used


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


def count_days(ordered: Iterable[Sample], here: Ground, since: int) -> Counts:
    """Count the days from `since` (UTC ms) on which `here` would have given yellow or red.

    `ordered` are the samples of one component in the order measured; those before `since` are
    only remembered for «k of the last n». The worst level of a day is the day's: a red day is
    not counted as yellow too. Persistence is judged by the engine's own rules.
    """
    recent: deque[Used] = deque(maxlen=MEMORY)
    worst: dict[date, Level] = {}
    values: list[float] = []
    for sample in ordered:
        recent.append((sample.taken_at, sample.value))
        if sample.taken_at < since:
            continue
        values.append(sample.value)
        day = day_of(sample.taken_at)
        worst[day] = max(worst.get(day, Level.GREEN), worst_level(here, recent))
    levels = list(worst.values())
    return Counts(
        len(values),
        _middle(values),
        len(worst),
        levels.count(Level.YELLOW),
        levels.count(Level.RED),
    )


def _middle(values: list[float]) -> float | None:
    middle = median(values) if values else None
    return middle if middle is not None and isfinite(middle) else None
