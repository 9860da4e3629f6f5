"""Bleak as it is shipped, over a bus of our own: it cannot tell that there is no radio."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
)
from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

from simulator.faults import Faults
from simulator.meters.cuff import AndCuff
from simulator.meters.glucose import AccuChek, ContourNext, GlucoseMeter
from simulator.meters.oximeter import Oximeter
from tests.bluetooth import PrivateRadio
from tests.simulator.visiting import Heard, Way, fetch

OXIMETER, GLUCOSE, CUFF = "F0:00:00:00:02:01", "F0:00:00:00:02:02", "F0:00:00:00:02:03"
BLUEZ = Way()
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run on a loop of its own, as a program would."""
    return asyncio.run(asyncio.wait_for(work, 20))


class Agent:
    """A program's agent on the bus: types what it is told to."""

    def __init__(self, digits: int | None) -> None:
        self.digits = digits
        self.asked: list[str] = []
        self.bus: MessageBus

    async def __aenter__(self) -> Self:
        self.bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
        self.bus.add_message_handler(self._on_message)
        await self.manager("RegisterAgent", "os", ["/agent", "KeyboardDisplay"])
        await self.manager("RequestDefaultAgent", "o", ["/agent"])
        return self

    async def __aexit__(self, *_: object) -> None:
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()

    async def manager(self, member: str, signature: str, body: list[Any]) -> Message:
        return await self.bus.call(
            Message(
                destination="org.bluez",
                path="/org/bluez",
                interface="org.bluez.AgentManager1",
                member=member,
                signature=signature,
                body=body,
            )
        )

    def _on_message(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.path != "/agent":
            return False
        self.asked.append(f"{message.member} {''.join(message.body)}")
        if self.digits is None:
            return Message.new_error(message, "org.bluez.Error.Canceled", "")
        return Message.new_method_return(message, "u", [self.digits])


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Expect BlueZ's error of this name."""
    with pytest.raises(BleakDBusError) as caught:
        yield
    assert caught.value.dbus_error == f"org.bluez.Error.{name}"


def test_a_search_finds_devices_with_names_services_and_strength(private_bus: PrivateRadio) -> None:
    oximeter, glucose = Oximeter(OXIMETER), GlucoseMeter(GLUCOSE)
    oximeter.rssi = -71
    private_bus.add(oximeter, glucose)

    async def look() -> dict[str, tuple[str | None, int, list[str]]]:
        seen: dict[str, tuple[str | None, int, list[str]]] = {}
        async with BleakScanner() as scanner:
            async for device, told in scanner.advertisement_data():
                seen[device.address] = (told.local_name, told.rssi, told.service_uuids)
                if len(seen) == 2:
                    return seen
        return seen

    seen = run(look())
    assert seen[OXIMETER] == ("Oximeter 000201", -71, ["00001822-0000-1000-8000-00805f9b34fb"])
    assert seen[GLUCOSE][0] == "Glucose 000202"


def test_values_are_read_and_a_reading_is_told(private_bus: PrivateRadio) -> None:
    oximeter = Oximeter(OXIMETER)
    private_bus.add(oximeter)

    async def visit() -> tuple[bytes, bytes, list[bytes]]:
        async with await BLUEZ.to(OXIMETER) as client:
            battery = await client.read_gatt_char("2a19")
            maker = await client.read_gatt_char("2a29")
            spot = Heard()
            await client.start_notify("2a5e", spot)
            private_bus.thread.submit(oximeter.measure({"spo2": 94, "pulse": 71}))
            return bytes(battery), bytes(maker), await spot.until(1)

    battery, maker, spot = run(visit())
    assert (battery, maker) == (b"\x58", b"Software")
    assert spot[0][:5].hex() == "015e004700"


def test_five_hundred_stored_records_come_over_the_bus(private_bus: PrivateRadio) -> None:
    meter = GlucoseMeter(GLUCOSE)
    for number in range(500):
        meter.take({"glucose": 4 + number / 100}, {"meal": 1} if number % 5 == 0 else {})
    private_bus.add(meter)

    async def visit() -> tuple[list[bytes], bytes]:
        async with await BLUEZ.to(GLUCOSE) as client:
            return await fetch(client)

    records, answer = run(visit())
    assert [int.from_bytes(each[1:3], "little") for each in records] == list(range(1, 501))
    assert answer.hex() == "06000101"


def test_pairing_asks_the_agent_for_the_digits(private_bus: PrivateRadio) -> None:
    meter = AccuChek(GLUCOSE)
    meter.take({"glucose": 5.5})
    private_bus.add(meter)

    async def visit() -> tuple[list[str], list[bytes]]:
        async with Agent(meter.passkey) as agent, await BLUEZ.to(GLUCOSE) as client:
            await client.pair()
            records, _ = await fetch(client)
            return agent.asked, records

    asked, records = run(visit())
    assert asked == ["RequestPasskey /org/bluez/hci0/dev_F0_00_00_00_02_02"]
    assert len(records) == 1


def test_reading_what_is_guarded_pairs_by_itself_as_bluez_does(private_bus: PrivateRadio) -> None:
    meter = AccuChek(GLUCOSE)
    meter.take({"glucose": 5.5})
    private_bus.add(meter)

    async def visit() -> list[bytes]:
        async with Agent(meter.passkey), await BLUEZ.to(GLUCOSE) as client:
            return (await fetch(client))[0]

    assert len(run(visit())) == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [(123, "AuthenticationFailed"), (None, "AuthenticationCanceled")],
    ids=["wrong", "given up"],
)
def test_pairing_fails_without_the_right_digits(
    private_bus: PrivateRadio, typed: int | None, error: str
) -> None:
    meter = AccuChek(GLUCOSE)
    meter.take({"glucose": 5.5})
    private_bus.add(meter)

    async def visit() -> None:
        async with Agent(typed), await BLUEZ.to(GLUCOSE) as client:
            with refused(error):
                await client.pair()

    run(visit())


def test_without_an_agent_a_meter_with_digits_cannot_be_paired(private_bus: PrivateRadio) -> None:
    meter = AccuChek(GLUCOSE)
    meter.take({"glucose": 5.5})
    private_bus.add(meter)

    async def visit() -> None:
        async with await BLUEZ.to(GLUCOSE) as client:
            with refused("AuthenticationFailed"):
                await client.pair()

    run(visit())


def test_a_bonded_cuff_sends_before_anybody_listens_unless_told_to_wait(
    private_bus: PrivateRadio,
) -> None:
    """The reason for ending subscriptions before a connection ends."""
    cuff = AndCuff(CUFF)
    cuff.quiet_s = 0.0
    cuff.hangs_up_when_sent = False
    private_bus.add(cuff)

    async def visit(*, polite: bool) -> list[bytes]:
        async with await BLUEZ.to(CUFF) as client:
            await client.pair()
            heard = Heard()
            await client.start_notify("2a35", heard)
            if cuff.stored:
                await heard.until(1)
            if polite:
                await client.stop_notify("2a35")
            return heard.packets

    def measured() -> None:
        cuff.take({"sys": 120, "dia": 80, "pulse": 60})

    run(visit(polite=False))
    measured()
    assert run(visit(polite=True)) == []
    assert cuff.stored == []
    measured()
    assert len(run(visit(polite=True))) == 1


def test_a_bond_that_the_meter_forgot_ends_the_connection(private_bus: PrivateRadio) -> None:
    meter = ContourNext(GLUCOSE)
    private_bus.add(meter)

    async def first() -> None:
        async with await BLUEZ.to(GLUCOSE) as client:
            await client.pair()

    async def again() -> None:
        with pytest.raises(BleakError, match="disconnected"):
            async with await BLUEZ.to(GLUCOSE):
                pass

    run(first())
    private_bus.run(meter.overnight())
    run(again())


def test_a_lost_link_is_told_and_the_rest_can_be_fetched(private_bus: PrivateRadio) -> None:
    meter = GlucoseMeter(GLUCOSE, faults=Faults(lose_at=(11,)))
    for number in range(20):
        meter.take({"glucose": 4 + number / 10})
    private_bus.add(meter)

    async def visit(request: bytes) -> tuple[int, bool]:
        lost = asyncio.Event()
        async with await BLUEZ.to(GLUCOSE, lambda _: lost.set()) as client:
            records, answer = Heard(), Heard()
            await client.start_notify("2a18", records)
            await client.start_notify("2a52", answer)
            await client.write_gatt_char("2a52", request, response=True)
            ended = asyncio.create_task(answer.until(1))
            gone = asyncio.create_task(lost.wait())
            await asyncio.wait((ended, gone), return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            gone.cancel()
            return len(records.packets), lost.is_set()

    assert run(visit(b"\x01\x01")) == (10, True)
    assert run(visit(b"\x01\x03\x01\x0b\x00")) == (10, False)


def test_a_device_that_is_gone_is_given_up_in_time(private_bus: PrivateRadio) -> None:
    oximeter = Oximeter(OXIMETER)
    private_bus.add(oximeter)

    async def visit() -> None:
        client = await BLUEZ.to(OXIMETER, timeout=0.3)
        await asyncio.wrap_future(private_bus.thread.submit(oximeter.vanish()))
        with pytest.raises((TimeoutError, BleakError)):
            await client.connect()

    run(visit())


def test_the_device_s_own_refusal_keeps_its_number(private_bus: PrivateRadio) -> None:
    private_bus.add(GlucoseMeter(GLUCOSE))

    async def visit() -> int:
        async with await BLUEZ.to(GLUCOSE) as client:
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.write_gatt_char("2a52", b"\x01\x01", response=True)
            return int(caught.value.code)

    assert run(visit()) == 0xFD


def test_a_radio_that_is_off_or_gone_is_told_as_such(private_bus: PrivateRadio) -> None:
    async def why() -> str:
        with pytest.raises(BleakBluetoothNotAvailableError) as caught:
            async with BleakScanner():
                pass
        return caught.value.reason.name

    private_bus.run(private_bus.bluez.power(on=False))
    assert run(why()) == "POWERED_OFF"
    private_bus.run(private_bus.bluez.absent())
    assert run(why()) == "NO_BLUETOOTH"


def test_forgetting_a_device_takes_its_bond_too(private_bus: PrivateRadio) -> None:
    meter = ContourNext(GLUCOSE)
    private_bus.add(meter)

    async def visit() -> None:
        async with await BLUEZ.to(GLUCOSE) as client:
            await client.pair()
            await client.unpair()

    run(visit())
    assert private_bus.run(private_bus.world.central.bonded(GLUCOSE)) is False


def test_the_whole_name_is_read_once_connected(private_bus: PrivateRadio) -> None:
    name = "x" * 248
    private_bus.add(Oximeter(OXIMETER, name))

    async def visit() -> tuple[int, int]:
        device = await BLUEZ.find(OXIMETER)
        assert device is not None
        async with BleakClient(device):
            pass
        again = await BLUEZ.find(OXIMETER)
        return len(device.name or ""), len((again and again.name) or "")

    assert run(visit()) == (200, 248)
