"""The wall clock against the counter: turned back, far ahead, right again, and sleep."""

import pytest

from station.core.clock import FixedClock
from station.services.office.clockwatch import ASLEEP_MS, SLACK_MS, ClockFault, ClockWatch

DAY = 86_400_000


@pytest.mark.parametrize(
    ("by", "fault"),
    [
        (-DAY, ClockFault.BACK),
        (-SLACK_MS - 1, ClockFault.BACK),
        (-SLACK_MS, ClockFault.NONE),
        (SLACK_MS, ClockFault.NONE),
        (3 * DAY, ClockFault.NONE),
        (ASLEEP_MS, ClockFault.NONE),
        (ASLEEP_MS + 1, ClockFault.AHEAD),
        (11 * 365 * DAY, ClockFault.AHEAD),
    ],
)
def test_what_was_done_to_the_clock(clock: FixedClock, by: int, fault: ClockFault) -> None:
    watch = ClockWatch(clock)
    clock.advance(3_600_000)
    clock.set(clock.now() + by)
    assert watch.look() is fault


def test_a_fault_stays_until_the_clock_is_right(clock: FixedClock) -> None:
    watch, right = ClockWatch(clock), clock.now()
    clock.set(right - DAY)
    assert watch.look() is ClockFault.BACK
    clock.advance(60_000)
    assert watch.look() is ClockFault.BACK
    clock.set(right + 60_000)
    assert watch.look() is ClockFault.NONE


def test_a_clock_set_back_after_a_long_sleep_is_seen(clock: FixedClock) -> None:
    watch = ClockWatch(clock)
    clock.set(clock.now() + 3 * DAY)
    assert watch.look() is ClockFault.NONE
    clock.set(clock.now() - DAY)
    assert watch.look() is ClockFault.BACK
