"""A plain recount of what the rules over hours and days say: slow, and written apart from them.

Each function is given every reading of one component as (UTC ms, value) in the order measured,
and says from the whole list, without any memory, what holds at the reading number `at`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from statistics import mean, median
from zoneinfo import ZoneInfo

from station.rules.limits import Limit, Side
from station.rules.rulebook import Baseline, Change

OSLO = ZoneInfo("Europe/Oslo")
HOUR = 3_600_000
FLOORS = {"weight": 0.2, "spo2": 0.5}

Number = tuple[int, float]


def local_day(moment: int) -> date:
    """The Norwegian calendar day."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(OSLO).date()


def away(side: Side, value: float, reference: float) -> Decimal:
    """How far beyond, in decimal numbers, to a millionth."""
    size = Decimal(repr(value)) - Decimal(repr(reference))
    return round(size if side is Side.HIGH else -size, 6)


def changed(rule: Change, numbers: Sequence[Number], at: int) -> bool:
    """Whether any finite reading of these days lies `by` or more on the other side of now."""
    now, value = numbers[at]
    if not isfinite(value):
        return False
    first = local_day(now) - timedelta(days=rule.days)
    return any(
        away(rule.side, value, earlier) >= Decimal(repr(rule.by))
        for then, earlier in numbers[:at]
        if isfinite(earlier) and local_day(then) >= first
    )


def left_normal(rule: Baseline, numbers: Sequence[Number], at: int) -> bool:
    """Whether the mean of the recent days lies far enough from the median of those before."""
    now, value = numbers[at]
    if not isfinite(value):
        return False
    today = local_day(now)
    recent_from = today - timedelta(days=rule.recent_days - 1)
    base_from = recent_from - timedelta(days=rule.days)
    known = [(local_day(then), each) for then, each in numbers[: at + 1] if isfinite(each)]
    recent = [each for day, each in known if day >= recent_from]
    base = [each for day, each in known if base_from <= day < recent_from]
    if len(base) < rule.at_least:
        return False
    middle = median(base)
    spread = max(1.4826 * median(abs(each - middle) for each in base), FLOORS[rule.component])
    distance = mean(recent) - middle if rule.side is Side.HIGH else middle - mean(recent)
    return round(distance, 6) >= rule.least and round(distance, 6) >= round(
        rule.spreads * spread, 6
    )


def lasted(limit: Limit, numbers: Sequence[Number], at: int) -> bool:
    """Whether the readings up to now form a run beyond the limit that is long enough."""
    gap = (12 if limit.hours < 24 else 36) * HOUR
    start = at
    if not limit.hit(numbers[at][1]):
        return False
    while (
        start > 0
        and limit.hit(numbers[start - 1][1])
        and numbers[start][0] - numbers[start - 1][0] <= gap
    ):
        start -= 1
    return numbers[at][0] - numbers[start][0] >= limit.hours * HOUR
