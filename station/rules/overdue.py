"""Which agreed readings have not come: silence is a state of its own, never green."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from station.core.zone import day_of, day_start, utc_ms, zone
from station.rules.plans import CRISIS, ScheduleItem

HOUR_MS = 3_600_000
GRACE_MS = 4 * HOUR_MS
"""How much older than the agreed interval the newest value may be before it counts as old."""
WEEK_MS = 7 * 24 * HOUR_MS
_LOOK_BACK_DAYS = 28

Arrival = tuple[int, int]
"""When one reading was taken and when it arrived (UTC milliseconds)."""
Span = tuple[int, int]
"""A pause, [start, end) in UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind that was agreed and has not come since `due_at`; `last` is when one was last taken.

    `kind` is empty where no kind is agreed on; `last` is None where no reading ever came. `stale`
    says that one did arrive in time, but was measured too long ago to tell how the patient is.
    """

    kind: str
    due_at: int
    last: int | None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Agreed:
    item: ScheduleItem
    earlier_by: str
    started_at: int
    pauses: tuple[Span, ...]
    grace_ms: int = GRACE_MS


def missing(
    schedule: Iterable[ScheduleItem],
    arrivals: Mapping[str, Sequence[Arrival]],
    now: int,
    started_at: int,
    pauses: Sequence[Span] = (),
    grace_ms: int = GRACE_MS,
) -> tuple[Missing, ...]:
    """Give what is missing at `now` for a schedule that has held since `started_at`.

    Counted by arrival, since a meter's clock may be wrong; a value that arrived in time but is
    older than the agreed interval and `grace_ms` is missing all the same (in closer follow-up there
    is no grace). What was due in a pause is excused. Without a schedule something must still come
    each week.
    """
    agreed = tuple(schedule)
    if not agreed:
        return _missing_anything(arrivals, now, started_at, pauses, grace_ms)
    known = (
        _Agreed(item, _earlier(item, agreed), started_at, tuple(pauses), grace_ms)
        for item in agreed
    )
    found = (_missing_item(each, arrivals.get(each.item.kind, ()), now) for each in known)
    return tuple(each for each in found if each is not None)


def expects_nothing(template: str, schedule: Sequence[ScheduleItem]) -> bool:
    """Tell whether silence is as agreed: a crisis plan, and no reading or form in its schedule."""
    return template == CRISIS and not schedule


def next_due(item: ScheduleItem, now: int) -> int | None:
    """Give the next moment after `now` by which a reading is agreed, or None for no weekday."""
    today = day_of(now)
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        if day.weekday() in item.weekdays and (due := _due(item, day)) > now:
            return due
    return None


def _missing_anything(
    arrivals: Mapping[str, Sequence[Arrival]],
    now: int,
    started_at: int,
    pauses: Sequence[Span],
    grace_ms: int,
) -> tuple[Missing, ...]:
    last = max((taken for times in arrivals.values() for taken, _ in times), default=None)
    if last is None:
        return (Missing("", started_at, None),)
    due = _resumed(last, now, pauses) + WEEK_MS
    return (Missing("", due, last, stale=True),) if due + grace_ms < now else ()


def _missing_item(agreed: _Agreed, arrivals: Sequence[Arrival], now: int) -> Missing | None:
    item = agreed.item
    last = max((taken for taken, _ in arrivals), default=None)
    days = _due_days(agreed, now)
    if last is None:
        first = min((_due(item, day) for day in days), default=now)
        return Missing(item.kind, first, None)
    unmet = _unmet(agreed, days, arrivals)
    if unmet is not None:
        return Missing(item.kind, unmet, last)
    due = _resumed(last, now, agreed.pauses) + _interval_ms(item)
    stale = due + agreed.grace_ms < now
    return Missing(item.kind, due, last, stale=True) if stale else None


def _resumed(last: int, now: int, pauses: Iterable[Span]) -> int:
    """From when age counts: the last value, or the end of a pause that came after it."""
    return max(
        (min(end, now) for start, end in pauses if last < end and start <= now), default=last
    )


def _due_days(agreed: _Agreed, now: int) -> list[date]:
    """The days whose due moment has passed since the schedule began, newest first."""
    today, item = day_of(now), agreed.item
    days = (today - timedelta(days=back) for back in range(_LOOK_BACK_DAYS))
    return [
        day
        for day in days
        if day.weekday() in item.weekdays
        and agreed.started_at <= (due := _due(item, day)) <= now
        and not any(start <= due < end for start, end in agreed.pauses)
    ]


def _unmet(agreed: _Agreed, days: Sequence[date], arrivals: Sequence[Arrival]) -> int | None:
    """The earliest due moment since which nothing came, None if the newest one was met."""
    unmet = None
    newest = max(arrived for _, arrived in arrivals)
    for day in days:
        if newest >= _begins(agreed, day):
            break
        unmet = _due(agreed.item, day)
    return unmet


def _begins(agreed: _Agreed, day: date) -> int:
    """From when an arrival counts for `day`.

    From its start (the day before too, if that is free), or midway from an earlier time that day.
    """
    item = agreed.item
    if agreed.earlier_by:
        return (_due(replace(item, by=agreed.earlier_by), day) + _due(item, day)) // 2
    before = day - timedelta(days=1)
    return day_start(day if before.weekday() in item.weekdays else before)


def _earlier(item: ScheduleItem, schedule: Iterable[ScheduleItem]) -> str:
    """The last earlier time of day agreed for the same kind, or empty."""
    times = (
        other.by
        for other in schedule
        if other.kind == item.kind
        and other.by < item.by
        and set(other.weekdays) & set(item.weekdays)
    )
    return max(times, default="")


def _interval_ms(item: ScheduleItem) -> int:
    """The longest gap between two agreed readings."""
    days = sorted(set(item.weekdays))
    if not days:
        return WEEK_MS
    gaps = [later - earlier for earlier, later in pairwise(days)]
    gaps.append(days[0] + 7 - days[-1])
    return max(gaps) * 24 * HOUR_MS


def _due(item: ScheduleItem, day: date) -> int:
    return _moment(item.by, day)


# Everybody's agreements name the same few times of the same four weeks.
@lru_cache(maxsize=1024)
def _moment(by: str, day: date) -> int:
    return utc_ms(datetime.combine(day, time.fromisoformat(by), tzinfo=zone()))
