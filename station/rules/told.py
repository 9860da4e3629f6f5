"""A measurement that somebody told us of before it came by itself: one measurement, not two."""

from collections.abc import Iterable
from dataclasses import dataclass

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
