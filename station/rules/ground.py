"""What one component is judged by at one time: limits, rules and levels of answers, compiled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

from station.rules.limits import Level, Limit, Side
from station.rules.rulebook import Baseline, Change, PlanRule

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
_DAY_HOURS = 24
_NIGHT_GAP_HOURS, _DAILY_GAP_HOURS = 12, 36


@dataclass(frozen=True, slots=True)
class Ground:
    """What one component is judged by: a plan version's limits and rules for it, compiled.

    `answers` are the levels that a form gives its own answers; where no plan is in force they
    stand alone and `version_id` is empty. `window_ms` is how far back anything here looks.
    """

    component: str
    version_id: str
    approved: bool
    limits: tuple[Limit, ...]
    green_low: float
    green_high: float
    """Strictly between these two neither a limit nor an answer can be found."""
    rules: tuple[Change | Baseline, ...] = ()
    answers: Mapping[float, Level] = field(default_factory=dict)
    window_ms: int = 0


def ground(
    component: str,
    version_id: str,
    limits: Iterable[Limit],
    *,
    approved: bool,
    rules: Iterable[PlanRule] = (),
    answers: Mapping[float, Level] | None = None,
) -> Ground:
    """Compile what decides on one component so that a green reading costs little.

    Combinations are components of their own (station.rules.combining) and left out here.
    """
    own = (limit for limit in limits if limit.component == component)
    ordered = tuple(sorted(own, key=lambda limit: (-limit.level, limit.hours, limit.n)))
    looking = tuple(
        rule
        for rule in rules
        if isinstance(rule, Change | Baseline) and rule.component == component
    )
    low = max((limit.value for limit in ordered if limit.side is Side.LOW), default=-inf)
    high = min((limit.value for limit in ordered if limit.side is Side.HIGH), default=inf)
    coloured = {value: level for value, level in (answers or {}).items() if level > Level.GREEN}
    if coloured:
        # Any number may be a coloured answer: none of them is passed over unseen.
        low, high = inf, -inf
    windows = [run_window_ms(limit.hours) for limit in ordered if limit.hours]
    windows += [_window_ms(rule) for rule in looking]
    return Ground(
        component,
        version_id,
        approved,
        ordered,
        low,
        high,
        looking,
        coloured,
        max(windows, default=0),
    )


def gap_ms(hours: int) -> int:
    """Give how far apart two readings of one run of `hours` may lie (decision 0070).

    A night without measuring does not break a run; for a day or more one reading a day is enough.
    """
    return (_NIGHT_GAP_HOURS if hours < _DAY_HOURS else _DAILY_GAP_HOURS) * HOUR_MS


def run_window_ms(hours: int) -> int:
    """Give how far back a limit that takes `hours` looks."""
    return hours * HOUR_MS + gap_ms(hours)


def _window_ms(rule: Change | Baseline) -> int:
    # A day more than the rule's own: its days are whole local days, one of them of 25 hours.
    days = rule.days + (rule.recent_days if isinstance(rule, Baseline) else 0)
    return (days + 2) * DAY_MS
