"""A meter's clock: read, told, and set to Norwegian time where that is allowed."""

import asyncio
from datetime import UTC, datetime

import pytest

from station.devices.link import Fault
from station.devices.meters.model import MeterClock as Habit
from station.devices.models import model_of
from station.devices.news import MeterClock
from tests.devices.fake_link import FakeLink, errand, failing, run

PRESSURE, CTS, DATE_TIME = 0x2A35, 0x2A2B, 0x2A08
NINE = b"\xea\x07\x0b\x14\x09\x00\x00"
"""20 November 2026 09:00:00, as Date Time."""


def clocked(model: str, shown: bytes, **more: object) -> tuple[MeterClock, bytes]:
    """Visit a meter whose clock shows this; give what was told, and its clock after it."""
    where = DATE_TIME if model_of(model).clock is Habit.DATE_TIME else CTS
    link = FakeLink(*model_of(model).characteristics, values={where: shown})
    _, told, made = run(errand(model, **more), lambda: link)
    return told.of(MeterClock)[-1], made.values[where]


def test_a_clock_that_is_right_is_left_alone() -> None:
    shown = b"\xea\x07\x0b\x14\x09\x00\x3c"[:6] + b"\x3b" + bytes(3)
    told, after = clocked("generic_cuff", shown)
    assert told == MeterClock("2026-11-20T09:00:59", 59_000, was_set=False)
    assert after == shown


def test_a_clock_that_is_off_is_set_to_norwegian_time() -> None:
    told, after = clocked("generic_cuff", b"\xea\x07\x0b\x14\x07\x1e\x00" + bytes(3))
    assert told == MeterClock("2026-11-20T07:30:00", -5_400_000, was_set=True)
    assert after == NINE + b"\x05\x00\x01"  # a Friday, adjusted by reference


def test_a_clock_within_its_own_service_is_set_there() -> None:
    told, after = clocked("and_ua_651ble", b"\xe4\x07\x01\x01\x00\x00\x00")
    assert told.device_time == "2020-01-01T00:00:00"
    wrong = datetime(2026, 11, 20, 9, tzinfo=UTC) - datetime(2020, 1, 1, tzinfo=UTC)
    assert told.offset_ms == -int(wrong.total_seconds()) * 1000
    assert (told.was_set, after) == (True, NINE)


def test_a_clock_that_was_never_set_is_set() -> None:
    told, after = clocked("generic_cuff", bytes(10))
    assert told == MeterClock("0000-00-00T00:00:00", None, was_set=True)
    assert after[:7] == NINE


def test_a_clock_is_only_read_when_it_may_not_be_set() -> None:
    told, after = clocked("generic_cuff", bytes(10), set_clock=False)
    assert told == MeterClock("0000-00-00T00:00:00", None, was_set=False)
    assert after == bytes(10)


def test_a_clock_that_refuses_is_told_as_not_set() -> None:
    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={CTS: bytes(10)})
        link.before["write 2a2b"] = failing(Fault.REFUSED)
        return link

    _, told, _ = run(errand("generic_cuff"), make)
    assert told.of(MeterClock) == [MeterClock("0000-00-00T00:00:00", None, was_set=False)]


def test_a_clock_that_cannot_be_read_is_set_all_the_same() -> None:
    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={CTS: NINE + bytes(3)})
        link.before["read 2a2b"] = failing(Fault.REFUSED)
        return link

    _, told, _ = run(errand("generic_cuff"), make)
    assert told.of(MeterClock)[-1] == MeterClock("", None, was_set=True)


def test_a_model_with_a_clock_of_its_own_kind_is_left_alone() -> None:
    link = FakeLink(*model_of("contour_next").characteristics, values={CTS: bytes(10)})
    _, told, _ = run(errand("contour_next", purpose="pair"), lambda: link)
    assert told.of(MeterClock) == []


@pytest.mark.parametrize("fault", [Fault.TIMED_OUT, Fault.LOST])
def test_a_clock_that_cannot_be_set_takes_nothing_from_what_came(fault: Fault) -> None:
    """It is set last: how wrong it was holds for every record of the visit."""

    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={CTS: bytes(10)})

        async def sends(link: FakeLink) -> None:
            link.begin(send(link))

        async def send(link: FakeLink) -> None:
            await asyncio.sleep(0)
            link.send(PRESSURE, b"one")

        link.before["subscribe 2a35"] = sends
        link.before["write 2a2b"] = failing(fault)
        return link

    outcome, told, link = run(errand("generic_cuff"), make)
    assert (outcome.fault, outcome.complete, outcome.came) == (None, True, 1)
    assert not any(seen.was_set for seen in told.of(MeterClock))
    assert link.did.index("subscribe 2a35") < link.did.index("write 2a2b")
