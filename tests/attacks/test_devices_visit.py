"""A meter attacks the visit itself: clocks set too early, endless streams, numbers that lie."""

import asyncio

from station.devices.ear import MOST_PACKETS
from station.devices.link import Fault
from station.devices.news import MeterClock, Packet
from station.devices.profiles.racp import RACP
from station.devices.profiles.times import CURRENT_TIME
from tests.devices.fake_link import (
    CONTEXT,
    GLUCOSE,
    FakeGlucose,
    FakeLink,
    errand,
    glucose_meter,
    record,
    run,
)

FIVE_HOURS_AHEAD = bytes.fromhex("ea070b140f000005000000")


def with_clock(*numbers: int) -> tuple[FakeLink, FakeGlucose]:
    """A meter with records whose clock is hours ahead."""
    link = FakeLink(GLUCOSE, CONTEXT, RACP, values={CURRENT_TIME: FIVE_HOURS_AHEAD[:10]})
    return link, FakeGlucose(link, list(numbers))


def writes(link: FakeLink) -> list[str]:
    """What was written to its clock."""
    return [each for each in link.did if each == f"write {CURRENT_TIME:04x}"]


def test_pairing_sets_no_clock_while_records_with_a_wrong_time_lie_in_the_meter() -> None:
    """They would be believed at the next visit, and seem to be from the loan that begins now."""
    outcome, _, link = run(
        errand("generic_glucose_meter", purpose="pair", set_clock=True),
        lambda: with_clock(1, 2)[0],
    )
    assert (outcome.fault, writes(link)) == (None, [])


def test_a_visit_that_did_not_get_everything_sets_no_clock() -> None:
    def lossy() -> FakeLink:
        link, meter = with_clock(1, 2, 3)

        async def counts_more(request: bytes) -> None:
            if request[0] == 4:
                link.send(RACP, b"\x05\x00\x09\x00")
            else:
                await meter.asked(request)

        link.on_write[RACP] = counts_more
        return link

    outcome, told, link = run(errand("generic_glucose_meter", set_clock=True), lossy)
    assert (outcome.fault, outcome.complete, writes(link)) == (None, False, [])
    assert len(told.of(Packet)) == 3


def test_a_visit_that_got_everything_sets_it_and_tells_how_wrong_it_was() -> None:
    outcome, told, link = run(
        errand("generic_glucose_meter", set_clock=True), lambda: with_clock(1, 2)[0]
    )
    assert (outcome.complete, len(writes(link))) == (True, 1)
    offsets = {each.offset_ms for each in told.of(MeterClock)}
    assert len(offsets) == 1
    assert offsets.pop() not in (None, 0)


def test_a_count_of_65535_with_three_records_ends() -> None:
    def boaster() -> FakeLink:
        link, meter = glucose_meter(range(1, 4))

        async def boast(request: bytes) -> None:
            if request[0] == 4:
                link.send(RACP, b"\x05\x00\xff\xff")
            else:
                await meter.asked(request)

        link.on_write[RACP] = boast
        return link

    outcome, told, _ = run(errand("generic_glucose_meter"), boaster)
    assert (outcome.complete, outcome.expected, len(told.of(Packet))) == (False, 65_535, 3)


def test_a_number_that_leaps_to_the_end_is_no_reason_to_pass_over_the_rest() -> None:
    """Once it said 65535, it is asked beyond the last number; it has begun anew since."""
    outcome, told, _ = run(
        errand("generic_glucose_meter", from_sequence=65_536), lambda: glucose_meter(range(1, 9))[0]
    )
    assert outcome.complete
    assert len({each.payload for each in told.of(Packet)}) == 8


def test_notifications_without_end_in_one_visit_are_cut_off() -> None:
    """A cuff that sends for as long as it is listened to, each time something else."""

    def endless() -> FakeLink:
        link = FakeLink(0x2A35)

        async def pour() -> None:
            for number in range(30_000):
                link.send(0x2A35, b"\xff" + number.to_bytes(4, "little"))
                if number % 100 == 0:
                    await asyncio.sleep(0)
            link.gone.set()

        async def begin(made: FakeLink) -> None:
            made.begin(pour())

        link.before["read 2a19"] = begin
        link.values[0x2A19] = b"\x50"
        link.found = frozenset({0x2A35, 0x2A19})
        return link

    outcome, told, _ = run(errand("generic_cuff"), endless)
    assert outcome.fault is Fault.FAILED
    assert len(told.of(Packet)) == MOST_PACKETS


def test_packets_of_other_characteristics_are_never_listened_to() -> None:
    outcome, told, link = run(
        errand("generic_glucose_meter"),
        lambda: with_clock(1)[0],
    )
    assert outcome.complete
    assert set(link.hears) <= {GLUCOSE, CONTEXT, RACP}
    assert all(each.characteristic in {GLUCOSE, CONTEXT} for each in told.of(Packet))
    assert record(1) in told.payloads
