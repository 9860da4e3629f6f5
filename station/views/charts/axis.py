"""The time axis: Norwegian days and hours as they really are, also when the clocks are changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from station.core.formats import clock_time, near_day
from station.core.i18n import language
from station.core.zone import day_of, day_start, local
from station.views.charts.data import DAY_MS, HOUR_MS

_MINUTE_MS: Final = 60_000
_MONDAY_WEEKS: Final = date(2024, 1, 1).toordinal()
_MOST_DAYS_WITH_NIGHTS: Final = 10
_MOST_DAYS_WITH_WEEKENDS: Final = 200
_NIGHT_FROM, _NIGHT_TO = 22, 7
_MONTH_STEPS: Final = (1, 3, 6, 12, 24, 60)
_DAY_STEPS: Final = (1, 2, 7, 14)
_CLOCK_STEPS_MS: Final = (
    5 * _MINUTE_MS,
    15 * _MINUTE_MS,
    30 * _MINUTE_MS,
    HOUR_MS,
    3 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the time axis with its words; `strong` where a new day, month or year begins."""

    at: int
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of time that is barely shaded: a night or a weekend."""

    from_ms: int
    to_ms: int


def ticks(from_ms: float, to_ms: float, most: int, now_ms: int) -> list[Tick]:
    """About `most` ticks between two times; a year is written where it is not this one."""
    rough = (to_ms - from_ms) / max(1, most)
    this_year = local(now_ms).year
    for step in _CLOCK_STEPS_MS:
        if step >= rough:
            return [_clock_tick(at, this_year) for at in _clock_times(from_ms, to_ms, step)]
    for days in _DAY_STEPS:
        if days * DAY_MS >= rough:
            return [_day_tick(day, this_year) for day in _days(from_ms, to_ms, days)]
    months = next((n for n in _MONTH_STEPS if n * 30.4 * DAY_MS >= rough), _MONTH_STEPS[-1])
    return [_month_tick(day, this_year) for day in _months(from_ms, to_ms, months)]


def shades(from_ms: float, to_ms: float) -> list[Shade]:
    """The nights of a few days, or the weekends of some months, that touch the time shown."""
    days = (to_ms - from_ms) / DAY_MS
    if days > _MOST_DAYS_WITH_WEEKENDS:
        return []
    first = day_of(int(from_ms)) - timedelta(days=1)
    found = [first + timedelta(days=n) for n in range(int(days) + 4)]
    if days <= _MOST_DAYS_WITH_NIGHTS:
        made = [Shade(_at(day, _NIGHT_FROM), _at(day + timedelta(1), _NIGHT_TO)) for day in found]
    else:
        made = [
            Shade(day_start(day), day_start(day + timedelta(days=2)))
            for day in found
            if day.weekday() == 5
        ]
    return [shade for shade in made if shade.to_ms > from_ms and shade.from_ms < to_ms]


def _at(day: date, hour: int) -> int:
    """When the clock shows a whole hour on a day; the clocks change at night, so it exists once."""
    start = day_start(day)
    moved = local(start + hour * HOUR_MS).hour - hour
    return start + (hour - moved) * HOUR_MS


def _clock_times(from_ms: float, to_ms: float, step: int) -> Iterator[int]:
    """Times whose clock reading is a multiple of `step`, an hour met twice in autumn included."""
    stride = min(step, HOUR_MS)
    at = day_start(day_of(int(from_ms)))
    at += max(0, int((from_ms - at) // stride)) * stride
    while at <= to_ms:
        if at >= from_ms and (step <= HOUR_MS or local(at).hour % (step // HOUR_MS) == 0):
            yield at
        at += stride


def _days(from_ms: float, to_ms: float, step: int) -> Iterator[date]:
    """Every `step` days that begin between two times; weeks begin on Monday."""
    day = day_of(int(from_ms))
    day -= timedelta(days=(day.toordinal() - _MONDAY_WEEKS) % step)
    while (at := day_start(day)) <= to_ms:
        if at >= from_ms:
            yield day
        day += timedelta(days=step)


def _months(from_ms: float, to_ms: float, step: int) -> Iterator[date]:
    """The first day of every `step` months that begin between two times."""
    day = day_of(int(from_ms))
    count = (day.year * 12 + day.month - 1) // step * step
    while (at := day_start(found := date(count // 12, count % 12 + 1, 1))) <= to_ms:
        if at >= from_ms:
            yield found
        count += step


def _clock_tick(at: int, this_year: int) -> Tick:
    moment = local(at)
    if moment.hour or moment.minute:
        return Tick(at, clock_time(at))
    return Tick(at, _short_day(moment.date(), this_year), strong=True)


def _day_tick(day: date, this_year: int) -> Tick:
    return Tick(day_start(day), _short_day(day, this_year), strong=day.day == 1)


def _month_tick(day: date, this_year: int) -> Tick:
    start = day.month == 1
    words = str(day.year) if start else _month_name(day, this_year)
    return Tick(day_start(day), words, strong=start)


def _short_day(day: date, this_year: int) -> str:
    """A day without its weekday: 20. nov., or 20. nov. 2025 where that is not this year."""
    # Seen from another year a day is written with its year, whatever the language.
    words = near_day(day, date(day.year + 1, 7, 1))
    return words.removesuffix(f" {day.year}") if day.year == this_year else words


def _month_name(day: date, this_year: int) -> str:
    """The short name of a month, as core.formats writes it inside a day."""
    words = _short_day(day, this_year)
    return words.removeprefix(f"{day.day} " if language() == "en" else f"{day.day}. ")
