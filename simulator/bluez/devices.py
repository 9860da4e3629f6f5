"""Devices as BlueZ shows them: seen, connected, paired, with their services found."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from dbus_fast import Message, Variant

from simulator.bluez.agents import Agents
from simulator.bluez.attributes import Attributes
from simulator.bluez.tree import NOTHING, Denied, Reply, Tree
from simulator.central import Central, Heard, Open, Refused

DEVICE = "org.bluez.Device1"
ADAPTER_PATH = "/org/bluez/hci0"
CONNECT_S = 25.0
"""How long BlueZ looks for a device that it was told to connect to."""
TOLD_EVERY_S = 0.1
"""How often at most an advertisement of one device is told on the bus."""
_CONNECTIONS_END = "le-connection-abort-by-local"


class Devices:
    """The devices of a room. A device is shown from when it is first heard in a search."""

    def __init__(
        self, tree: Tree, central: Central, attributes: Attributes, agents: Agents
    ) -> None:
        """Take the tree, the radio, the attributes' part of the tree and the agents."""
        self._tree = tree
        self._central = central
        self._attributes = attributes
        self._agents = agents
        self._end: Callable[[], None] | None = None
        self._told: dict[str, float] = {}
        self._connecting: dict[str, asyncio.Task[Open]] = {}
        self._pairing: dict[str, asyncio.Task[None]] = {}
        self._work: set[asyncio.Task[None]] = set()
        tree.writable |= {(DEVICE, "Trusted"), (DEVICE, "Alias")}

    # ---- looking

    def seek(self, *, on: bool) -> None:
        """Show what is heard from now on, or nothing new."""
        if self._end is not None:
            self._end()
            self._end = None
        self._told.clear()
        if on:
            self._end = self._central.watch(self._on_heard)
            return
        for path in tuple(self._tree.objects):
            if self._tree.value(path, DEVICE, "RSSI") is not None:
                self._tree.change(path, DEVICE, gone=("RSSI",))

    def _on_heard(self, heard: Heard) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._told.get(heard.address, -1.0) < TOLD_EVERY_S:
            return
        self._told[heard.address] = now
        path = path_of(heard.address)
        if path not in self._tree.objects:
            self._tree.put(path, {DEVICE: _shown(heard, bonded=self._central.knows(heard.address))})
            return
        changed = {"RSSI": Variant("n", heard.rssi)}
        known = self._tree.value(path, DEVICE, "Name") or ""
        # A shortened name does not replace the whole one that was read.
        if heard.name and not known.startswith(heard.name):
            changed |= {"Name": Variant("s", heard.name), "Alias": Variant("s", heard.name)}
        self._tree.change(path, DEVICE, (), **changed)

    # ---- connecting

    async def connect(self, message: Message) -> Reply:
        """Answer Connect: the link first, its services afterwards."""
        await self._connected(message.path or "")
        return NOTHING

    async def _connected(self, path: str) -> Open:
        address = self._address(path)
        if not self._central.powered:
            raise Denied("org.bluez.Error.NotReady", "Resource Not Ready")
        if address in self._central.open:
            return self._central.open[address]
        if address in self._connecting:
            raise Denied("org.bluez.Error.InProgress", "Operation already in progress")
        work = self._central.connect(address, seconds=CONNECT_S)
        task = self._connecting[address] = asyncio.ensure_future(work)
        try:
            opened = await task
        except asyncio.CancelledError:
            raise Denied("org.bluez.Error.Failed", "Operation was cancelled") from None
        except Refused:
            # A text that bleak does not take for a link that came and went.
            raise Denied("org.bluez.Error.Failed", "le-connection-timed-out") from None
        finally:
            self._connecting.pop(address, None)
        self._opened(path, opened)
        return opened

    def _opened(self, path: str, opened: Open) -> None:
        self._tree.change(path, DEVICE, Connected=Variant("b", True))  # noqa: FBT003
        connection = opened.connection
        connection.on(connection.EVENT_DISCONNECTION, lambda _: self._closed(path))
        connection.on(connection.EVENT_PAIRING, lambda _: self._bonded(path, is_so=True))
        task = asyncio.ensure_future(self._find(path, opened))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _find(self, path: str, opened: Open) -> None:
        """Encrypt again where there is a bond, find the services, show them."""
        try:
            await opened.prepare()
        except Refused:
            await opened.close()
            return
        if name := await self._name(opened):
            self._tree.change(path, DEVICE, Name=Variant("s", name), Alias=Variant("s", name))
        uuids = self._attributes.show(path, opened)
        self._tree.change(
            path,
            DEVICE,
            UUIDs=Variant("as", uuids),
            ServicesResolved=Variant("b", True),  # noqa: FBT003
        )

    async def _name(self, opened: Open) -> str:
        """Read the whole name, as BlueZ does; what is no text becomes the sign for that."""
        for service in opened.peer.services:
            for value in service.characteristics:
                if value.uuid.to_bytes()[:2] == b"\x00\x2a":
                    with suppress(Refused):
                        raw = await opened.read(value.handle)
                        return raw.decode(errors="replace").replace("\0", "")
        return ""

    def _closed(self, path: str) -> None:
        self._attributes.hide(path)
        self._tree.change(
            path,
            DEVICE,
            ServicesResolved=Variant("b", False),  # noqa: FBT003
            Connected=Variant("b", False),  # noqa: FBT003
        )

    async def disconnect(self, message: Message) -> Reply:
        """Answer Disconnect, which also ends an attempt to connect."""
        address = self._address(message.path or "")
        if connecting := self._connecting.get(address):
            connecting.cancel()
        elif opened := self._central.open.get(address):
            await opened.close()
        return NOTHING

    # ---- pairing

    async def pair(self, message: Message) -> Reply:
        """Answer Pair: connects first if need be."""
        path = message.path or ""
        address = self._address(path)
        if await self._central.bonded(address):
            raise Denied("org.bluez.Error.AlreadyExists", "Already Exists")
        opened = await self._connected(path)
        task = self._pairing[address] = asyncio.ensure_future(opened.pair())
        try:
            await task
        except asyncio.CancelledError:
            raise Denied("org.bluez.Error.AuthenticationCanceled") from None
        finally:
            self._pairing.pop(address, None)
        self._bonded(path, is_so=True)
        return NOTHING

    async def cancel_pairing(self, message: Message) -> Reply:
        """Answer CancelPairing."""
        task = self._pairing.get(self._address(message.path or ""))
        if task is None:
            raise Denied("org.bluez.Error.DoesNotExist", "Does Not Exist")
        task.cancel()
        return NOTHING

    def _bonded(self, path: str, *, is_so: bool) -> None:
        told = Variant("b", is_so)
        self._tree.change(path, DEVICE, Paired=told, Bonded=told)

    async def remove(self, path: str) -> None:
        """Forget a device and its bond."""
        address = self._address(path, missing="org.bluez.Error.DoesNotExist")
        await self._central.unpair(address)
        self._attributes.hide(path)
        self._tree.drop(path)
        self._told.pop(address, None)

    def _address(
        self, path: str, *, missing: str = "org.freedesktop.DBus.Error.UnknownObject"
    ) -> str:
        address = self._tree.value(path, DEVICE, "Address")
        if address is None:
            raise Denied(missing, f"no such device: {path}")
        return str(address)


def path_of(address: str) -> str:
    """Give the path that BlueZ shows a device by."""
    return f"{ADAPTER_PATH}/dev_{address.replace(':', '_')}"


def _shown(heard: Heard, *, bonded: bool) -> dict[str, Variant]:
    name = heard.name
    named = {"Name": Variant("s", name.replace("\0", ""))} if name else {}
    flags = {
        flag: Variant("b", False)  # noqa: FBT003
        for flag in (
            "Trusted",
            "Blocked",
            "LegacyPairing",
            "Connected",
            "ServicesResolved",
        )
    }
    return {
        "Address": Variant("s", heard.address),
        "AddressType": Variant("s", "random"),
        "Alias": Variant("s", (name or heard.address.replace(":", "-")).replace("\0", "")),
        "Adapter": Variant("o", ADAPTER_PATH),
        "UUIDs": Variant("as", list(heard.services)),
        "RSSI": Variant("n", heard.rssi),
        "Paired": Variant("b", bonded),
        "Bonded": Variant("b", bonded),
        **named,
        **flags,
    }
