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
    resting: bool = False
    """A yellow alert is put off: nothing to do now, and not green either."""


def stand(facts: Facts) -> Standing:
    """Give the standing: a pause excuses silence, and hides neither an alert nor a fault."""
    if facts.level is not Level.GREEN:
        return Standing.RED if facts.level is Level.RED else Standing.YELLOW
    if not facts.judged:
        return Standing.UNKNOWN
    if facts.paused:
        return Standing.PAUSE
    if not facts.planned:
        return Standing.UNKNOWN
    if facts.missing:
        return Standing.MISSING
    return Standing.PAUSE if facts.resting else Standing.GREEN


def sort_key(standing: Standing, open_ms: int, name: str) -> tuple[int, int, str]:
    """Give the place in the list: the worst first, then the longest open (in opening hours)."""
    return int(standing), -open_ms, name
