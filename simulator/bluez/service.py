"""The service that calls itself org.bluez: takes calls, finds who answers them, sends replies."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Self

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from simulator.bluez.adapter import ADAPTER, ADAPTER_PATH, Adapter
from simulator.bluez.agents import AGENTS, Agents
from simulator.bluez.attributes import CHARACTERISTIC, DESCRIPTOR, Attributes
from simulator.bluez.devices import DEVICE, Devices
from simulator.bluez.tree import MANAGER, PROPERTIES, Denied, Method, Tree, is_call
from simulator.central import Refused
from simulator.world import World

_LOG = logging.getLogger(__name__)
_BY_CODE = {
    0x02: ("NotPermitted", "Read not permitted"),
    0x03: ("NotPermitted", "Write not permitted"),
    0x05: ("NotPermitted", "Not paired"),
    0x06: ("NotSupported", "Operation is not supported"),
    0x07: ("InvalidArguments", "Invalid offset"),
    0x08: ("NotAuthorized", "Operation Not Authorized"),
    0x0C: ("NotPermitted", "Not paired"),
    0x0D: ("InvalidArguments", "Invalid Length"),
    0x0F: ("NotPermitted", "Not paired"),
    0xFD: ("ImproperlyConfigured", "CCC Improperly Configured"),
}
"""The device's own error codes that BlueZ has a name for."""


class BlueZ:
    """A room's PC as BlueZ shows it; runs on the room's loop until the context ends."""

    def __init__(self, world: World, address: str) -> None:
        """Take the room and the bus."""
        self._world = world
        self._bus = MessageBus(bus_address=address, bus_type=BusType.SYSTEM)
        self._tasks: set[asyncio.Task[None]] = set()
        self.tree = tree = Tree(self._bus)
        self.agents = Agents(self._bus, world.central)
        self.attributes = Attributes(tree)
        self.devices = Devices(tree, world.central, self.attributes, self.agents)
        self.adapter = Adapter(tree, world.central, self.devices)
        self._methods: dict[tuple[str, str], Method] = {
            (MANAGER, "GetManagedObjects"): tree.managed,
            (PROPERTIES, "Get"): tree.get,
            (PROPERTIES, "GetAll"): tree.get_all,
            (PROPERTIES, "Set"): tree.set,
            (AGENTS, "RegisterAgent"): self.agents.register,
            (AGENTS, "UnregisterAgent"): self.agents.unregister,
            (AGENTS, "RequestDefaultAgent"): self.agents.make_default,
            (ADAPTER, "SetDiscoveryFilter"): self.adapter.set_filter,
            (ADAPTER, "StartDiscovery"): self.adapter.start_discovery,
            (ADAPTER, "StopDiscovery"): self.adapter.stop_discovery,
            (ADAPTER, "RemoveDevice"): self.adapter.remove_device,
            (DEVICE, "Connect"): self.devices.connect,
            (DEVICE, "Disconnect"): self.devices.disconnect,
            (DEVICE, "Pair"): self.devices.pair,
            (DEVICE, "CancelPairing"): self.devices.cancel_pairing,
            (CHARACTERISTIC, "ReadValue"): self.attributes.read,
            (CHARACTERISTIC, "WriteValue"): self.attributes.write,
            (CHARACTERISTIC, "StartNotify"): self.attributes.start_notify,
            (CHARACTERISTIC, "StopNotify"): self.attributes.stop_notify,
            (DESCRIPTOR, "ReadValue"): self.attributes.read,
            (DESCRIPTOR, "WriteValue"): self.attributes.write,
        }

    async def __aenter__(self) -> Self:
        """Take the name on the bus and show the adapter."""
        await self._bus.connect()
        self._bus.add_message_handler(self._on_message)
        await self._hear_who_leaves()
        self.tree.put("/org/bluez", {AGENTS: {}})
        self.adapter.show()
        await self._bus.request_name("org.bluez")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave the bus; what was asked over it meanwhile is over before that."""
        self.adapter.close()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()

    async def absent(self) -> None:
        """Take the adapter away, as when it is pulled out."""
        await self.adapter.switch(on=False)
        self.tree.drop(ADAPTER_PATH)

    async def _hear_who_leaves(self) -> None:
        rule = "type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged'"
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )

    def _on_message(self, message: Message) -> bool:
        if message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged":
            name, _, owner = message.body
            if not owner:
                self._begin(self._gone(name))
            return False
        if not is_call(message):
            return False
        method = self._methods.get((message.interface or "", message.member or ""))
        if method is None:
            return False
        self._begin(self._serve(method, message))
        return True

    async def _gone(self, sender: str) -> None:
        self.agents.forget(sender)
        self.adapter.forget(sender)
        await self.attributes.forget(sender)

    async def _serve(self, method: Method, message: Message) -> None:
        try:
            signature, body = await method(message)
            reply = Message.new_method_return(message, signature, body)
        except Denied as denied:
            reply = Message.new_error(message, denied.name, denied.text)
        except Refused as refused:
            name, text = _named(refused)
            reply = Message.new_error(message, f"org.bluez.Error.{name}", text)
        if self._bus.connected:
            self._bus.send(reply)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _LOG.error("a call of org.bluez broke", exc_info=task.exception())

    async def power(self, *, on: bool) -> None:
        """Switch the adapter on or off, as in the system's settings."""
        await self.adapter.switch(on=on)
        self.tree.change(ADAPTER_PATH, ADAPTER, Powered=Variant("b", on))


def _named(refused: Refused) -> tuple[str, str]:
    """Give the name and the text that BlueZ answers with."""
    if refused.att is None:
        return refused.name, refused.text
    known = _BY_CODE.get(refused.att)
    return known or ("Failed", f"Operation failed with ATT error: 0x{refused.att:02x}")
