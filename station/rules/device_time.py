"""Which time a reading gets: the device's own, the device's corrected, or that of its arrival.

A meter's clock has no zone, nobody sets it to summer time, and it may be wrong or not set at all.
It is believed as far as it can be checked; where nothing tells the time, nothing is guessed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from station.core.zone import FIRST_MS, LAST_MS, candidates, local, utc_ms
from station.rules.ground import DAY_MS
from station.rules.quality import Quality

SLACK_MS = 15 * 60_000
"""So far a device's clock may be from the truth and still be believed (own proposal)."""
UNREAD_MS = 60 * 60_000 + SLACK_MS
"""So far ahead a clock that nobody reads may be: nobody set it back after the summer either."""
CLOCK_WRONG = "clock_wrong"
"""Corrected by how far the device's clock was measured to be off."""
CLOCK_WRONG_LIVE = "clock_wrong_live"
"""The clock is off by an unknown amount, but it was measured now: the time of arrival."""
TIME_UNKNOWN = "time_unknown"
"""The device did not tell the time, but it was measured now: the time of arrival."""
HOUR_TWICE = "hour_twice"
"""The clock showed this hour twice that night, and only one of them is possible."""

UNKNOWN_STORED, NONEXISTENT, AMBIGUOUS, FUTURE = (
    "time_unknown_stored",
    "time_nonexistent",
    "hour_twice_stored",
    "future",
)
"""Why no time can be chosen, as the quarantine names it."""
_WRONG = (Quality.CLOCK_OFFSET,)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The time chosen (UTC ms), why it is not the device's own, and what is said of the clock.

    `earliest` is the earliest that it can have been, as far as the clock was checked. `refused`
    says why the reading must be held back; `taken_at` is then only where to begin.
    """

    taken_at: int
    reason: str = ""
    flags: tuple[Quality, ...] = ()
    earliest: int = 0
    refused: str = ""


def choose(
    device_time: str,
    *,
    clock_known: bool,
    arrived_at: int,
    offset_ms: int | None,
    from_storage: bool,
) -> Chosen:
    """Choose the time of one reading.

    A clock that was read and is right is believed; one that was not is held against the arrival.
    `device_time` is ISO text without a zone, empty for none; `clock_known` is False where the
    device itself says that its clock is not set. `offset_ms` is the device's clock minus the
    PC's at `arrived_at`, None where it was not read. `from_storage` tells that the reading lay in
    the device, so that its arrival tells nothing.
    """
    shown = _shown(device_time) if clock_known else None
    if shown is None:
        flags = (Quality.CLOCK_UNSET,) if device_time else ()
        refused = UNKNOWN_STORED if from_storage else ""
        return Chosen(arrived_at, TIME_UNKNOWN, flags, arrived_at, refused)
    if offset_ms is not None and abs(offset_ms) > SLACK_MS:
        return _corrected(shown, arrived_at, offset_ms)
    found = candidates(shown)
    now = [moment for moment in found if abs(moment - arrived_at) <= SLACK_MS]
    if now and not from_storage:
        return _own(now[0], HOUR_TWICE if len(found) > 1 else "", offset_ms or 0)
    if from_storage or offset_ms is not None:
        return _believed(found, arrived_at, offset_ms)
    return _live(found, shown, arrived_at)


def _shown(device_time: str) -> datetime | None:
    """The time a device shows, if it can be one: an unset clock counts from 1970 or from 0."""
    try:
        found = datetime.fromisoformat(device_time)
    except ValueError:
        return None
    if found.tzinfo is not None or not FIRST_MS <= _as_utc(found) < LAST_MS:
        return None
    return found


def _corrected(shown: datetime, arrived_at: int, offset_ms: int) -> Chosen:
    # A meter's clock only counts on: what it was off by now in our time it was off by then in
    # UTC. So neither the hour that never was nor the one that came twice can be met.
    apart = _as_utc(local(arrived_at).replace(tzinfo=None)) - arrived_at
    moment = _as_utc(shown) - apart - offset_ms
    refused = FUTURE if moment > arrived_at + SLACK_MS else ""
    return Chosen(moment, CLOCK_WRONG, _WRONG, moment, refused)


def _believed(found: tuple[int, ...], arrived_at: int, offset_ms: int | None) -> Chosen:
    possible = [moment for moment in found if moment <= arrived_at + SLACK_MS]
    if not found:
        return Chosen(arrived_at, refused=NONEXISTENT, earliest=arrived_at)
    if not possible:
        return Chosen(found[0], refused=FUTURE, earliest=found[0])
    if len(possible) > 1:
        return Chosen(possible[0], refused=AMBIGUOUS, earliest=possible[0])
    if offset_ms is None:
        # What seems to be from just now has a clock that is right as likely as not.
        offset_ms = UNREAD_MS if possible[0] < arrived_at - SLACK_MS else 0
    return _own(possible[0], HOUR_TWICE if len(found) > 1 else "", offset_ms)


def _live(found: tuple[int, ...], shown: datetime, arrived_at: int) -> Chosen:
    """What is said to be measured just now, by a clock that says something else.

    It gets the time of its arrival, but it may be as old as the clock says.
    """
    told = min(found, default=_as_utc(shown))
    if told > arrived_at + DAY_MS:
        return Chosen(told, refused=FUTURE, earliest=told)
    return Chosen(arrived_at, CLOCK_WRONG_LIVE, _WRONG, min(told, arrived_at))


def _own(moment: int, reason: str, offset_ms: int) -> Chosen:
    return Chosen(moment, reason, earliest=min(moment, moment - offset_ms))


def _as_utc(shown: datetime) -> int:
    return utc_ms(shown.replace(tzinfo=UTC))
