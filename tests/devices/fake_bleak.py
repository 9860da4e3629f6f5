"""bleak's scanner and client as a test wants them: what each step does is written down first."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bleak.args import SizedBuffer
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError

from station.devices.bleak_link import Patience, long
from station.devices.link import Fault, Link, LinkFault
from station.devices.radio import Running
from station.devices.scanner import Backends

ADDRESS = "02:00:00:00:00:01"
QUICK = Patience(
    find=0.2,
    connect=0.2,
    operation=0.2,
    pair=0.2,
    close=0.2,
    fresh=10.0,
    silence=5.0,
    between_sightings=0.0,
    retries=(0.01,),
)

WAIT = 10.0
"""Seconds until a test fails that waits for something that never comes."""


async def forever(*_: object) -> None:
    """Never end, as a system that hangs."""
    await asyncio.Event().wait()


def failing(error: BaseException) -> Callable[..., Awaitable[None]]:
    """Give something that always raises `error`."""

    async def fail(*_: object) -> None:
        raise error

    return fail


@dataclass
class Air:
    """What happens in the fake: replace a step to make it hang or fail."""

    scan_start: Callable[..., Awaitable[Any]] | None = None
    scan_stop: Callable[..., Awaitable[Any]] | None = None
    connect: Callable[..., Awaitable[Any]] | None = None
    disconnect: Callable[..., Awaitable[Any]] | None = None
    pair: Callable[..., Awaitable[Any]] | None = None
    read: Callable[..., Awaitable[Any]] | None = None
    write: Callable[..., Awaitable[Any]] | None = None
    notify: Callable[..., Awaitable[Any]] | None = None
    devices: list[tuple[str, str, list[str]]] = field(
        default_factory=lambda: [(ADDRESS, "Nonin3230", [long(0x1822)])]
    )
    """Address, name and services of what a scan hears at its start."""
    details: Any = None
    values: dict[int, bytes] = field(default_factory=lambda: {0x2A19: b"\x50", 0x2A5E: b""})
    """The characteristics of the one service, and what reading gives."""
    scanners: list["FakeScanner"] = field(default_factory=list)
    """Those that scan now."""
    starts: int = 0
    clients: list["FakeClient"] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    did: list[str] = field(default_factory=list)

    def backends(self) -> Backends:
        """Give what a Radio takes."""
        return Backends(FakeScanner, FakeClient, {"air": self})


class FakeScanner(BaseBleakScanner):
    """Hears the devices of its air at the start, and what advertise() says."""

    def __init__(self, *args: Any, air: Air, **_: object) -> None:  # noqa: ANN401  (bleak's own)
        super().__init__(args[0], args[1])
        self.air = air

    async def start(self) -> None:
        self.air.starts += 1
        if self.air.scan_start:
            await self.air.scan_start()
        self.air.scanners.append(self)
        for device in self.air.devices:
            self.advertise(*device)

    async def stop(self) -> None:
        if self in self.air.scanners:
            self.air.scanners.remove(self)
        if self.air.scan_stop:
            await self.air.scan_stop()

    def advertise(self, address: str, name: str | None, services: list[str]) -> None:
        """Hear one device."""
        told = AdvertisementData(name, {}, {}, services, None, -60, ())
        device = self.create_or_update_device(address, address, name, self.air.details, told)
        self.call_detection_callbacks(device, told)


class FakeClient(BaseBleakClient):
    """One connection that does what its air says."""

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        air: Air,
        **kwargs: Any,  # noqa: ANN401  (same)
    ) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self.air = air
        self.up = False
        self.hears: dict[str, NotifyCallback] = {}
        air.clients.append(self)

    @property
    def mtu_size(self) -> int:
        return 50

    @property
    def is_connected(self) -> bool:
        return self.up

    async def connect(self, pair: bool, **_: object) -> None:
        self.air.did.append("connect_paired" if pair else "connect")
        if self.air.connect:
            await self.air.connect(self)
        self.up = True
        self.air.open += 1
        self.air.most_open = max(self.air.most_open, self.air.open)
        self.services = _collection(self.air)

    async def disconnect(self) -> None:
        self.air.did.append("disconnect")
        if self.up:
            self.up = False
            self.air.open -= 1
        if self.air.disconnect:
            await self.air.disconnect(self)

    def drop(self) -> None:
        """Lose the link, as bleak tells it."""
        if self.up:
            self.up = False
            self.air.open -= 1
        self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()

    async def pair(self, *_: object, **__: object) -> None:
        self.air.did.append("pair")
        if self.air.pair:
            await self.air.pair(self)

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, **_: object
    ) -> bytearray:
        self._need()
        if self.air.read:
            await self.air.read(self)
        return bytearray(self.air.values[int(characteristic.uuid[4:8], 16)])

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        self._need()
        if self.air.write:
            await self.air.write(self)
        self.air.values[int(characteristic.uuid[4:8], 16)] = bytes(data)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: object
    ) -> None:
        self._need()
        if self.air.notify:
            await self.air.notify(self)
        self.hears[characteristic.uuid] = callback

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        self._need()
        del self.hears[characteristic.uuid]

    async def read_gatt_descriptor(self, descriptor: BleakGATTDescriptor, **_: object) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        raise NotImplementedError

    def _need(self) -> None:
        if not self.up:
            raise BleakError("Not connected")


def _collection(air: Air) -> BleakGATTServiceCollection:
    found = BleakGATTServiceCollection()
    service = BleakGATTService(None, 1, long(0x1822))
    found.add_service(service)
    for handle, number in enumerate(air.values, start=2):
        characteristic = BleakGATTCharacteristic(
            None, handle, long(number), ["read", "notify"], lambda: 47, service
        )
        found.add_characteristic(characteristic)
    return found


async def battery(link: Link) -> bytes:
    return await link.read(0x2A19)


def fault(running: Running[Any]) -> Fault:
    error = running.future.exception(WAIT)
    assert isinstance(error, LinkFault)
    return error.fault
