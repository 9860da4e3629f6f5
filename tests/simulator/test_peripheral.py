"""What every software device does with its packets: pace, delay, faults in both directions."""

import asyncio

import pytest
from bleak.exc import BleakError

from simulator.faults import Faults
from simulator.meters.glucose import GlucoseMeter
from simulator.peripheral import Peripheral, Security, Service, Value
from simulator.world import World
from tests.simulator.rooms import filled, room, visit
from tests.simulator.visiting import Heard, Way, fetch

ONE = "F0:00:00:00:06:01"
PRIVATE, WRITTEN, TOLD = (f"7d3c000{number}-0000-4000-8000-00805f9b34fb" for number in range(3))


class Echo(Peripheral):
    """Tells back what is written to it, and keeps it."""

    def __init__(self, faults: Faults | None = None) -> None:
        super().__init__(ONE, "Echo", faults=faults)
        self.got: list[bytes] = []

    def services(self) -> tuple[Service, ...]:
        write = Value(WRITTEN, "WRITE|WRITE_WITHOUT_RESPONSE", write=self._written)
        return (Service(PRIVATE, (write, Value(TOLD, "NOTIFY"))),)

    def _written(self, data: bytes) -> None:
        self.got.append(data)
        self.begin(self.send(TOLD, data))


def test_a_device_keeps_its_pace_and_begins_late(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = filled(GlucoseMeter(ONE, faults=Faults(per_second=20, delay_s=1.5)), 3)
    waits: list[float] = []
    sleep = asyncio.sleep

    async def waited(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    async def use(world: World, way: Way) -> int:
        del world
        async with await way.to(ONE) as client:
            monkeypatch.setattr("simulator.peripheral.asyncio.sleep", waited)
            records, _ = await fetch(client)
            monkeypatch.undo()
            return len(records)

    assert visit(use, meter) == 3
    # Three records and the answer.
    assert [each for each in waits if each] == [1.5, 0.05, 0.05, 0.05, 0.05]


def test_a_device_that_hangs_stays_connected() -> None:
    meter = filled(GlucoseMeter(ONE, faults=Faults(hang_at=4)), 10)

    async def use(_: World, way: Way) -> tuple[int, bool]:
        async with await way.to(ONE) as client:
            records = Heard()
            await client.start_notify("2a18", records)
            await client.start_notify("2a52", Heard())
            await client.write_gatt_char("2a52", b"\x01\x01", response=True)
            await records.until(3)
            # It still answers what it is asked: three packets were all.
            await client.read_gatt_char("2a19")
            return len(records.packets), client.is_connected

    assert visit(use, meter) == (3, True)


def test_what_is_written_without_response_fares_as_what_is_told() -> None:
    sent = [bytes((number,)) for number in range(100)]

    def arrived() -> list[bytes]:
        echo = Echo(Faults(drop=0.2, double=0.2, writes=True))

        async def use(_: World, way: Way) -> list[bytes]:
            async with await way.to(ONE) as client:
                for packet in sent:
                    await client.write_gatt_char(WRITTEN, packet, response=False)
                # An answer that comes back: all that was written before it has arrived.
                await client.read_gatt_char("2a00")
                return echo.got

        return visit(use, echo)

    got = arrived()
    assert 60 < len(got) < 140
    assert got != sent
    assert arrived() == got


def test_a_link_can_be_lost_by_what_is_written() -> None:
    echo = Echo(Faults(lose_at=(3,), writes=True))

    async def use(_: World, way: Way) -> list[bytes]:
        gone = asyncio.Event()
        async with await way.to(ONE, lambda _: gone.set()) as client:
            for packet in (b"1", b"2", b"3"):
                await client.write_gatt_char(WRITTEN, packet, response=False)
            await gone.wait()
            with pytest.raises(BleakError):
                await client.write_gatt_char(WRITTEN, b"4", response=True)
        return echo.got

    assert visit(use, echo) == [b"1", b"2"]


def test_a_silent_device_takes_what_is_written_and_does_nothing() -> None:
    echo = Echo(Faults(hang_at=2, writes=True))

    async def use(_: World, way: Way) -> list[bytes]:
        async with await way.to(ONE) as client:
            for packet in (b"1", b"2", b"3"):
                await client.write_gatt_char(WRITTEN, packet, response=False)
            await client.read_gatt_char("2a00")
            return echo.got

    assert visit(use, echo) == [b"1"]


def test_nothing_is_told_to_who_did_not_ask() -> None:
    echo = Echo()

    async def use(_: World, way: Way) -> list[bytes]:
        async with await way.to(ONE) as client:
            await client.write_gatt_char(WRITTEN, b"before", response=True)
            heard = Heard()
            await client.start_notify(TOLD, heard)
            await client.write_gatt_char(WRITTEN, b"after", response=True)
            return await heard.until(1)

    assert visit(use, echo) == [b"after"]


def test_a_device_may_forget_its_bonds_at_once() -> None:
    echo = Echo()
    echo.security, echo.remembers_bonds = Security.JUST_WORKS, False

    async def use(_: World, way: Way) -> None:
        async with await way.to(ONE) as client:
            await client.pair()
        client = await way.to(ONE)
        with pytest.raises(BleakError):
            await client.connect()

    visit(use, echo)


def test_a_room_is_closed_in_the_middle_of_a_fetch_and_nothing_breaks(
    caplog: pytest.LogCaptureFixture,
) -> None:
    meter = filled(GlucoseMeter(ONE), 60)

    async def run() -> None:
        async with room(meter) as (_, way), await way.to(ONE) as client:
            begun = asyncio.ensure_future(fetch(client))
            while not meter.air.sent:  # noqa: ASYNC110  (it lives on this loop)
                await asyncio.sleep(0)
            begun.cancel()
            await asyncio.gather(begun, return_exceptions=True)

    asyncio.run(run())
    # What is in the air when a link ends is lost, and the library warns of that; nothing breaks.
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []
    assert meter.connection is None
