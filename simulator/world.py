"""Software devices and one PC's radio, all on one link and one event loop."""

import asyncio
import hashlib
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Self, TypeVar

from bumble.keys import PairingKeys
from bumble.link import LocalLink

from simulator.central import Central
from simulator.controllers import software_device
from simulator.peripheral import Peripheral, Security

T = TypeVar("T")
PC_ADDRESS = "F0:00:00:00:FF:01"


class World:
    """The air of a room. Everything in it runs on `loop`; `call` reaches in from elsewhere."""

    def __init__(self) -> None:
        """Make an empty room; call it on the loop that it will live on."""
        self.loop = asyncio.get_running_loop()
        self.link = LocalLink()
        self.devices: dict[str, Peripheral] = {}
        self.central = Central(software_device(self.link, PC_ADDRESS, "PC"))
        self.central.rssi = self._rssi

    async def start(self) -> None:
        """Switch the PC's radio on."""
        await self.central.start()

    async def add(self, *devices: Peripheral) -> None:
        """Switch devices on in this room."""
        for device in devices:
            self.devices[device.address] = device
            await device.switch_on(self.link)

    async def bond(self, device: Peripheral) -> None:
        """Let a device and the PC know each other already, as if they had been paired long ago."""
        key = hashlib.sha256(f"bond {device.address}".encode()).digest()[:16]
        proved = device.security is Security.PASSKEY
        keys = PairingKeys(ltk=PairingKeys.Key(value=key, authenticated=proved))
        await self.central.remember(device.address, keys)
        await device.remember(PC_ADDRESS, keys)

    async def close(self) -> None:
        """Switch everything off: the devices fall silent, the PC hangs up, and then all goes dark.

        In this order nobody speaks on a connection that the other end has left already.
        """
        for device in self.devices.values():
            await device.fall_silent()
        for opened in tuple(self.central.open.values()):
            await opened.close()
        for device in self.devices.values():
            await device.left()
            await device.switch_off()
        mine = asyncio.current_task()
        ours = [each for each in asyncio.all_tasks(self.loop) if each is not mine and _ours(each)]
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)

    def _rssi(self, address: str) -> int:
        device = self.devices.get(address)
        return device.rssi if device is not None else -60

    async def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the room, from whichever loop is running."""
        if asyncio.get_running_loop() is self.loop:
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))


def _ours(task: asyncio.Task[Any]) -> bool:
    return getattr(task.get_coro(), "__module__", "").startswith(("bumble", "simulator"))


class WorldThread:
    """A room with a loop and a thread of its own, for programs that do not wait."""

    def __init__(self) -> None:
        """Prepare the thread; entering the context starts it."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="world", daemon=True)
        self.world: World

    def __enter__(self) -> Self:
        """Start the thread and the room."""
        self._thread.start()
        self.world = self.run(self._made())
        return self

    def __exit__(self, *_: object) -> None:
        """Switch everything off and end the thread."""
        self.run(self.world.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _made(self) -> World:
        world = World()
        await world.start()
        return world

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin something in the room."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T], *, seconds: float = 10.0) -> T:
        """Do something in the room and wait for it."""
        return self.submit(work).result(seconds)
