"""How the tests here speak with a meter: plain bleak, over whichever backend."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice

RECORD, ACCESS, ALL, COUNT = "2a18", "2a52", b"\x01\x01", b"\x04\x01"


@dataclass
class Way:
    """Bleak's keywords: none for the system's own backend."""

    scanner: dict[str, Any] = field(default_factory=dict)
    client: dict[str, Any] = field(default_factory=dict)

    async def find(self, address: str, seconds: float = 5.0) -> BLEDevice | None:
        """Look for a device."""
        return await BleakScanner.find_device_by_address(address, seconds, **self.scanner)

    async def to(
        self,
        address: str,
        lost: Callable[[BleakClient], None] | None = None,
        *,
        timeout: float = 5.0,  # noqa: ASYNC109  (bleak's own)
    ) -> BleakClient:
        """Find a device and give a client for it."""
        device = await self.find(address)
        assert device is not None
        return BleakClient(device, lost, timeout=timeout, **self.client)


@dataclass
class Heard:
    """What a characteristic told, in order."""

    packets: list[bytes] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, _: object, data: bytearray) -> None:
        self.packets.append(bytes(data))
        self.news.set()

    async def until(self, number: int) -> list[bytes]:
        """Wait until so many packets came."""
        async with asyncio.timeout(5):
            while len(self.packets) < number:
                self.news.clear()
                await self.news.wait()
        return self.packets


async def fetch(client: BleakClient, request: bytes = ALL) -> tuple[list[bytes], bytes]:
    """Ask a glucose meter; give its records and its answer."""
    records, answer = Heard(), Heard()
    await client.start_notify(RECORD, records)
    await client.start_notify(ACCESS, answer)
    await client.write_gatt_char(ACCESS, request, response=True)
    return records.packets, (await answer.until(1))[0]
