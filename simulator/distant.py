"""A room of software devices in another process, reached by HCI over loopback TCP.

Here lives the host's half of the PC's radio (Bumble's GATT client, pairing, bonds); the
controller and all devices live in the process that serves the port.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bumble.host import Host
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from simulator.central import Central
from simulator.controllers import host_device
from simulator.world import PC_ADDRESS

T = TypeVar("T")


class DistantRoom:
    """The PC's radio in a room elsewhere; it connects on the loop that first uses it."""

    def __init__(self, host: str, port: int) -> None:
        """Remember where the room is; nothing is opened yet."""
        self._host = host
        self._port = port
        self._lock: asyncio.Lock | None = None
        self._source: _Source | None = None
        self.central = Central(host_device(PC_ADDRESS, "PC"))

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Give the loop that the radio runs on; it is the one that uses it."""
        return asyncio.get_running_loop()

    async def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something with the radio, opening the way to it first."""
        try:
            await self._ready()
        except BaseException:
            work.close()
            raise
        return await work

    async def _ready(self) -> None:
        if self._lock is None:
            self._lock = asyncio.Lock()
        async with self._lock:
            if self._source is not None and not self._source.terminated.done():
                return
            try:
                await self._open()
            except OSError:
                self.central.unavailable = "NO_BLUETOOTH"

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        transport, self._source = await loop.create_connection(_Source, self._host, self._port)
        self._source.lost = self._on_lost
        self.central.unavailable = ""
        self.central.device.host = Host(self._source, StreamPacketSink(transport))
        await self.central.start()

    def _on_lost(self) -> None:
        """Treat a room that is gone as a radio that was pulled out."""
        self.central.unavailable = "NO_BLUETOOTH"
        for opened in tuple(self.central.open.values()):
            opened.connection.emit(opened.connection.EVENT_DISCONNECTION, 0x08)
        self.central.open.clear()


class _Source(StreamPacketSource):
    """What arrives from the other process."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = _nothing

    def connection_lost(self, _: Exception | None) -> None:
        self.on_transport_lost()
        self.lost()


def _nothing() -> None:
    """Nobody needs to be told yet."""
