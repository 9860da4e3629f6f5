"""Who is asked for the digits that a device shows: the program that registered an agent."""

import asyncio

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from simulator.bluez.tree import NOTHING, Denied, Reply
from simulator.central import Central

AGENTS = "org.bluez.AgentManager1"
_AGENT = "org.bluez.Agent1"
_CAPABILITIES = ("", "DisplayOnly", "DisplayYesNo", "KeyboardOnly", "NoInputNoOutput",
                 "KeyboardDisplay")  # fmt: skip
_CAN_TYPE = ("", "KeyboardOnly", "KeyboardDisplay")
_REJECTED = "org.bluez.Error.Rejected"


class Agents:
    """The agents of the programs on the bus; the newest default one is asked."""

    def __init__(self, bus: MessageBus, central: Central) -> None:
        """Begin without any: then only pairing without digits succeeds."""
        self._bus = bus
        self._central = central
        self._known: dict[str, tuple[str, str]] = {}
        central.asked = self._ask
        central.can_type = False

    async def register(self, message: Message) -> Reply:
        """Take a program's agent; the first one is the default."""
        path, capability = message.body
        sender = message.sender or ""
        if capability not in _CAPABILITIES:
            raise Denied("org.bluez.Error.InvalidArguments", "Invalid arguments in method call")
        if sender in self._known:
            raise Denied("org.bluez.Error.AlreadyExists", "Already Exists")
        self._known[sender] = (path, capability)
        self._decide()
        return NOTHING

    async def unregister(self, message: Message) -> Reply:
        """Let a program's agent go."""
        if self._known.get(message.sender or "", ("",))[0] != message.body[0]:
            raise Denied("org.bluez.Error.DoesNotExist", "Does Not Exist")
        self.forget(message.sender or "")
        return NOTHING

    async def make_default(self, message: Message) -> Reply:
        """Ask this program's agent from now on."""
        sender = message.sender or ""
        if sender not in self._known:
            raise Denied("org.bluez.Error.DoesNotExist", "Does Not Exist")
        self._known[sender] = self._known.pop(sender)
        self._decide()
        return NOTHING

    def forget(self, sender: str) -> None:
        """Let the agent go of a program that left."""
        self._known.pop(sender, None)
        self._decide()

    def _decide(self) -> None:
        asked = list(self._known.values())[-1:]
        self._central.can_type = any(capability in _CAN_TYPE for _, capability in asked)

    async def _ask(self, address: str) -> int | None:
        """Ask the default agent for the six digits; None if it does not give any."""
        if not self._known:
            return None
        sender, (path, _) = list(self._known.items())[-1]
        device = f"/org/bluez/hci0/dev_{address.replace(':', '_')}"
        try:
            reply = await self._bus.call(_call(sender, path, "RequestPasskey", device))
        except asyncio.CancelledError:
            self._bus.send(_call(sender, path, "Cancel"))
            raise
        if reply.message_type is MessageType.ERROR:
            self._central.rejected = reply.error_name == _REJECTED
            return None
        return int(reply.body[0])


def _call(sender: str, path: str, member: str, device: str | None = None) -> Message:
    return Message(
        destination=sender,
        path=path,
        interface=_AGENT,
        member=member,
        signature="o" if device else "",
        body=[device] if device else [],
    )
