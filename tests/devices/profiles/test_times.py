"""A meter's clock: what is read of it, and what is written to set it."""

from hypothesis import given
from hypothesis import strategies as st

from station.devices.packets import DeviceTime
from station.devices.profiles import decode
from station.devices.profiles.times import write_current_time, write_date_time


@given(st.datetimes().filter(lambda at: at.year >= 1582))
def test_the_time_that_is_set_is_the_time_that_is_read(at: object) -> None:
    text = str(at)
    parts = (int(text[0:4]), int(text[5:7]), int(text[8:10]))
    time = DeviceTime(*parts, int(text[11:13]), int(text[14:16]), int(text[17:19]))
    assert decode(0x2A08, write_date_time(time)).time == time
    current = decode(0x2A2B, write_current_time(time, 7))
    assert (current.time, current.statuses, current.rest) == (time, ("set_by_hand",), b"")


def test_what_is_written_is_the_format() -> None:
    time = DeviceTime(2026, 11, 22, 6, 30, 5)
    assert write_date_time(time).hex() == "ea070b16061e05"
    assert write_current_time(time, 7).hex() == "ea070b16061e05070001"
