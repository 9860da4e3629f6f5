"""Opening a connection to a device and closing it again, however the visit ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from bleak import BleakClient
from bleak.backends.device import BLEDevice

from station.core import log
from station.devices.asking import Pairer
from station.devices.bleak_link import BleakLink, Bond, Patience
from station.devices.bounded import bounded
from station.devices.faults import fault_of, state_of
from station.devices.link import Fault, LinkFault
from station.devices.scanner import Backends, Scanner

_DROPPED_AGAIN = 2


@runtime_checkable
class Pairing(Protocol):
    """What a job may say of itself: whether it makes a bond, and if so before discovery."""

    @property
    def may_pair(self) -> bool:
        """Tell whether this visit may make a bond that was not there."""

    @property
    def pair_first(self) -> bool:
        """Tell whether the bond is made before the services are looked for."""


class Connector:
    """Finds devices, connects to them and lets go of them; lives on the radio's loop."""

    def __init__(
        self, scanner: Scanner, backends: Backends, patience: Patience, pairer: Pairer | None
    ) -> None:
        """Look for devices with `scanner`; `pairer` answers what the system asks."""
        self._scanner = scanner
        self._backends = backends
        self._patience = patience
        self._pairer = pairer
        self._dropped: dict[str, int] = {}
        """How often in a row a device ended its connection while it was being made."""

    @asynccontextmanager
    async def open(self, address: str, job: object) -> AsyncIterator[BleakLink]:
        """Give the link; LinkFault if there is none in time. It is closed at the end."""
        may_pair = isinstance(job, Pairing) and job.may_pair
        first = isinstance(job, Pairing) and job.pair_first and may_pair
        gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._pairer and may_pair:
            self._pairer.expect(address)
        try:
            client, bond = await self._client(address, gone, may_pair=may_pair, first=first)
            try:
                yield self._link(client, gone, bond)
            finally:
                await self._disconnect(client)
        finally:
            if self._pairer and may_pair:
                self._pairer.expect_no_more(address)

    async def _client(
        self, address: str, gone: "asyncio.Future[None]", *, may_pair: bool, first: bool
    ) -> tuple[BleakClient, Bond]:
        # Scanning goes on until it is connected: BlueZ forgets what it found when it ends.
        self._scanner.want(+1)
        try:
            device, heard = await self._device(address)
            bond = Bond(
                self._scanner.bond(device), may_pair, lambda: self._scanner.paired(device.address)
            )
            client = BleakClient(
                device,
                lambda _: _resolve(gone),
                pair=first,
                timeout=self._patience.connect,
                backend=self._backends.client,
                **self._backends.keywords,
            )
            await self._connect(client, first=first, heard=heard)
        finally:
            self._scanner.want(-1)
        return client, bond

    async def _device(self, address: str) -> tuple[BLEDevice, bool]:
        """Give the device, and whether it was heard just now."""
        try:
            return await self._scanner.find(address), True
        except LinkFault as fault:
            known = self._scanner.device(address)
            if fault.fault is not Fault.NOT_FOUND or known is None:
                raise
            # Systems leave out repeated advertisements: one try at what was heard before.
            return known, False

    async def _connect(self, client: BleakClient, *, first: bool, heard: bool) -> None:
        wait = self._patience.connect + (self._patience.pair if first else 0)
        try:
            await bounded(client.connect(), wait)
        except Exception as error:
            fault = fault_of(error)
            if state := state_of(fault.fault):
                self._scanner.now_is(state)
            if fault.fault is Fault.TIMED_OUT and not heard:
                raise LinkFault(Fault.NOT_FOUND, "not heard") from error
            raise self._told_by(client.address, fault, pairing=first) from error
        self._dropped.pop(client.address, None)

    def _told_by(self, address: str, fault: LinkFault, *, pairing: bool) -> LinkFault:
        """Tell a forgotten bond from other faults of connecting.

        No system says it plainly: a plain connection fails to authenticate, or it is dropped before
        the services are found, every time.
        """
        if pairing:
            return fault
        if fault.fault in {Fault.PIN_WRONG, Fault.NOT_ENCRYPTED}:
            return LinkFault(Fault.BOND_LOST, fault.detail)
        if fault.fault is Fault.LOST:
            self._dropped[address] = self._dropped.get(address, 0) + 1
            if self._dropped[address] >= _DROPPED_AGAIN and self._scanner.bonded(address):
                return LinkFault(Fault.BOND_LOST, "dropped again")
        return fault

    def _link(self, client: BleakClient, gone: "asyncio.Future[None]", bond: Bond) -> BleakLink:
        try:
            return BleakLink(client, gone, bond, self._patience)
        except Exception as error:
            raise fault_of(error) from error

    async def _disconnect(self, client: BleakClient) -> None:
        try:
            await bounded(client.disconnect(), self._patience.close)
        except Exception as error:  # noqa: BLE001  (it is let go of in any case)
            log.event("radio.close_failed", fault=fault_of(error).fault.value)


def _resolve(gone: "asyncio.Future[None]") -> None:
    if not gone.done():
        gone.set_result(None)
