"""Scanning while somebody wants it: what is in range, and whether the PC can hear at all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from station.core import log
from station.core.clock import Clock
from station.devices.adapter import RadioState
from station.devices.bleak_link import Patience, short
from station.devices.bounded import bounded
from station.devices.faults import fault_of, state_of
from station.devices.link import Fault, LinkFault
from station.devices.models import recognise, shown_name

MOST_DEVICES = 1_000


@dataclass(frozen=True, slots=True)
class Backends:
    """What bleak is built on: the system's own classes, or those of the software meters."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
    keywords: dict[str, Any] = field(default_factory=dict)
    """Handed to both classes as they are."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A device that was heard: its name is what it says itself, and proves nothing."""

    address: str
    name: str
    rssi: int
    services: frozenset[int | str]
    model: str
    """Code of the model its name and services fit, empty if none."""
    paired: bool | None
    """Whether this PC has a bond with it; None where the system does not say."""
    seen_at: int
    """UTC milliseconds."""


def bond_of(device: BLEDevice) -> bool | None:
    """Tell whether the PC has a bond with the device; None where the system does not say."""
    details = device.details
    properties = details.get("props") if isinstance(details, dict) else None
    if not isinstance(properties, dict) or "Paired" not in properties:
        return None
    return bool(properties["Paired"])


class Scanner:
    """Lives on the radio's loop: scans while it is wanted, tries again when it cannot."""

    def __init__(
        self,
        clock: Clock,
        backends: Backends,
        patience: Patience,
        tell: Callable[[Sighting | RadioState], None],
    ) -> None:
        """Tell of sightings and of changes of state through `tell`, on the loop."""
        self._clock = clock
        self._backends = backends
        self._patience = patience
        self._tell = tell
        self.state = RadioState.UNKNOWN
        self.sightings: dict[str, Sighting] = {}
        self._devices: dict[str, BLEDevice] = {}
        self._seen: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._bonds: set[str] = set()
        """Devices that were paired since they were last heard."""
        self._heard_at = 0.0
        self._last_fault: Fault | None = None
        self._wanted = 0
        self._wakened = asyncio.Event()
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}

    def want(self, more: int) -> None:
        """Count who wants scanning: +1 when somebody begins to, -1 when somebody ends."""
        self._wanted += more
        self._wakened.set()

    def now_is(self, state: RadioState) -> None:
        """Note what is known of the PC's Bluetooth, and tell it if it is news."""
        if state is not self.state:
            self.state = state
            log.event("radio.state", state=state.value)
            self._tell(state)

    def device(self, address: str) -> BLEDevice | None:
        """Give what bleak connects to, if the device was ever heard."""
        return self._devices.get(address.upper())

    def paired(self, address: str) -> None:
        """Note that there is a bond now, whatever was heard before."""
        self._bonds.add(address.upper())

    def bond(self, device: BLEDevice) -> bool | None:
        """Tell whether the PC has a bond with the device; None where the system does not say."""
        return True if device.address.upper() in self._bonds else bond_of(device)

    def bonded(self, address: str) -> bool:
        """Tell whether the PC is known to have a bond with the device at an address."""
        device = self.device(address)
        return device is not None and self.bond(device) is True

    async def find(self, address: str) -> BLEDevice:
        """Give the device as soon as it is heard; LinkFault NOT_FOUND, or the radio's own fault.

        Scanning must be wanted while this waits.
        """
        key, loop = address.upper(), asyncio.get_running_loop()
        if loop.time() - self._seen.get(key, float("-inf")) <= self._patience.fresh:
            return self._devices[key]
        heard: asyncio.Future[None] = loop.create_future()
        self._waiting.setdefault(key, set()).add(heard)
        try:
            async with asyncio.timeout(self._patience.find):
                await heard
        except TimeoutError as error:
            raise LinkFault(Fault.NOT_FOUND, "not heard") from error
        finally:
            self._waiting[key].discard(heard)
        return self._devices[key]

    async def serve(self) -> None:
        """Scan while it is wanted, until cancelled."""
        failures = 0
        while True:
            if not self._wanted:
                await self._sleep(None)
                continue
            try:
                await self._scan()
                failures, self._last_fault = 0, None
            except LinkFault as fault:
                self._failed(fault)
                waits = self._patience.retries
                await self._sleep(waits[min(failures, len(waits) - 1)])
                failures += 1

    async def _scan(self) -> None:
        """Scan until nobody wants it or nothing has been heard for long; LinkFault if it cannot."""
        scanner = await self._started()
        self.now_is(RadioState.READY)
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        try:
            while self._wanted:
                left = self._heard_at + self._patience.silence - loop.time()
                if left <= 0:
                    # No system says that its radio was switched off; a new start does.
                    return
                await self._sleep(left)
        finally:
            await self._stopped(scanner)

    async def _started(self) -> BleakScanner:
        scanner: BleakScanner | None = None
        try:
            scanner = BleakScanner(
                self._heard, backend=self._backends.scanner, **self._backends.keywords
            )
            await bounded(scanner.start(), self._patience.operation)
        except BaseException as error:
            # A start that was cut short may have begun all the same.
            if scanner:
                await self._stopped(scanner)
            if isinstance(error, Exception):
                raise fault_of(error) from error
            raise
        return scanner

    async def _stopped(self, scanner: BleakScanner) -> None:
        try:
            await bounded(scanner.stop(), self._patience.close)
        except Exception as error:  # noqa: BLE001  (the radio may be gone by now)
            log.event("radio.stop_failed", fault=fault_of(error).fault.value)

    def _failed(self, fault: LinkFault) -> None:
        if fault.fault is not self._last_fault:
            # Once, not at every try: a PC without Bluetooth is asked four times a minute.
            log.event("radio.scan_failed", fault=fault.fault.value)
        self._last_fault = fault.fault
        self.now_is(state_of(fault.fault) or RadioState.UNKNOWN)
        if state_of(fault.fault):
            for waiting in self._waiting.values():
                for heard in waiting:
                    if not heard.done():
                        heard.set_exception(LinkFault(fault.fault, fault.detail))

    async def _sleep(self, seconds: float | None) -> None:
        """Wait until something about the wishes changes, at most so long."""
        self._wakened.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._wakened.wait()
        except TimeoutError:
            return

    def _heard(self, device: BLEDevice, advertised: AdvertisementData) -> None:
        try:
            self._note(device, advertised)
        except Exception as error:  # noqa: BLE001  (a bug of ours must not end in bleak's loop)
            log.bug("radio.heard", error)

    def _note(self, device: BLEDevice, advertised: AdvertisementData) -> None:
        now = self._heard_at = asyncio.get_running_loop().time()
        self.now_is(RadioState.READY)
        key = device.address.upper()
        self._devices[key] = device
        self._seen[key] = now
        if bond_of(device) is not None:
            self._bonds.discard(key)
        for heard in self._waiting.get(key, ()):
            if not heard.done():
                heard.set_result(None)
        sighting = self._sighting(device, advertised)
        last = self.sightings.get(key)
        self.sightings[key] = sighting
        soon = now - self._told.get(key, float("-inf")) < self._patience.between_sightings
        same = last and replace(last, rssi=sighting.rssi, seen_at=sighting.seen_at) == sighting
        if not (soon and same):
            self._told[key] = now
            self._tell(sighting)
        if len(self._seen) > MOST_DEVICES:
            self._forget()

    def _forget(self) -> None:
        """Let go of the older half: telephones change their addresses all day long."""
        memories: tuple[dict[str, Any], ...] = (
            self._seen,
            self._told,
            self._devices,
            self.sightings,
        )
        for key in sorted(self._seen, key=self._seen.__getitem__)[: MOST_DEVICES // 2]:
            for memory in memories:
                memory.pop(key, None)

    def _sighting(self, device: BLEDevice, advertised: AdvertisementData) -> Sighting:
        services = frozenset(short(uuid) for uuid in advertised.service_uuids)
        # The scan response with the name may come later; what was known stays known.
        before = self.sightings.get(device.address.upper())
        name = shown_name(advertised.local_name or device.name or "") or (
            before.name if before else ""
        )
        model = recognise(name, services)
        return Sighting(
            address=device.address,
            name=name,
            rssi=advertised.rssi,
            services=services,
            model=model.code if model else "",
            paired=self.bond(device),
            seen_at=self._clock.now(),
        )
