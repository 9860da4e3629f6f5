"""A connected device's services, characteristics and descriptors as BlueZ shows them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bleak.assigned_numbers import gatt_char_props_to_strs
from bumble.gatt_client import CharacteristicProxy
from dbus_fast import Message, Variant

from simulator.bluez.tree import NOTHING, Denied, Reply, Tree
from simulator.central import Open, full

SERVICE = "org.bluez.GattService1"
CHARACTERISTIC = "org.bluez.GattCharacteristic1"
DESCRIPTOR = "org.bluez.GattDescriptor1"
_OWN_SERVICE = "00001800-0000-1000-8000-00805f9b34fb"
"""The service that BlueZ keeps for itself."""


@dataclass(slots=True)
class _Shown:
    """One attribute on the bus: where it is read and written, and who listens to it."""

    opened: Open
    handle: int
    value: CharacteristicProxy[bytes] | None = None
    listeners: set[str] = field(default_factory=set)
    hear: Callable[[bytes], None] | None = None


class Attributes:
    """The attributes of all connected devices."""

    def __init__(self, tree: Tree) -> None:
        """Take the tree that they are shown in."""
        self._tree = tree
        self._shown: dict[str, _Shown] = {}

    def show(self, device: str, opened: Open) -> list[str]:
        """Put a device's attributes on the bus; gives its services' UUIDs."""
        uuids = []
        for service in opened.peer.services:
            uuid = full(service.uuid.to_bytes())
            uuids.append(uuid)
            if uuid == _OWN_SERVICE:
                continue
            path = f"{device}/service{service.handle:04x}"
            properties = {
                "UUID": Variant("s", uuid),
                "Primary": Variant("b", True),  # noqa: FBT003
                "Device": Variant("o", device),
                "Includes": Variant("ao", []),
            }
            self._tree.put(path, {SERVICE: properties})
            for value in service.characteristics:
                self._show_value(path, opened, value)
        return uuids

    def _show_value(self, service: str, opened: Open, value: CharacteristicProxy[bytes]) -> None:
        path = f"{service}/char{value.handle:04x}"
        properties = {
            "UUID": Variant("s", full(value.uuid.to_bytes())),
            "Service": Variant("o", service),
            "Value": Variant("ay", b""),
            "Notifying": Variant("b", False),  # noqa: FBT003
            "Flags": Variant("as", list(gatt_char_props_to_strs(int(value.properties)))),
            "MTU": Variant("q", opened.mtu),
        }
        self._shown[path] = _Shown(opened, value.handle, value)
        self._tree.put(path, {CHARACTERISTIC: properties})
        for each in value.descriptors:
            inner = f"{path}/desc{each.handle:04x}"
            described = {
                "UUID": Variant("s", full(each.type.to_bytes())),
                "Characteristic": Variant("o", path),
                "Value": Variant("ay", b""),
            }
            self._shown[inner] = _Shown(opened, each.handle)
            self._tree.put(inner, {DESCRIPTOR: described})

    def hide(self, device: str) -> None:
        """Take a device's attributes off the bus."""
        for path in self._tree.below(device):
            self._shown.pop(path, None)
            self._tree.drop(path)

    async def read(self, message: Message) -> Reply:
        """Answer ReadValue."""
        shown = self._at(message)
        offset = message.body[0].get("offset")
        value = await shown.opened.read(shown.handle)
        return "ay", [value[offset.value if offset else 0 :]]

    async def write(self, message: Message) -> Reply:
        """Answer WriteValue; a "command" is a write without response."""
        shown = self._at(message)
        data, options = message.body
        kind = options.get("type")
        response = shown.value is None or kind is None or kind.value != "command"
        await shown.opened.write(shown.handle, bytes(data), response=response)
        return NOTHING

    async def start_notify(self, message: Message) -> Reply:
        """Answer StartNotify: the first listener makes the subscription."""
        path = message.path or ""
        shown = self._at(message)
        if shown.value is None or not _tells(shown.value):
            raise Denied("org.bluez.Error.NotSupported", "Operation is not supported")
        if message.sender in shown.listeners:
            raise Denied("org.bluez.Error.InProgress", "Operation already in progress")
        first = not shown.listeners
        shown.listeners.add(message.sender or "")
        if first:
            await self._subscribe(path, shown, shown.value)
        return NOTHING

    async def _subscribe(self, path: str, shown: _Shown, value: CharacteristicProxy[bytes]) -> None:
        def hear(data: bytes) -> None:
            self._tree.change(path, CHARACTERISTIC, Value=Variant("ay", data))

        shown.hear = hear
        try:
            await shown.opened.subscribe(value, hear)
        except BaseException:
            shown.listeners.clear()
            raise
        self._tree.change(path, CHARACTERISTIC, Notifying=Variant("b", True))  # noqa: FBT003

    async def stop_notify(self, message: Message) -> Reply:
        """Answer StopNotify: the last listener ends the subscription."""
        shown = self._at(message)
        if message.sender not in shown.listeners:
            raise Denied("org.bluez.Error.Failed", "No notify session started")
        await self._leave(message.path or "", shown, message.sender or "")
        return NOTHING

    async def forget(self, sender: str) -> None:
        """End the subscriptions of a program that left."""
        for path, shown in tuple(self._shown.items()):
            if sender in shown.listeners and not shown.opened.gone.is_set():
                await self._leave(path, shown, sender)

    async def _leave(self, path: str, shown: _Shown, sender: str) -> None:
        shown.listeners.discard(sender)
        if shown.listeners or shown.value is None or shown.hear is None:
            return
        self._tree.change(path, CHARACTERISTIC, Notifying=Variant("b", False))  # noqa: FBT003
        await shown.opened.unsubscribe(shown.value, shown.hear)

    def _at(self, message: Message) -> _Shown:
        shown = self._shown.get(message.path or "")
        if shown is None:
            raise Denied("org.freedesktop.DBus.Error.UnknownObject", message.path or "")
        return shown


def _tells(value: CharacteristicProxy[bytes]) -> bool:
    properties = type(value.properties)
    return bool(value.properties & (properties.NOTIFY | properties.INDICATE))
