"""The in-process backend: bleak's own calls, on the loop of the test, against every quirk."""

import asyncio
from typing import TypeVar

import pytest
from bleak import BleakClient
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from simulator.faults import Faults
from simulator.meters.cuff import AndCuff, OmronCuff
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from simulator.world import World
from tests.bluetooth import VirtualRadio
from tests.simulator.rooms import filled, visit
from tests.simulator.visiting import ALL, COUNT, Heard, Way, fetch

ONE, TWO = "F0:00:00:00:03:01", "F0:00:00:00:03:02"
T = TypeVar("T")


def numbers(records: list[bytes]) -> list[int]:
    """The sequence numbers of records."""
    return [int.from_bytes(each[1:3], "little") for each in records]


def test_five_hundred_records_come_in_order() -> None:
    async def use(_: World, way: Way) -> tuple[list[bytes], bytes]:
        async with await way.to(ONE) as client:
            return await fetch(client)

    records, answer = visit(use, filled(GlucoseMeter(ONE), 500))
    assert numbers(records) == list(range(1, 501))
    assert answer.hex() == "06000101"


@pytest.mark.parametrize(
    ("request_", "came", "answer"),
    [
        (COUNT, [], "05000700"),
        (b"\x04\x03\x01\x05\x00", [], "05000300"),
        (b"\x01\x03\x01\x06\x00", [6, 7], "06000101"),
        (b"\x01\x02\x01\x02\x00", [1, 2], "06000101"),
        (b"\x01\x05", [1], "06000101"),
        (b"\x01\x06", [7], "06000101"),
        (b"\x01\x03\x01\x09\x00", [], "06000106"),
        (b"\x01\x09", [], "06000105"),
        (b"\x01\x03\x02\x09\x00", [], "06000105"),
        (b"\x09\x01", [], "06000902"),
        (b"\x03\x00", [], "06000301"),
        (b"\x02\x01", [], "06000201"),
        (b"", [], "06000002"),
    ],
)
def test_the_record_access_control_point(request_: bytes, came: list[int], answer: str) -> None:
    async def use(_: World, way: Way) -> tuple[list[bytes], bytes]:
        async with await way.to(ONE) as client:
            return await fetch(client, request_)

    records, told = visit(use, filled(GlucoseMeter(ONE), 7))
    assert (numbers(records), told.hex()) == (came, answer)


def test_deleted_records_are_gone() -> None:
    meter = filled(GlucoseMeter(ONE), 3)

    async def use(_: World, way: Way) -> bytes:
        async with await way.to(ONE) as client:
            return (await fetch(client, b"\x02\x02\x01\x02\x00"))[1]

    assert visit(use, meter).hex() == "06000201"
    assert [each.sequence for each in meter.stored] == [3]


def test_success_may_come_before_the_records() -> None:
    meter = filled(GlucoseMeter(ONE), 5)
    meter.answers_first = True

    async def use(_: World, way: Way) -> tuple[int, int]:
        async with await way.to(ONE) as client:
            order: list[str] = []
            last = Heard()

            def record(_: object, data: bytearray) -> None:
                order.append("record")
                last(None, data)

            await client.start_notify("2a18", record)
            await client.start_notify("2a52", lambda *_: order.append("answer"))
            await client.write_gatt_char("2a52", ALL, response=True)
            await last.until(5)
            return order.index("answer"), order.count("record")

    assert visit(use, meter) == (0, 5)


def test_a_second_request_while_one_is_served_is_refused() -> None:
    meter = filled(GlucoseMeter(ONE, faults=Faults(hang_at=1)), 2)

    async def use(_: World, way: Way) -> int:
        async with await way.to(ONE) as client:
            await client.start_notify("2a18", Heard())
            await client.start_notify("2a52", Heard())
            await client.write_gatt_char("2a52", ALL, response=True)
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.write_gatt_char("2a52", ALL, response=True)
            return int(caught.value.code)

    assert visit(use, meter) == 0xFE


def test_a_lost_link_cancels_nobody_but_fails_what_waits() -> None:
    oximeter = Oximeter(ONE)

    async def use(_: World, way: Way) -> str:
        gone = asyncio.Event()
        async with await way.to(ONE, lambda _: gone.set()) as client:
            await oximeter.lose()
            await gone.wait()
            assert not client.is_connected
            with pytest.raises(BleakError) as caught:
                await client.read_gatt_char("2a19")
            return str(caught.value)

    assert "ot connected" in visit(use, oximeter)


def test_a_link_lost_while_it_is_read_fails_the_read() -> None:
    oximeter = Oximeter(ONE)

    async def use(_: World, way: Way) -> None:
        async with await way.to(ONE) as client:
            # The answer is on its way when the link goes.
            reading = asyncio.create_task(client.read_gatt_char("2a19"))
            await asyncio.sleep(0)
            await oximeter.lose()
            with pytest.raises(BleakError):
                await reading

    visit(use, oximeter)


def test_an_absent_device_is_given_up_in_time_and_others_are_still_reached() -> None:
    gone, there = Oximeter(ONE), Oximeter(TWO)

    async def use(_: World, way: Way) -> bytes:
        client = await way.to(ONE, timeout=0.1)
        await gone.vanish()
        waiting = asyncio.create_task(client.connect())
        async with await way.to(TWO) as other:
            battery = await other.read_gatt_char("2a19")
        with pytest.raises(BleakDBusError):
            await waiting
        return bytes(battery)

    assert visit(use, gone, there) == b"\x58"


def test_a_device_never_heard_is_not_found() -> None:
    async def use(_: World, way: Way) -> None:
        with pytest.raises(BleakDeviceNotFoundError):
            await BleakClient(ONE, **way.client).connect()
        assert await way.find(ONE, 0.05) is None

    visit(use)


def test_delete_on_send_loses_what_nobody_listens_for() -> None:
    cuff = AndCuff(ONE)
    cuff.quiet_s, cuff.hangs_up_when_sent = 0.0, False

    async def use(_: World, way: Way) -> list[int]:
        counts = []
        for polite in (False, True, True):
            cuff.take({"sys": 120, "dia": 80, "pulse": 60})
            async with await way.to(ONE) as client:
                await client.pair()
                heard = Heard()
                await client.start_notify("2a35", heard)
                if cuff.stored:
                    await heard.until(1)
                if polite:
                    await client.stop_notify("2a35")
                counts.append(len(heard.packets))
        return counts

    assert visit(use, cuff) == [1, 0, 1]


def test_an_omron_takes_offence_when_its_subscriptions_are_ended() -> None:
    cuff = OmronCuff(ONE)

    async def use(_: World, way: Way) -> tuple[bool, int]:
        async with await way.to(ONE) as client:
            await client.pair()
            await client.start_notify("2a35", Heard())
            await client.stop_notify("2a35")
        cuff.take({"sys": 120, "dia": 80, "pulse": 60})
        async with await way.to(ONE) as client:
            await client.start_notify("2a35", Heard())
            await client.read_gatt_char("2a19")
        return cuff.offended, len(cuff.stored)

    assert visit(use, cuff) == (True, 1)


def test_a_meter_hangs_up_when_all_is_sent_and_is_silent_for_a_while() -> None:
    cuff = AndCuff(ONE)
    cuff.take({"sys": 120, "dia": 80, "pulse": 60})

    async def use(_: World, way: Way) -> bool:
        gone = asyncio.Event()
        heard = Heard()
        async with await way.to(ONE, lambda _: gone.set()) as client:
            await client.pair()
            await client.start_notify("2a35", heard)
            await gone.wait()
        assert len(heard.packets) == 1
        return await way.find(ONE, 0.05) is None

    assert visit(use, cuff)


def test_a_long_write_without_response_is_refused_and_with_response_is_carried() -> None:
    oximeter = Oximeter(ONE)

    async def use(_: World, way: Way) -> int:
        async with await way.to(ONE) as client:
            assert client.mtu_size == 247
            with pytest.raises(BleakDBusError, match="Invalid Length"):
                await client.write_gatt_char("2a2b", bytes(245), response=False)
            await client.write_gatt_char("2a2b", bytes.fromhex("ea070b140900000500ff"), True)
            return len(oximeter.set_to)

    assert visit(use, oximeter) == 1


def test_no_radio_is_told_with_its_reason() -> None:
    async def use(world: World, way: Way) -> list[str]:
        reasons = []
        for each in ("POWERED_OFF", "NO_BLUETOOTH", "DENIED_BY_USER"):
            world.central.unavailable = each
            with pytest.raises(BleakBluetoothNotAvailableError) as caught:
                await way.find(ONE, 0.05)
            reasons.append(caught.value.reason.name)
        return reasons

    assert visit(use) == ["POWERED_OFF", "NO_BLUETOOTH", "DENIED_BY_USER"]


def test_the_room_may_live_on_another_thread(virtual_radio: VirtualRadio) -> None:
    oximeter = Oximeter(ONE)
    virtual_radio.add(oximeter)
    keywords = virtual_radio.keywords
    way = Way(
        {"backend": virtual_radio.scanner, **keywords},
        {"backend": virtual_radio.client, **keywords},
    )

    async def use() -> list[bytes]:
        async with await way.to(ONE) as client:
            live = Heard()
            await client.start_notify("2a5f", live)
            virtual_radio.thread.submit(oximeter.show(96, 70))
            return await live.until(1)

    assert asyncio.run(use()) == [bytes.fromhex("0060004600")]
