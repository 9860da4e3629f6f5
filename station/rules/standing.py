"""Where a patient stands on the worklist, and the order of the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from station.rules.limits import Level
from station.rules.overdue import Missing


class Standing(IntEnum):
    """A patient's place on the worklist; the lowest number comes first."""

    RED = 0
    YELLOW = 1
    UNKNOWN = 2
    MISSING = 3
    PAUSE = 4
    GREEN = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides a standing: the worst open alert, judging, silence, a pause, a plan.

    `level` is GREEN where no alert is open; `judged` is False where judging failed or never was.
    """

    level: Level
    judged: bool
    missing: Sequence[Missing]
    paused: bool
    planned: bool


def stand(facts: Facts) -> Standing:
    """Give the standing; a pause hides yellow and silence, and never red."""
    if facts.level is Level.RED:
        return Standing.RED
    if facts.paused:
        return Standing.PAUSE
    if facts.level is Level.YELLOW:
        return Standing.YELLOW
    if not (facts.judged and facts.planned):
        return Standing.UNKNOWN
    return Standing.MISSING if facts.missing else Standing.GREEN
