"""The one place that knows time zones: UTC milliseconds to Norwegian local time and back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from station.core.i18n import N_
from station.core.trouble import Trouble

HOME_ZONE = "Europe/Oslo"
FIRST_MS, LAST_MS = 631_148_400_000, 4_102_441_200_000
"""1990 to 2099 in Norway: outside these no reading was taken, and no date can be trusted."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY_MS = 86_400_000
_FIRST_DAY = date(1970, 1, 1).toordinal()
_BLOCK = 31
"""2**31 milliseconds are 24.9 days: never two changes of the clock."""


@lru_cache(maxsize=32)
def zone(name: str = HOME_ZONE) -> ZoneInfo:
    """Give the time zone called `name`, or raise Trouble `zone_unknown`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Trouble(
            "zone_unknown", N_("The time zone «{zone}» is not known here."), zone=name
        ) from error


def local(ms: int) -> datetime:
    """Give the aware Norwegian local time of `ms` (UTC milliseconds)."""
    return (_EPOCH + ms * _MILLISECOND).astimezone(zone())


def utc_ms(moment: datetime) -> int:
    """Give UTC milliseconds of an aware `moment`; a naive one is a bug."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no place on the clock")
    # Through UTC: subtracting two times of the same zone forgets summer time.
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND


def day_of(ms: int) -> date:
    """Give the local calendar day that `ms` falls on."""
    return local(ms).date()


def day_number(ms: int) -> int:
    """Give the number of the local calendar day that `ms` falls on (date.toordinal), quickly.

    Outside FIRST_MS to LAST_MS it is that of the nearest of the two.
    """
    inside = ms if FIRST_MS <= ms <= LAST_MS else min(max(ms, FIRST_MS), LAST_MS)
    offset = _offset_of(inside >> _BLOCK)
    if offset is None:
        return day_of(inside).toordinal()
    return _FIRST_DAY + (inside + offset) // _DAY_MS


@lru_cache(maxsize=512)
def _offset_of(block: int) -> int | None:
    """The offset to UTC that holds all through 25 days, None where the clock changes in them."""
    first, last = (local(moment).utcoffset() for moment in (block << _BLOCK, (block + 1) << _BLOCK))
    if first is None or first != last:
        return None
    return first // _MILLISECOND


def day_start(day: date) -> int:
    """Give the UTC milliseconds at which the local calendar `day` begins."""
    return utc_ms(datetime.combine(day, time(), tzinfo=zone()))


def candidates(naive: datetime, zone_name: str = HOME_ZONE) -> tuple[int, ...]:
    """Give every moment a wall clock in `zone_name` showed `naive`: none, one or two, in order."""
    if naive.tzinfo is not None:
        raise ValueError("only a time without a zone can be looked up in one")
    there = zone(zone_name)
    found = set()
    for fold in (0, 1):
        moment = naive.replace(tzinfo=there, fold=fold)
        back = moment.astimezone(UTC).astimezone(there)
        if back.replace(tzinfo=None, fold=0) == naive.replace(fold=0):
            found.add(utc_ms(moment))
    return tuple(sorted(found))


def resolve_local(naive: datetime, zone_name: str = HOME_ZONE, fold: int | None = None) -> int:
    """Give the moment a wall clock showed `naive`, in UTC milliseconds.

    Raises Trouble `time_nonexistent` for an hour skipped in spring, and `time_ambiguous` (with
    `first` and `second` among its values) for an hour met twice in autumn unless `fold` chooses.
    """
    found = candidates(naive, zone_name)
    shown = naive.isoformat(sep=" ", timespec="minutes")
    if not found:
        raise Trouble(
            "time_nonexistent",
            N_("{time} never happened: the clock was moved forward that night."),
            time=shown,
        )
    if len(found) > 1 and fold is None:
        raise Trouble(
            "time_ambiguous",
            N_("{time} happened twice: the clock was moved back that night. Choose which one."),
            time=shown,
            first=found[0],
            second=found[1],
        )
    return found[fold or 0] if len(found) > 1 else found[0]
