"""Small statistics over one component's readings; what does not count is left out and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from station.rules.kinds import place_of
from station.rules.readings import Reading


@dataclass(frozen=True, slots=True)
class Summary:
    """What a span of readings comes to, in the component's own unit.

    `beyond` counts LO and HI, which have no number; `left_out` counts excluded and failed ones.
    """

    n: int
    lowest: float
    highest: float
    middle: float
    newest: float
    beyond: int = 0
    left_out: int = 0


def summarise(component: str, readings: Iterable[Reading]) -> Summary | None:
    """Summarise one component; None where no number counts."""
    _, place = place_of(component)
    found: list[tuple[int, str, float]] = []
    beyond = left_out = 0
    for reading in readings:
        value = reading.values[place]
        if not reading.counts:
            left_out += 1
        elif reading.beyond is not None:
            beyond += 1
        elif value is not None:
            found.append((reading.taken_at, reading.id, value))
    if not found:
        return None
    values = [value for _, _, value in found]
    newest = max(found)[2]
    return Summary(len(values), min(values), max(values), median(values), newest, beyond, left_out)


@dataclass(frozen=True, slots=True)
class Drift:
    """The middle of the last days beside that of the days before, and how many readings each."""

    lately: float
    n_lately: int
    before: float
    n_before: int


LATELY_MS = 3 * 86_400_000
BEFORE_MS = 14 * 86_400_000


def drift(points: Iterable[tuple[int, float]], now: int) -> Drift | None:
    """Set the last three days beside the eleven days before; None unless both have three readings.

    `points` are (UTC ms, value) that count; those of the future and older ones are left alone.
    """
    lately: list[float] = []
    before: list[float] = []
    for at, value in points:
        if now - BEFORE_MS < at <= now:
            (lately if at > now - LATELY_MS else before).append(value)
    if min(len(lately), len(before)) < _ENOUGH:
        return None
    return Drift(median(lately), len(lately), median(before), len(before))


_ENOUGH = 3


def percentile(values: Iterable[float], share: float) -> float:
    """Give the value below which `share` (0 to 1) of the values lie, interpolated in between."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
