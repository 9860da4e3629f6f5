"""Fixtures with a radio: software devices that are reached as real ones are."""

import sys
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from simulator.backend import backends
from simulator.bus import PrivateBus
from simulator.peripheral import Peripheral
from simulator.world import World, WorldThread

if sys.platform == "linux":
    from simulator.bluez import BlueZ

T = TypeVar("T")


class VirtualRadio:
    """A room of software devices on a thread of its own, and bleak's backend for it."""

    def __init__(self, thread: WorldThread) -> None:
        self.thread = thread
        self.world: World = thread.world
        self.scanner, self.client, self.keywords = backends(thread.world)

    def add(self, *devices: Peripheral) -> None:
        """Switch devices on; more can come at any time."""
        self.thread.run(self.world.add(*devices))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the room, such as `meter.measure(...)`, and wait for it."""
        return self.thread.run(work)

    def digits(self, given: int | None) -> None:
        """Say which six digits the person at the PC types; None: she gives up."""

        async def asked(_address: str) -> int | None:
            return given

        self.world.central.asked = asked


@pytest.fixture
def virtual_radio() -> Iterator[VirtualRadio]:
    """A room of software devices; `scanner`, `client`, `keywords` are bleak's way in."""
    with WorldThread() as thread:
        yield VirtualRadio(thread)


class PrivateRadio(VirtualRadio):
    """The same room behind an org.bluez on a bus of its own: for bleak as it is shipped."""

    def __init__(self, thread: WorldThread, bus: PrivateBus) -> None:
        super().__init__(thread)
        self.address = bus.address
        self.bluez: BlueZ = self.run(self._begun())

    async def _begun(self) -> "BlueZ":
        return await BlueZ(self.world, self.address).__aenter__()

    def close(self) -> None:
        """Take org.bluez off the bus."""
        self.run(self.bluez.__aexit__())


@pytest.fixture(scope="session")
def bus_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    """A D-Bus daemon for this worker; nobody is on it yet."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus


@pytest.fixture
def private_bus(bus_daemon: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateRadio]:
    """A room that programs reach through the system's bus, with bleak as it is shipped."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_daemon.address)
    with WorldThread() as thread:
        radio = PrivateRadio(thread, bus_daemon)
        yield radio
        radio.close()
