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
        self._days, self._high = rule.days, rule.side is Side.HIGH
        self._near = rule.by - _DUST
        self._extremes: deque[tuple[int, Used]] = deque()
        self._reference: Used | None = None
        self._newest: Used = (0, 0.0)

    def push(self, day: int, used: Used) -> bool:
        """Take in the newest reading; False where it cannot be a finding."""
        extremes, high, value = self._extremes, self._high, used[1]
        while extremes and extremes[0][0] < day - self._days:
            extremes.popleft()
        self._newest = used
        if not extremes:
            extremes.append((day, used))
            self._reference = None
            return False
        self._reference = reference = extremes[0][1]
        while extremes and (value <= extremes[-1][1][1] if high else value >= extremes[-1][1][1]):
            extremes.pop()
        extremes.append((day, used))
        # Not rounded yet: what is farther off than the rounding reaches needs none.
        return (value - reference[1] if high else reference[1] - value) >= self._near

    def measure(self) -> Measured:
        """Measure the newest reading, found or not."""
        rule, reference = self._rule, self._reference
        if reference is None:
            return None, False
        found = difference(rule.side, self._newest[1], reference[1]) >= rule.by
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
        self._days, self._at_least = rule.days, rule.at_least
        self._back, self._high = rule.recent_days - 1, rule.side is Side.HIGH
        # However calm somebody is, the floor of the spread must be left behind as well.
        floor = SPREAD_FLOORS.get(rule.component, _ANY_FLOOR)
        self._near = max(rule.least, round(rule.spreads * floor, _PLACES)) - _DUST
        self._base: deque[tuple[int, float]] = deque()
        self._ordered: list[float] = []
        self._recent: deque[int] = deque()
        self._values: deque[float] = deque()
        self._newest: Used = (0, 0.0)

    def push(self, day: int, used: Used) -> bool:
        """Take in the newest reading; False where it cannot be a finding."""
        recent, values, base = self._recent, self._values, self._base
        ordered, recent_from = self._ordered, day - self._back
        while recent and recent[0] < recent_from:
            value = values.popleft()
            base.append((recent.popleft(), value))
            insort(ordered, value)
        while base and base[0][0] < recent_from - self._days:
            del ordered[bisect_left(ordered, base.popleft()[1])]
        recent.append(day)
        values.append(used[1])
        self._newest = used
        count = len(ordered)
        if count < self._at_least:
            return False
        middle = count // 2
        median = ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2
        mean = fsum(values) / len(values)
        return (mean - median if self._high else median - mean) >= self._near

    def measure(self) -> Measured:
        """Measure the recent readings, found or not."""
        rule = self._rule
        if len(self._ordered) < rule.at_least:
            return None, False
        median = median_of(self._ordered)
        mean = fsum(self._values) / len(self._values)
        away = difference(rule.side, mean, median)
        spread = spread_of(rule.component, self._ordered, median)
        found = away >= rule.least and away >= round(rule.spreads * spread, _PLACES)
        why = Why(
            BASELINE_RULE,
            rule.component,
            rule.side,
            rule.level,
            (self._newest,),
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
        self._rules: list[_Rise | _Normal] = [
            _Rise(rule, ground) if isinstance(rule, Change) else _Normal(rule, ground)
            for rule in ground.rules
        ]
        self._fits = False
        start = past[-1][0] - ground.window_ms if past else 0
        for used in past[bisect_left(past, (start,)) :]:
            self._take(used)

    def look(self, used: Used) -> tuple[Why, ...]:
        """Take in the newest reading and give what the rules find at it."""
        near = self._take(used)
        if not near:
            return ()
        measured = [rule.measure() for rule in near]
        return tuple(why for why, found in measured if found and why is not None)

    def measured(self) -> tuple[Measured, ...]:
        """Give what each rule makes of the newest reading, found or not, in the ground's order."""
        if not self._fits:
            return tuple((None, False) for _ in self._rules)
        return tuple(rule.measure() for rule in self._rules)

    def _take(self, used: Used) -> list[_Rise | _Normal]:
        """Take in a reading; give the rules that may have found something."""
        self._fits = -_LARGEST < used[1] < _LARGEST
        if not self._fits:
            return []
        day = day_number(used[0])
        return [rule for rule in self._rules if rule.push(day, used)]
