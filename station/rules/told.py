"""A measurement that somebody told us of before it came by itself: one measurement, not two."""

from collections.abc import Iterable
from dataclasses import dataclass

from station.rules.readings import Reading, Source

NEAR_MS = 15 * 60_000
"""So far the time that was told may lie from the meter's: people round, and clocks differ."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reading that was typed in: its id, when it was said to be taken, when it was told (ms)."""

    id: str
    taken_at: int
    told_at: int
    values: tuple[float | None, float | None]
    beyond: str = ""


def told_before(
    told: Iterable[Told], taken_at: int, values: tuple[float | None, float | None], beyond: str
) -> Told | None:
    """Give the one that was told of what was measured at `taken_at`: the same value, nearest.

    What was measured after it was told is another measurement, however alike.
    """
    same = [
        each
        for each in told
        if (each.values, each.beyond) == (values, beyond)
        and abs(each.taken_at - taken_at) <= NEAR_MS
        and taken_at <= each.told_at
    ]
    return min(same, key=lambda each: abs(each.taken_at - taken_at), default=None)


def told_twice(one: Reading, other: Reading) -> bool:
    """Tell whether two stored readings may be one measurement; nobody can be sure of it.

    The same value near in time: typed in by two people, as when a patient calls two stations, or
    typed in by one, and measured before that was told. Whoever types a second one is asked.
    """
    if not (one.counts and other.counts) or not _alike(one, other) or _again(one, other):
        return False
    typed = [each for each in (one, other) if each.source is Source.MANUAL]
    if len(typed) == 1:
        came = other if typed[0] is one else one
        return came.taken_at <= typed[0].arrived_at
    return len(typed) > 1 and one.entered_by != other.entered_by


def _alike(one: Reading, other: Reading) -> bool:
    same = (one.kind, one.values, one.beyond) == (other.kind, other.values, other.beyond)
    return same and one.id != other.id and abs(one.taken_at - other.taken_at) <= NEAR_MS


def _again(one: Reading, other: Reading) -> bool:
    """Whether one was taken to check the other: two measurements by what was said of them."""
    return one.remeasures_id == other.id or other.remeasures_id == one.id
