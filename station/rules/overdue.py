"""Which agreed readings have not come: silence is a state of its own, never green."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from station.core.zone import day_of, day_start, utc_ms, zone
from station.rules.plans import ScheduleItem

HOUR_MS = 3_600_000
GRACE_MS = 4 * HOUR_MS
"""How much older than the agreed interval the newest value may be before it counts as old."""
_LOOK_BACK_DAYS = 28

Arrival = tuple[int, int]
"""When one reading was taken and when it arrived (UTC milliseconds)."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind that was agreed and has not come since `due_at`; `last` is when one was last taken.

    `last` is None where no reading ever came. `stale` says that one did arrive in time, but was
    measured too long ago to tell how the patient is.
    """

    kind: str
    due_at: int
    last: int | None
    stale: bool = False


def missing(
    schedule: Iterable[ScheduleItem],
    arrivals: Mapping[str, Sequence[Arrival]],
    now: int,
    started_at: int,
) -> tuple[Missing, ...]:
    """Give what is missing at `now` for a schedule that has held since `started_at`.

    Counted by arrival, since a meter's clock may be wrong; a value that arrived in time but is
    older than the agreed interval and GRACE_MS is missing all the same.
    """
    found = (_missing_item(item, arrivals.get(item.kind, ()), now, started_at) for item in schedule)
    return tuple(each for each in found if each is not None)


def next_due(item: ScheduleItem, now: int) -> int | None:
    """Give the next moment after `now` by which a reading is agreed, or None for no weekday."""
    today = day_of(now)
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        if day.weekday() in item.weekdays and (due := _due(item, day)) > now:
            return due
    return None


def _missing_item(
    item: ScheduleItem, arrivals: Sequence[Arrival], now: int, started_at: int
) -> Missing | None:
    last = max((taken for taken, _ in arrivals), default=None)
    days = _due_days(item, now, started_at)
    if last is None:
        first = min((_due(item, day) for day in days), default=now)
        return Missing(item.kind, first, None)
    unmet = _unmet(item, days, arrivals)
    if unmet is not None:
        return Missing(item.kind, unmet, last)
    oldest = now - _interval_ms(item) - GRACE_MS
    return (
        Missing(item.kind, last + _interval_ms(item), last, stale=True) if last < oldest else None
    )


def _due_days(item: ScheduleItem, now: int, started_at: int) -> list[date]:
    """The days whose due moment has passed since the schedule began, newest first."""
    today = day_of(now)
    days = (today - timedelta(days=back) for back in range(_LOOK_BACK_DAYS))
    return [
        day
        for day in days
        if day.weekday() in item.weekdays and started_at <= _due(item, day) <= now
    ]


def _unmet(item: ScheduleItem, days: Sequence[date], arrivals: Sequence[Arrival]) -> int | None:
    """The earliest due moment since which nothing came, None if the newest one was met."""
    unmet = None
    for day in days:
        begins = day_start(_window_day(item, day))
        if any(arrived >= begins for _, arrived in arrivals):
            break
        unmet = _due(item, day)
    return unmet


def _window_day(item: ScheduleItem, day: date) -> date:
    """The first day on which a reading counts for `day`: the day before too, if it is free."""
    before = day - timedelta(days=1)
    return day if before.weekday() in item.weekdays else before


def _interval_ms(item: ScheduleItem) -> int:
    """The longest gap between two agreed readings."""
    days = sorted(set(item.weekdays))
    if not days:
        return 7 * 24 * HOUR_MS
    gaps = [later - earlier for earlier, later in pairwise(days)]
    gaps.append(days[0] + 7 - days[-1])
    return max(gaps) * 24 * HOUR_MS


def _due(item: ScheduleItem, day: date) -> int:
    by = time.fromisoformat(item.by)
    return utc_ms(datetime.combine(day, by, tzinfo=zone()))
