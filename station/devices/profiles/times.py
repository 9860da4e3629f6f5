"""A meter's clock: Date Time (0x2A08) inside packets, and Current Time (0x2A2B)."""

from calendar import monthrange

from station.devices.packets import Decoded, DeviceTime, MalformedPacket
from station.devices.profiles.cursor import Cursor

DATE_TIME, CURRENT_TIME = 0x2A08, 0x2A2B
FIRST_YEAR, LAST_YEAR = 1582, 9999
_LEAP_YEAR = 2000
_ADJUSTED = {0: "set_by_hand", 1: "set_by_reference", 2: "zone_changed", 3: "summer_time_changed"}


def date_time(cursor: Cursor) -> DeviceTime:
    """Read seven bytes; a year, month or day of 0 is unknown, an impossible date is refused."""
    field = Cursor(cursor.take(7))
    time = DeviceTime(field.whole(2), *(field.whole() for _ in range(5)))
    if not possible(time):
        raise MalformedPacket(f"impossible date: {time.text()}")
    return time


def possible(time: DeviceTime) -> bool:
    """Tell whether such a date and time can be, where its unknown parts are left open."""
    return (
        (time.year == 0 or FIRST_YEAR <= time.year <= LAST_YEAR)
        and time.month <= 12  # noqa: PLR2004  (months)
        and time.day <= _days(time)
        and time.hour < 24  # noqa: PLR2004  (hours)
        and time.minute < 60  # noqa: PLR2004  (minutes)
        and time.second < 60  # noqa: PLR2004  (seconds)
    )


def _days(time: DeviceTime) -> int:
    return monthrange(time.year or _LEAP_YEAR, time.month or 1)[1]


def read_date_time(payload: bytes) -> Decoded:
    """Read Date Time (0x2A08)."""
    cursor = Cursor(payload)
    return Decoded(DATE_TIME, time=date_time(cursor), rest=cursor.rest())


def read_current_time(payload: bytes) -> Decoded:
    """Read Current Time (0x2A2B): its weekday and the parts of a second are checked and left."""
    cursor = Cursor(payload)
    time = date_time(cursor)
    weekday = cursor.whole()
    if weekday > 7:  # noqa: PLR2004  (1 is Monday, 7 Sunday, 0 unknown)
        raise MalformedPacket(f"impossible weekday: {weekday}")
    cursor.whole()
    return Decoded(CURRENT_TIME, time=time, statuses=cursor.words(1, _ADJUSTED), rest=cursor.rest())


def write_date_time(time: DeviceTime) -> bytes:
    """Write Date Time (0x2A08), to set a meter's clock."""
    parts = (time.month, time.day, time.hour, time.minute, time.second)
    return time.year.to_bytes(2, "little") + bytes(parts)


def write_current_time(time: DeviceTime, weekday: int) -> bytes:
    """Write Current Time (0x2A2B), to set a meter's clock; `weekday` is 1 (Monday) to 7."""
    return write_date_time(time) + bytes((weekday, 0, 1))
