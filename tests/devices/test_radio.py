"""The radio's thread: visits, time-outs, cancelling and closing, on a fake bleak."""

import asyncio
import threading

import pytest
from bleak.exc import BleakDBusError, BleakError

from station.core.clock import FixedClock
from station.devices.link import Fault, Job, Link
from station.devices.radio import MOST_CONNECTIONS, Radio, RadioState
from tests.devices.fake_bleak import (
    ADDRESS,
    QUICK,
    WAIT,
    Air,
    FakeClient,
    battery,
    failing,
    fault,
    forever,
)


def test_a_job_runs_with_a_link_and_the_link_is_closed_after_it(radio: Radio, air: Air) -> None:
    running = radio.run(ADDRESS, battery, seconds=WAIT)
    assert running.future.result(WAIT) == b"\x50"
    assert air.did == ["connect", "disconnect"]
    assert radio.state is RadioState.READY


def test_a_link_says_what_is_on_the_device(radio: Radio) -> None:
    async def look(link: Link) -> tuple[str, int, frozenset[int | str], frozenset[int | str]]:
        return link.address, link.largest_write, link.services, link.characteristics

    found = radio.run(ADDRESS, look, seconds=WAIT).future.result(WAIT)
    assert found == (ADDRESS, 47, frozenset({0x1822}), frozenset({0x2A19, 0x2A5E}))


def test_an_absent_device_is_not_found_in_bounded_time(radio: Radio, air: Air) -> None:
    assert fault(radio.run("02:00:00:00:00:99", battery, seconds=WAIT)) is Fault.NOT_FOUND
    assert air.did == []


@pytest.mark.parametrize("step", ["connect", "read", "pair", "notify"])
def test_what_hangs_is_given_up(radio: Radio, air: Air, step: str) -> None:
    setattr(air, step, forever)
    assert fault(radio.run(ADDRESS, everything, seconds=WAIT)) is Fault.TIMED_OUT


async def everything(link: Link) -> None:
    await link.subscribe(0x2A5E, lambda _: None)
    await link.pair()
    await link.read(0x2A19)
    await link.write(0x2A19, b"\x01")
    await link.unsubscribe(0x2A5E)


class Bonding:
    """A job that may make a bond."""

    may_pair = True

    def __init__(self, pair_first: bool) -> None:
        self.pair_first = pair_first

    async def __call__(self, link: Link) -> bool:
        return await link.pair()


@pytest.mark.parametrize(("first", "did"), [(True, "connect_paired"), (False, "connect")])
def test_a_job_says_whether_it_pairs_before_discovery(
    radio: Radio, air: Air, first: bool, did: str
) -> None:
    assert radio.run(ADDRESS, Bonding(pair_first=first), seconds=WAIT).future.result(WAIT)
    assert air.did == [did, "pair", "disconnect"]


def test_a_visit_makes_no_bond_that_nobody_asked_for(radio: Radio, air: Air) -> None:
    air.details = {"props": {"Paired": False}}

    async def pair(link: Link) -> bool:
        return await link.pair()

    assert fault(radio.run(ADDRESS, pair, seconds=WAIT)) is Fault.BOND_LOST
    assert air.did == ["connect", "disconnect"]


def test_macos_never_says_whether_the_link_is_encrypted(radio: Radio, air: Air) -> None:
    air.pair = failing(NotImplementedError())
    visit = radio.run(ADDRESS, Bonding(pair_first=False), seconds=WAIT)
    assert visit.future.result(WAIT) is False


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BleakDBusError("org.bluez.Error.AuthenticationFailed", []), Fault.PIN_WRONG),
        (BleakDBusError("org.bluez.Error.AuthenticationRejected", []), Fault.REFUSED),
        (BleakError("Could not pair with device: CONNECTION_REJECTED"), Fault.REFUSED),
    ],
)
def test_pairing_that_fails_says_why(
    radio: Radio, air: Air, error: BleakError, expected: Fault
) -> None:
    air.pair = failing(error)
    assert fault(radio.run(ADDRESS, Bonding(pair_first=False), seconds=WAIT)) is expected


def test_a_device_that_forgot_its_bond_is_told_from_a_wrong_code(radio: Radio, air: Air) -> None:
    air.details = {"props": {"Paired": True}}
    air.pair = failing(BleakDBusError("org.bluez.Error.AuthenticationFailed", []))
    visit = radio.run(ADDRESS, Bonding(pair_first=False), seconds=WAIT)
    assert fault(visit) is Fault.BOND_LOST


def test_a_lost_link_fails_what_is_pending_at_once(radio: Radio, air: Air) -> None:
    async def lose(client: FakeClient) -> None:
        client.drop()
        await forever()

    air.read = lose
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.LOST


def test_a_job_can_wait_for_the_end_of_the_link(radio: Radio, air: Air) -> None:
    async def wait(link: Link) -> str:
        air.clients[0].drop()
        await link.lost()
        return "gone"

    assert radio.run(ADDRESS, wait, seconds=WAIT).future.result(WAIT) == "gone"


def test_a_library_that_cancels_its_own_future_has_lost_the_link(radio: Radio, air: Air) -> None:
    async def cancel(client: FakeClient) -> None:
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    air.read = cancel
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.LOST


def test_an_unknown_characteristic_is_unsuited(radio: Radio) -> None:
    async def read(link: Link) -> bytes:
        return await link.read(0x2A37)

    assert fault(radio.run(ADDRESS, read, seconds=WAIT)) is Fault.UNSUITED


def test_a_visit_ends_when_its_time_is_over(radio: Radio, air: Air) -> None:
    assert fault(radio.run(ADDRESS, forever, seconds=0.05)) is Fault.TIMED_OUT
    assert air.did == ["connect", "disconnect"]


def test_a_bug_in_a_job_stays_a_bug(radio: Radio, air: Air) -> None:
    async def wrong(_: Link) -> None:
        raise KeyError("mine")

    assert isinstance(radio.run(ADDRESS, wrong, seconds=WAIT).future.exception(WAIT), KeyError)
    assert air.did == ["connect", "disconnect"]


def started_then_forever(begun: threading.Event) -> Job[None]:
    async def job(_: Link) -> None:
        begun.set()
        await forever()

    return job


def test_a_running_visit_can_be_cancelled(radio: Radio, air: Air) -> None:
    begun = threading.Event()
    running = radio.run(ADDRESS, started_then_forever(begun), seconds=WAIT)
    assert begun.wait(WAIT)
    running.cancel()
    assert fault(running) is Fault.CANCELLED
    assert air.did == ["connect", "disconnect"]
    running.cancel()  # again, when it is over


def test_a_visit_can_be_cancelled_while_it_connects(radio: Radio, air: Air) -> None:
    begun = threading.Event()

    async def hang(_: FakeClient) -> None:
        begun.set()
        await forever()

    air.connect = hang
    running = radio.run(ADDRESS, battery, seconds=WAIT)
    assert begun.wait(WAIT)
    running.cancel()
    assert fault(running) is Fault.CANCELLED


def test_a_visit_can_be_cancelled_before_it_begins(radio: Radio) -> None:
    hold = threading.Event()

    def busy() -> None:
        hold.wait(WAIT)

    radio._post(busy)
    running = radio.run(ADDRESS, battery, seconds=WAIT)
    running.cancel()
    hold.set()
    assert fault(running) is Fault.CANCELLED


def test_nobody_cancels_a_visit_behind_the_radios_back(radio: Radio) -> None:
    running = radio.run(ADDRESS, battery, seconds=WAIT)
    assert not running.future.cancel()
    assert running.future.result(WAIT) == b"\x50"


def test_one_device_has_one_visit_at_a_time(radio: Radio, air: Air) -> None:
    visits = [radio.run(ADDRESS.lower(), battery, seconds=WAIT) for _ in range(3)]
    assert [visit.future.result(WAIT) for visit in visits] == [b"\x50"] * 3
    assert air.did == ["connect", "disconnect"] * 3
    assert air.most_open == 1


def test_only_a_few_devices_are_visited_at_once(radio: Radio, air: Air) -> None:
    addresses = [f"02:00:00:00:00:{n:02}" for n in range(1, 7)]
    air.devices = [(address, "meter", []) for address in addresses]
    full = asyncio.Event()

    async def wait(link: Link) -> str:
        if air.open == MOST_CONNECTIONS:
            full.set()
        await full.wait()
        return link.address

    visits = [radio.run(address, wait, seconds=WAIT) for address in addresses]
    assert [visit.future.result(WAIT) for visit in visits] == addresses
    assert air.most_open == MOST_CONNECTIONS


def test_closing_cancels_a_visit_that_hangs_in_connect(radio: Radio, air: Air) -> None:
    begun = threading.Event()

    async def stubborn(_: FakeClient) -> None:
        begun.set()
        try:
            await forever()
        finally:
            await forever()

    air.connect = stubborn
    running = radio.run(ADDRESS, battery, seconds=WAIT)
    assert begun.wait(WAIT)
    radio.close()
    assert fault(running) is Fault.CANCELLED
    radio.close()


def test_closing_during_a_visit_cancels_it_and_lets_go_of_the_device(
    radio: Radio, air: Air
) -> None:
    begun = threading.Event()
    running = radio.run(ADDRESS, started_then_forever(begun), seconds=WAIT)
    assert begun.wait(WAIT)
    radio.close()
    assert fault(running) is Fault.CANCELLED
    assert (air.open, air.scanners) == (0, [])


def test_a_radio_that_is_closed_or_not_started_cancels_at_once(clock: FixedClock, air: Air) -> None:
    radio = Radio(clock, air.backends(), patience=QUICK)
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.CANCELLED
    radio.close()
    radio.start()
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.CANCELLED
    radio.watch(lambda _: None)()
