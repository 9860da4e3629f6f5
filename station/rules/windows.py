"""Change and personal baseline, reading by reading: what a rule over several days has seen so far.

Days are local calendar days. LO, HI and what is no number have no size: they are left out here
(and are red by themselves).
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Sequence
from math import fsum
from typing import TypeAlias

from station.core.zone import day_number
from station.rules.ground import Ground
from station.rules.limits import Side
from station.rules.rulebook import Baseline, Change
from station.rules.why import BASELINE_RULE, CHANGE_RULE, Normal, Used, Why

MAD_FACTOR = 1.4826
"""Makes the median absolute deviation of normally spread numbers their standard deviation."""
SPREAD_FLOORS = {
    "spo2": 0.5,
    "pulse": 2.0,
    "sys": 3.0,
    "dia": 2.0,
    "weight": 0.2,
    "temp": 0.1,
    "glucose": 0.3,
    "glucose_interstitial": 0.3,
    "resp": 1.0,
    "pef": 10.0,
    "fev1": 0.05,
    "steps": 500.0,
}
"""The least spread of a person's own values, by component (own proposal, decision 0071)."""
_ANY_FLOOR = 0.5
_LARGEST = 1e12
_PLACES = 6
_DUST = 1e-5


def difference(side: Side, value: float, reference: float) -> float:
    """Give how far `value` lies beyond `reference` on `side`, without the float's own dust.

    65.1 - 63.1 is 1.999999999999993 to a computer and 2 to everybody else.
    """
    return round(value - reference if side is Side.HIGH else reference - value, _PLACES)


def median_of(ordered: Sequence[float]) -> float:
    """Give the median of numbers that are sorted already; IndexError of none."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread_of(component: str, values: Sequence[float], median: float) -> float:
    """Give the robust spread of `values` around their `median`, never less than the floor."""
    deviation = median_of(sorted(abs(value - median) for value in values))
    return max(MAD_FACTOR * deviation, SPREAD_FLOORS.get(component, _ANY_FLOOR))


Measured: TypeAlias = tuple[Why | None, bool]
"""What a rule measured (None with too little to go by), and whether that is a finding."""


class _Rise:
    """A change over some days: remembers only what can still be the extreme of its window."""

    def __init__(self, rule: Change, ground: Ground) -> None:
        self._rule, self._ground = rule, ground
        self._extremes: deque[tuple[int, Used]] = deque()
        self._reference: Used | None = None
        self._newest: Used = (0, 0.0)

    def push(self, day: int, used: Used) -> None:
        extremes, side = self._extremes, self._rule.side
        while extremes and extremes[0][0] < day - self._rule.days:
            extremes.popleft()
        self._reference = extremes[0][1] if extremes else None
        high = side is Side.HIGH
        while extremes and (
            used[1] <= extremes[-1][1][1] if high else used[1] >= extremes[-1][1][1]
        ):
            extremes.pop()
        extremes.append((day, used))
        self._newest = used

    def measure(self, *, thorough: bool) -> Measured:
        rule, reference = self._rule, self._reference
        if reference is None:
            return None, False
        found = difference(rule.side, self._newest[1], reference[1]) >= rule.by
        if not found and not thorough:
            return None, False
        why = Why(
            CHANGE_RULE,
            rule.component,
            rule.side,
            rule.level,
            (reference, self._newest),
            1,
            version_id=self._ground.version_id,
            approved=self._ground.approved,
            plan_rule=rule,
        )
        return why, found


class _Normal:
    """A personal baseline: the readings of its days in order of size, and the recent ones."""

    def __init__(self, rule: Baseline, ground: Ground) -> None:
        self._rule, self._ground = rule, ground
        self._base: deque[tuple[int, float]] = deque()
        self._ordered: list[float] = []
        self._recent: deque[tuple[int, Used]] = deque()

    def push(self, day: int, used: Used) -> None:
        recent_from = day - self._rule.recent_days + 1
        while self._recent and self._recent[0][0] < recent_from:
            then, (_, value) = self._recent.popleft()
            self._base.append((then, value))
            insort(self._ordered, value)
        while self._base and self._base[0][0] < recent_from - self._rule.days:
            _, value = self._base.popleft()
            del self._ordered[bisect_left(self._ordered, value)]
        self._recent.append((day, used))

    def measure(self, *, thorough: bool) -> Measured:
        rule = self._rule
        if len(self._ordered) < rule.at_least:
            return None, False
        median = median_of(self._ordered)
        mean = fsum(used[1] for _, used in self._recent) / len(self._recent)
        raw = mean - median if rule.side is Side.HIGH else median - mean
        if raw < rule.least - _DUST and not thorough:
            return None, False
        away = difference(rule.side, mean, median)
        spread = spread_of(rule.component, self._ordered, median)
        found = away >= rule.least and away >= round(rule.spreads * spread, _PLACES)
        why = Why(
            BASELINE_RULE,
            rule.component,
            rule.side,
            rule.level,
            (self._recent[-1][1],),
            len(self._recent),
            version_id=self._ground.version_id,
            approved=self._ground.approved,
            plan_rule=rule,
            normal=Normal(mean, median, spread, len(self._ordered)),
        )
        return why, found


class Watch:
    """Follows one component through the rules of one ground that look at several days."""

    def __init__(self, ground: Ground, past: Sequence[Used]) -> None:
        """Begin with what is known: `past` in the order measured, before the next reading."""
        self._rules = [
            _Rise(rule, ground) if isinstance(rule, Change) else _Normal(rule, ground)
            for rule in ground.rules
        ]
        self._fits = False
        start = past[-1][0] - ground.window_ms if past else 0
        for used in past[bisect_left(past, (start,)) :]:
            self._push(used)

    def look(self, used: Used) -> tuple[Why, ...]:
        """Take in the newest reading and give what the rules find at it."""
        if not self._push(used):
            return ()
        measured = [rule.measure(thorough=False) for rule in self._rules]
        return tuple(why for why, found in measured if found and why is not None)

    def measured(self) -> tuple[Measured, ...]:
        """Give what each rule makes of the newest reading, found or not, in the ground's order."""
        if not self._fits:
            return tuple((None, False) for _ in self._rules)
        return tuple(rule.measure(thorough=True) for rule in self._rules)

    def _push(self, used: Used) -> bool:
        self._fits = -_LARGEST < used[1] < _LARGEST
        if not self._fits:
            return False
        day = day_number(used[0])
        for rule in self._rules:
            rule.push(day, used)
        return True
