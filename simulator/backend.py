"""Bleak's scanner and client on a room of software devices, without any system below.

`BleakScanner(backend=Scanner, world=world)` and `BleakClient(device, backend=Client, world=world)`
behave as on BlueZ, errors included; the room may live on another loop.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from bumble.gatt_client import CharacteristicProxy

from simulator.central import Heard, Open, Refused, full
from simulator.distant import DistantRoom
from simulator.world import World

T = TypeVar("T")


Room: TypeAlias = World | DistantRoom
Backends: TypeAlias = tuple[type["Scanner"], type["Client"], dict[str, Any]]


def backends(world: Room) -> Backends:
    """Give bleak's backend classes for this room and the keywords to pass with them."""
    return Scanner, Client, {"world": world}


def backends_at(host: str, port: int) -> Backends:
    """Give them for a room in another process (`python -m simulator --tcp PORT`)."""
    return backends(DistantRoom(host, port))


class Scanner(BaseBleakScanner):
    """Hears what the room's PC hears."""

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        _scanning_mode: str = "active",
        *,
        world: Room,
        **_: Any,  # noqa: ANN401  (bleak passes every system's own arguments)
    ) -> None:
        """Take bleak's arguments and the room."""
        super().__init__(detection_callback, service_uuids)
        self._world = world
        self._end: Callable[[], None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begin to hear."""
        self.seen_devices = {}
        self._loop = asyncio.get_running_loop()
        self._end = await self._world.call(self._watch(self._loop))
        try:
            _check(self._world)
        except BleakBluetoothNotAvailableError:
            await self.stop()
            raise

    async def _watch(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        def heard(what: Heard) -> None:
            loop.call_soon_threadsafe(self._on_heard, what)

        return self._world.central.watch(heard)

    async def stop(self) -> None:
        """Hear no more."""
        end, self._end = self._end, None
        if end is not None:
            self._world.loop.call_soon_threadsafe(end)

    def _on_heard(self, heard: Heard) -> None:
        services = list(heard.services)
        if self._end is None or not self.is_allowed_uuid(services):
            return
        told = AdvertisementData(
            local_name=heard.name,
            manufacturer_data=heard.manufacturer,
            service_data={},
            service_uuids=services,
            tx_power=None,
            rssi=heard.rssi,
            platform_data=(),
        )
        paired = self._world.central.knows(heard.address)
        # As BlueZ tells it, so that the program learns of bonds in the same way.
        details = {"path": heard.address, "props": {"Paired": paired, "Bonded": paired}}
        device = self.create_or_update_device(
            heard.address, heard.address, heard.name, details, told
        )
        device.details = details
        self.call_detection_callbacks(device, told)


class Client(BaseBleakClient):
    """One connection from the room's PC."""

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        world: Room,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Take bleak's arguments and the room."""
        super().__init__(address_or_ble_device, **kwargs)
        self._world = world
        self._open: Open | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hears: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        """Give the name that the device was heard by."""
        heard = self._world.central.heard.get(self.address)
        return (heard.name if heard else None) or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """Give the negotiated size of a packet in bytes."""
        return self._open.mtu if self._open is not None else 23

    @property
    def is_connected(self) -> bool:
        """Tell whether the link is open."""
        return self._open is not None and not self._open.gone.is_set()

    async def connect(self, pair: bool, **_: Any) -> None:  # noqa: ANN401, FBT001
        """Connect, encrypt again where there is a bond, find the services; pair first if told."""
        _check(self._world)
        if self.address not in self._world.central.heard:
            raise BleakDeviceNotFoundError(self.address, f"{self.address} was not found")
        self._loop = asyncio.get_running_loop()
        self._open = await self._do(self._opened(self._loop, pair=pair))
        self.services = _collection(self._open)

    async def _opened(self, loop: asyncio.AbstractEventLoop, *, pair: bool) -> Open:
        opened = await self._world.central.connect(self.address, seconds=self._timeout)
        try:
            if pair and not await self._world.central.bonded(self.address):
                await opened.pair()
            await opened.prepare()
        except BaseException:
            await opened.close()
            raise
        connection = opened.connection
        connection.on(
            connection.EVENT_DISCONNECTION, lambda _: loop.call_soon_threadsafe(self._on_gone)
        )
        return opened

    def _on_gone(self) -> None:
        self._hears.clear()
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        """Disconnect."""
        if self._open is not None:
            await self._do(self._open.close())

    async def pair(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Pair, unless there is a bond already."""
        opened = self._connected()
        try:
            await self._do(opened.pair())
        except BleakDBusError as error:
            if not error.dbus_error.endswith("AlreadyExists"):
                raise

    async def unpair(self) -> None:
        """Forget the bond."""
        await self._do(self._world.central.unpair(self.address))

    async def read_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        **_: Any,  # noqa: ANN401
    ) -> bytearray:
        """Read a value."""
        return bytearray(await self._do(self._connected().read(characteristic.handle)))

    async def read_gatt_descriptor(
        self,
        descriptor: BleakGATTDescriptor,
        **_: Any,  # noqa: ANN401
    ) -> bytearray:
        """Read a descriptor."""
        return bytearray(await self._do(self._connected().read(descriptor.handle)))

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001
    ) -> None:
        """Write a value."""
        opened = self._connected()
        await self._do(opened.write(characteristic.handle, bytes(data), response=response))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Write a descriptor."""
        await self._do(self._connected().write(descriptor.handle, bytes(data), response=True))

    async def start_notify(
        self,
        characteristic: BleakGATTCharacteristic,
        callback: NotifyCallback,
        **_: Any,  # noqa: ANN401
    ) -> None:
        """Ask to be told of a value."""
        opened, loop = self._connected(), self._loop
        assert loop is not None  # noqa: S101  (it is connected)

        def hear(data: bytes) -> None:
            loop.call_soon_threadsafe(callback, bytearray(data))

        self._hears[characteristic.handle] = hear
        await self._do(opened.subscribe(characteristic.obj, hear))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Ask no more to be told."""
        hear = self._hears.pop(characteristic.handle, None)
        if hear is not None:
            await self._do(self._connected().unsubscribe(characteristic.obj, hear))

    def _connected(self) -> Open:
        if self._open is None or self._open.gone.is_set():
            raise BleakError("Not connected")
        return self._open

    async def _do(self, work: Any) -> Any:  # noqa: ANN401  (what it gives is what work gives)
        try:
            return await self._world.call(work)
        except Refused as refused:
            raise _as_bleak_says(refused) from refused


def _check(world: Room) -> None:
    """Say what bleak says when there is no radio."""
    if why := world.central.unavailable:
        reason = BleakBluetoothNotAvailableReason[why]
        raise BleakBluetoothNotAvailableError("There is no radio to use", reason)


def _as_bleak_says(refused: Refused) -> BleakError:
    if refused.att is not None:
        return BleakGATTProtocolError(refused.att)
    if refused.text == "Not connected":
        return BleakError("Not connected")
    return BleakDBusError(f"org.bluez.Error.{refused.name}", [refused.text])


def _collection(opened: Open) -> BleakGATTServiceCollection:
    """Write what was found as bleak's own objects."""
    found = BleakGATTServiceCollection()
    for service in opened.peer.services:
        made = BleakGATTService(service, service.handle, full(service.uuid.to_bytes()))
        found.add_service(made)
        for value in service.characteristics:
            found.add_characteristic(_characteristic(opened, value, made))
            for each in value.descriptors:
                uuid = full(each.type.to_bytes())
                characteristic = found.characteristics[value.handle]
                found.add_descriptor(BleakGATTDescriptor(each, each.handle, uuid, characteristic))
    return found


def _characteristic(
    opened: Open, value: CharacteristicProxy[bytes], service: BleakGATTService
) -> BleakGATTCharacteristic:
    return BleakGATTCharacteristic(
        value,
        value.handle,
        full(value.uuid.to_bytes()),
        list(gatt_char_props_to_strs(int(value.properties))),
        lambda: opened.mtu - 3,
        service,
    )
