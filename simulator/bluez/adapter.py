"""The PC's radio as BlueZ shows it: on or off, looking for devices or not."""

from dbus_fast import Message, Variant

from simulator.bluez.devices import ADAPTER_PATH, Devices
from simulator.bluez.tree import NOTHING, Denied, Reply, Tree
from simulator.central import Central
from simulator.world import PC_ADDRESS

ADAPTER = "org.bluez.Adapter1"
__all__ = ["ADAPTER", "ADAPTER_PATH", "Adapter"]


class Adapter:
    """hci0: discovery runs for as long as any program asked for it."""

    def __init__(self, tree: Tree, central: Central, devices: Devices) -> None:
        """Take the tree it is shown in and the radio behind it."""
        self._tree = tree
        self._central = central
        self._devices = devices
        self._seekers: set[str] = set()
        tree.writable |= {(ADAPTER, "Powered"), (ADAPTER, "Alias")}
        tree.changed_by_caller = self._set

    def show(self) -> None:
        """Put it on the bus."""
        properties = {
            "Address": Variant("s", PC_ADDRESS),
            "AddressType": Variant("s", "random"),
            "Name": Variant("s", "simulated"),
            "Alias": Variant("s", "simulated"),
            "Class": Variant("u", 0),
            "Powered": Variant("b", self._central.powered),
            "Discoverable": Variant("b", False),  # noqa: FBT003  (D-Bus' own)
            "Pairable": Variant("b", True),  # noqa: FBT003
            "PairableTimeout": Variant("u", 0),
            "DiscoverableTimeout": Variant("u", 180),
            "Discovering": Variant("b", False),  # noqa: FBT003
            "UUIDs": Variant("as", []),
            "Modalias": Variant("s", "usb:v1D6Bp0246d0542"),
            "Roles": Variant("as", ["central", "peripheral"]),
        }
        self._tree.put(ADAPTER_PATH, {ADAPTER: properties})

    def close(self) -> None:
        """Look for nothing more."""
        self._seekers.clear()
        self._devices.seek(on=False)

    async def set_filter(self, _: Message) -> Reply:
        """Take a filter: every device here is a low-energy one, so that none is left out."""
        self._ready()
        return NOTHING

    async def start_discovery(self, message: Message) -> Reply:
        """Look for devices on behalf of one program."""
        self._ready()
        if message.sender in self._seekers:
            raise Denied("org.bluez.Error.InProgress", "Operation already in progress")
        self._seekers.add(message.sender or "")
        self._decide()
        return NOTHING

    async def stop_discovery(self, message: Message) -> Reply:
        """Look for none on behalf of this program."""
        self._ready()
        if message.sender not in self._seekers:
            raise Denied("org.bluez.Error.Failed", "No discovery started")
        self.forget(message.sender or "")
        return NOTHING

    def forget(self, sender: str) -> None:
        """Look for none on behalf of a program that left."""
        self._seekers.discard(sender)
        self._decide()

    async def remove_device(self, message: Message) -> Reply:
        """Forget a device and its bond."""
        await self._devices.remove(message.body[0])
        return NOTHING

    async def switch(self, *, on: bool) -> None:
        """Switch the radio; off ends every connection."""
        self._central.unavailable = "" if on else "POWERED_OFF"
        if not on:
            self._seekers.clear()
            self._decide()
            for opened in tuple(self._central.open.values()):
                await opened.close()

    async def _set(self, _path: str, interface: str, name: str, value: object) -> None:
        if (interface, name) == (ADAPTER, "Powered"):
            await self.switch(on=bool(value))

    def _decide(self) -> None:
        on = bool(self._seekers)
        if on != self._tree.value(ADAPTER_PATH, ADAPTER, "Discovering"):
            self._devices.seek(on=on)
            self._tree.change(ADAPTER_PATH, ADAPTER, Discovering=Variant("b", on))

    def _ready(self) -> None:
        if not self._central.powered:
            raise Denied("org.bluez.Error.NotReady", "Resource Not Ready")
