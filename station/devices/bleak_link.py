"""A Link over bleak: 16-bit numbers for UUIDs, a time-out for all, LinkFault for what fails."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.uuids import normalize_uuid_16, normalize_uuid_str

from station.core import log
from station.devices.bounded import bounded
from station.devices.faults import fault_of
from station.devices.link import Fault, LinkFault

T = TypeVar("T")

_SHORT = re.compile(r"0000([0-9a-f]{4})-0000-1000-8000-00805f9b34fb")
_SMALLEST_WRITE = 20
_UNTOLD = frozenset({Fault.NOT_ENCRYPTED, Fault.PIN_WRONG})
"""What a device says that has forgotten a bond which this PC still has."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds each thing may take before it is given up."""

    find: float = 12.0
    connect: float = 20.0
    operation: float = 10.0
    pair: float = 60.0
    close: float = 5.0
    fresh: float = 10.0
    """A device seen this recently is connected to without looking for it again."""
    silence: float = 20.0
    """When nothing at all has been heard for this long, scanning begins anew."""
    between_sightings: float = 0.5
    """One device is told of at most this often, unless something about it has changed."""
    retries: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0)
    """Waits before scanning is tried again; the last one is repeated."""


def short(uuid: str) -> int | str:
    """Give the 16-bit number of an assigned UUID, any other UUID as lower-case text."""
    found = _SHORT.fullmatch(full := normalize_uuid_str(uuid))
    return int(found.group(1), 16) if found else full


def long(characteristic: int | str) -> str:
    """Give the 128-bit UUID as text of a 16-bit number or of a UUID."""
    if isinstance(characteristic, int):
        return normalize_uuid_16(characteristic)
    return normalize_uuid_str(characteristic)


@dataclass(frozen=True, slots=True)
class Bond:
    """What the PC knew of the bond before it connected, and whether a new one may be made."""

    known: bool | None
    """None where the system does not say (Windows, macOS)."""
    may_pair: bool = True
    made: Callable[[], None] = lambda: None
    """Called when the system has said that there is a bond now."""


class BleakLink:
    """An open connection over bleak; made when the client has connected."""

    def __init__(
        self, client: BleakClient, gone: "asyncio.Future[None]", bond: Bond, patience: Patience
    ) -> None:
        """Keep a connected client; `gone` is resolved when its link is lost."""
        self._client = client
        self._gone = gone
        self._bond = bond
        self._patience = patience
        found = client.services
        # The first of its name: some meters have two battery services.
        self._found: dict[int | str, BleakGATTCharacteristic] = {}
        for one in found.characteristics.values():
            self._found.setdefault(short(one.uuid), one)
        self._services = frozenset(short(service.uuid) for service in found)
        self._address = client.address

    @property
    def address(self) -> str:
        """Give the device's address (on macOS the system's own name for it)."""
        return self._address

    @property
    def largest_write(self) -> int:
        """Give how many bytes a write without response carries (MTU - 3), at least 20."""
        # bleak's own mtu_size is always 23 on Linux; each characteristic knows better.
        sizes = (one.max_write_without_response_size for one in self._found.values())
        return max(sizes, default=_SMALLEST_WRITE)

    @property
    def services(self) -> frozenset[int | str]:
        """Give the services found on the device."""
        return self._services

    @property
    def characteristics(self) -> frozenset[int | str]:
        """Give the characteristics found on the device."""
        return frozenset(self._found)

    async def read(self, characteristic: int | str) -> bytes:
        """Read a value; LinkFault if it cannot be read in time."""
        found = self._characteristic(characteristic)
        return bytes(await self._bounded(self._client.read_gatt_char(found)))

    async def write(self, characteristic: int | str, data: bytes, *, response: bool = True) -> None:
        """Write a value; LinkFault if it is not taken in time."""
        found = self._characteristic(characteristic)
        await self._bounded(self._client.write_gatt_char(found, data, response=response))

    async def subscribe(self, characteristic: int | str, heard: Callable[[bytes], None]) -> None:
        """Ask for notifications or indications; `heard` is called on the radio's loop."""
        found = self._characteristic(characteristic)

        def took(_: BleakGATTCharacteristic, data: bytearray) -> None:
            try:
                heard(bytes(data))
            except Exception as error:  # noqa: BLE001  (a bug of ours must not end in bleak's loop)
                log.bug("link.heard", error)

        await self._bounded(self._client.start_notify(found, took))

    async def unsubscribe(self, characteristic: int | str) -> None:
        """Ask for no more of them."""
        found = self._characteristic(characteristic)
        await self._bounded(self._client.stop_notify(found))

    async def pair(self) -> bool:
        """Pair where it is not yet; tell whether the link is bonded and encrypted after it.

        False where that is not known: macOS pairs by itself and never says. LinkFault BOND_LOST if
        the PC has no bond and this visit may not make one.
        """
        if self._bond.known is False and not self._bond.may_pair:
            raise LinkFault(Fault.BOND_LOST, "no bond here")
        try:
            await self._bounded(self._client.pair(), self._patience.pair)
        except NotImplementedError:
            return False
        self._bond.made()
        return True

    async def lost(self) -> None:
        """Return when the connection is gone."""
        await asyncio.shield(self._gone)

    def _characteristic(self, characteristic: int | str) -> BleakGATTCharacteristic:
        wanted = characteristic if isinstance(characteristic, int) else short(characteristic)
        found = self._found.get(wanted)
        if found is None:
            raise LinkFault(Fault.UNSUITED, "no such characteristic")
        return found

    async def _bounded(self, doing: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        wait = self._patience.operation if seconds is None else seconds
        try:
            return await bounded(doing, wait, self._gone)
        except NotImplementedError:
            raise
        except Exception as error:
            raise self._judged(error) from error

    def _judged(self, error: Exception) -> LinkFault:
        fault = fault_of(error)
        if self._gone.done():
            return LinkFault(Fault.LOST, fault.detail)
        if self._bond.known and fault.fault in _UNTOLD:
            return LinkFault(Fault.BOND_LOST, fault.detail)
        return fault
