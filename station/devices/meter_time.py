"""A meter's clock against Norwegian time, which is what a meter's display shows."""

from datetime import datetime

from station.core import zone
from station.core.clock import Clock
from station.devices.link import Fault, Link, LinkFault
from station.devices.meters.model import MeterClock as Habit
from station.devices.meters.model import MeterModel
from station.devices.news import MeterClock
from station.devices.packets import DeviceTime, MalformedPacket
from station.devices.profiles import decode
from station.devices.profiles.times import (
    CURRENT_TIME,
    DATE_TIME,
    write_current_time,
    write_date_time,
)

MOST_OFFSET_MS = 60_000
"""A clock that is this far off is set."""


async def look_at_clock(
    link: Link, model: MeterModel, clock: Clock, *, set_it: bool
) -> MeterClock | None:
    """Read the meter's clock, and set it if it may be and is off; None if it has none for us.

    LinkFault only when the link is lost: a clock that refuses is reported as not set.
    """
    where = DATE_TIME if model.clock is Habit.DATE_TIME else CURRENT_TIME
    may_set = set_it and model.clock in {Habit.CTS, Habit.DATE_TIME}
    if where not in link.characteristics or not (may_set or model.clock_readable):
        return None
    time = await _read(link, where) if model.clock_readable else None
    offset = _offset(time, clock) if time else None
    off = offset is None or abs(offset) > MOST_OFFSET_MS
    was_set = may_set and off and await _set(link, where, clock)
    return MeterClock(time.text() if time else "", offset, was_set)


async def _read(link: Link, where: int) -> DeviceTime | None:
    try:
        return decode(where, await link.read(where)).time
    except MalformedPacket:
        return None
    except LinkFault as fault:
        _only_lost(fault)
        return None


async def _set(link: Link, where: int, clock: Clock) -> bool:
    now = zone.local(clock.now())
    time = DeviceTime(now.year, now.month, now.day, now.hour, now.minute, now.second)
    data = (
        write_current_time(time, now.isoweekday())
        if where == CURRENT_TIME
        else write_date_time(time)
    )
    try:
        await link.write(where, data)
    except LinkFault as fault:
        _only_lost(fault)
        return False
    return True


def _offset(time: DeviceTime, clock: Clock) -> int | None:
    """Give by how much the meter's wall clock is ahead of ours, in milliseconds."""
    if not time.known:
        return None
    shown = datetime(  # noqa: DTZ001  (a meter knows no zone)
        time.year, time.month, time.day, time.hour, time.minute, time.second
    )
    here = zone.local(clock.now()).replace(tzinfo=None)
    return int((shown - here).total_seconds()) * 1000


def _only_lost(fault: LinkFault) -> None:
    if fault.fault in {Fault.LOST, Fault.TIMED_OUT}:
        raise fault
