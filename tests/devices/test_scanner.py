"""Scanning: what a sighting says, how often, and how a radio that was switched off is noticed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from simulator.meters.catalogue import HOSTILE_NAMES
from station.core.clock import FixedClock
from station.devices import scanner as module
from station.devices.adapter import RadioState
from station.devices.bleak_link import Patience, long, short
from station.devices.link import Fault, LinkFault
from station.devices.scanner import Scanner, Sighting
from tests.devices.fake_bleak import ADDRESS, QUICK, Air, failing

OXIMETER = [long(0x1822)]
TABLET = "7c1b0001-5f63-4d8a-9a5e-6f0b5d4c3a21"


class Heard:
    """What a scanner told, and a way to wait for it."""

    def __init__(self) -> None:
        self.news: list[Sighting | RadioState] = []
        self._came = asyncio.Event()

    def __call__(self, news: Sighting | RadioState) -> None:
        self.news.append(news)
        self._came.set()

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait for the news that makes this true."""
        async with asyncio.timeout(10):
            while not ready():
                self._came.clear()
                await self._came.wait()

    @property
    def sightings(self) -> list[Sighting]:
        return [each for each in self.news if isinstance(each, Sighting)]


def scan(
    work: Callable[[Scanner, Air, Heard], Awaitable[None]],
    patience: Patience = QUICK,
    air: Air | None = None,
) -> None:
    """Scan for as long as `work` goes on."""

    async def go() -> None:
        room, heard = air or Air(), Heard()
        scanner = Scanner(FixedClock(1_000), room.backends(), patience, heard)
        serving = asyncio.ensure_future(scanner.serve())
        scanner.want(+1)
        await heard.until(lambda: bool(heard.news))
        await work(scanner, room, heard)
        serving.cancel()
        await asyncio.wait({serving})
        assert room.scanners == []

    asyncio.run(go())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_from_the_air_is_short_plain_text(name: str) -> None:
    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        room.scanners[0].advertise("02:00:00:00:00:07", name, [])
        told = heard.sightings[-1].name
        assert len(told) <= 64
        assert told.isprintable()

    scan(work)


def test_a_name_that_came_before_stays_known() -> None:
    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        room.scanners[0].advertise(ADDRESS, None, OXIMETER)
        assert heard.sightings[-1].name == "Nonin3230"

    scan(work)


def test_services_are_short_numbers_or_whole_uuids() -> None:
    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        room.scanners[0].advertise("02:00:00:00:00:07", "tablet", [TABLET.upper(), "180F"])
        assert heard.sightings[-1].services == frozenset({TABLET, 0x180F})
        assert heard.sightings[-1].model == ""

    scan(work)
    assert (short(long(0x2A37)), short(long(TABLET))) == (0x2A37, TABLET)


def test_one_device_is_told_of_at_most_so_often_unless_it_changes() -> None:
    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        for _again in range(5):
            room.scanners[0].advertise(ADDRESS, "Nonin3230", OXIMETER)
        assert len(heard.sightings) == 1
        room.scanners[0].advertise(ADDRESS, "Nonin3230", [*OXIMETER, long(0x180F)])
        assert len(heard.sightings) == 2

    scan(work, replace(QUICK, between_sightings=60.0))


@pytest.mark.parametrize(
    ("details", "paired"),
    [
        ({"props": {"Paired": True}}, True),
        ({"props": {"Paired": False}}, False),
        ({"props": {}}, None),
        (("peripheral", "manager"), None),
    ],
)
def test_a_bond_is_told_where_the_system_tells(details: object, paired: bool | None) -> None:
    async def work(scanner: Scanner, _: Air, heard: Heard) -> None:
        assert heard.sightings[0].paired is paired
        assert scanner.bonded(ADDRESS) is (paired is True)
        scanner.paired(ADDRESS)
        assert scanner.bonded(ADDRESS)
        assert not scanner.bonded("02:00:00:00:00:99")

    scan(work, air=Air(details=details))


def test_a_radio_that_was_switched_off_is_noticed_by_its_silence() -> None:
    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        room.scan_start = failing(
            BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
        )
        await heard.until(lambda: RadioState.OFF in heard.news)
        room.scan_start = None
        await heard.until(lambda: heard.news.count(RadioState.READY) == 2)

    scan(work, replace(QUICK, silence=0.02))


def test_waits_grow_and_the_last_is_repeated() -> None:
    air = Air(scan_start=failing(OSError()))

    async def go() -> None:
        scanner = Scanner(
            FixedClock(0), air.backends(), replace(QUICK, retries=(0.0, 0.001)), Heard()
        )
        scanner.want(+1)
        serving = asyncio.ensure_future(scanner.serve())
        async with asyncio.timeout(10):
            while air.starts < 5:  # noqa: ASYNC110  (nothing is told of tries that fail alike)
                await asyncio.sleep(0)
        serving.cancel()
        await asyncio.wait({serving})
        assert scanner.state is RadioState.UNKNOWN

    asyncio.run(go())


def test_a_device_heard_a_moment_ago_is_found_at_once_and_another_is_waited_for() -> None:
    async def work(scanner: Scanner, room: Air, _: Heard) -> None:
        assert (await scanner.find(ADDRESS.lower())).address == ADDRESS
        finding = asyncio.ensure_future(scanner.find("02:00:00:00:00:07"))
        await asyncio.sleep(0)
        room.scanners[0].advertise("02:00:00:00:00:07", "late", [])
        room.scanners[0].advertise("02:00:00:00:00:07", "late", [])
        assert (await finding).address == "02:00:00:00:00:07"
        with pytest.raises(LinkFault) as caught:
            await scanner.find("02:00:00:00:00:99")
        assert caught.value.fault is Fault.NOT_FOUND

    scan(work)


def test_telephones_that_change_their_addresses_do_not_fill_the_memory() -> None:
    async def work(scanner: Scanner, room: Air, _: Heard) -> None:
        for n in range(module.MOST_DEVICES + 10):
            room.scanners[0].advertise(f"03:00:00:00:{n >> 8:02X}:{n & 255:02X}", None, [])
        assert len(scanner.sightings) < module.MOST_DEVICES
        last = module.MOST_DEVICES + 9
        assert scanner.device(f"03:00:00:00:{last >> 8:02x}:{last & 255:02x}") is not None

    scan(work)


def test_a_bug_of_ours_does_not_end_in_bleaks_loop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def bug(*_: object) -> None:
        raise KeyError("mine")

    async def work(_: Scanner, room: Air, heard: Heard) -> None:
        monkeypatch.setattr(module, "recognise", bug)
        room.scanners[0].advertise("02:00:00:00:00:07", "meter", [])
        assert len(heard.sightings) == 1

    scan(work)
    assert "bug radio.heard KeyError" in caplog.text
