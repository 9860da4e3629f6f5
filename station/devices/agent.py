"""The pairing agent that BlueZ asks for codes (org.bluez.Agent1); Linux only.

bleak pairs over a connection of its own, so that BlueZ asks the default agent: this one, while
Station runs. It answers only for devices that a person is pairing just now.
"""

import asyncio
import re
from collections import Counter

from dbus_fast import BusType, DBusError, Message, MessageType
from dbus_fast.aio.message_bus import MessageBus
from dbus_fast.annotations import DBusObjectPath, DBusStr, DBusUInt16, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method

from station.core import log
from station.devices.asking import LARGEST_PASSKEY, Answer, Asked, Asker, PairingQuestion

AGENT_PATH = "/no/station/agent"
CAPABILITY = "KeyboardDisplay"
_DEVICE = re.compile(r"/dev_((?:[0-9A-F]{2}_){5}[0-9A-F]{2})$", re.IGNORECASE)
_CALL_SECONDS, _ANSWER_SECONDS = 5.0, 60.0


class Answers:
    """Decides what BlueZ is answered, whoever carries the words."""

    def __init__(self, seconds: float = _ANSWER_SECONDS) -> None:
        """Refuse everything until somebody can be asked; wait at most so long for an answer."""
        self._seconds = seconds
        self._asker: Asker | None = None
        self._expected: Counter[str] = Counter()
        self._asking: dict[str, set[asyncio.Future[Answer]]] = {}

    def ask_with(self, asker: Asker | None) -> None:
        """Ask this one from now on; None refuses everything that needs a person."""
        self._asker = asker

    def expect(self, address: str) -> None:
        """Answer for this device: a person has asked for it to be paired."""
        self._expected[address.upper()] += 1

    def expect_no_more(self, address: str) -> None:
        """Answer no longer for it, and withdraw what is being asked."""
        key = address.upper()
        self._expected[key] -= 1
        if self._expected[key] <= 0:
            del self._expected[key]
            self.withdraw(key)

    def withdraw(self, address: str | None = None) -> None:
        """Withdraw what is being asked about one device, or about all (None)."""
        for key in (address,) if address else tuple(self._asking):
            for asking in tuple(self._asking.get(key, ())):
                asking.cancel()

    def expected(self, path: str) -> str:
        """Give the address of the device at a D-Bus path; Rejected unless it is expected."""
        found = _DEVICE.search(path)
        address = found.group(1).replace("_", ":").upper() if found else ""
        if address not in self._expected:
            log.event("pairing.unexpected")
            raise DBusError("org.bluez.Error.Rejected", "not asked for")
        return address

    async def passkey(self, path: str) -> int:
        """Give the six digits that the device shows; Rejected or Canceled without an answer."""
        answer = await self._ask(PairingQuestion(self.expected(path), Asked.PASSKEY))
        if isinstance(answer, bool) or answer is None or not 0 <= answer <= LARGEST_PASSKEY:
            raise DBusError("org.bluez.Error.Rejected", "refused")
        return answer

    async def confirm(self, path: str, number: int) -> None:
        """Return if the device shows the same digits; Rejected or Canceled otherwise."""
        question = PairingQuestion(self.expected(path), Asked.CONFIRM, number)
        if await self._ask(question) is not True:
            raise DBusError("org.bluez.Error.Rejected", "refused")

    def show(self, path: str, number: int) -> None:
        """Show the digits that shall be typed on the device."""
        if self._asker:
            self._asker(PairingQuestion(self.expected(path), Asked.SHOWN, number))

    async def _ask(self, question: PairingQuestion) -> Answer:
        future = self._asker(question) if self._asker else None
        if future is None:
            return None
        asking = asyncio.wrap_future(future)
        together = self._asking.setdefault(question.address, set())
        together.add(asking)
        try:
            done, _ = await asyncio.wait({asking}, timeout=self._seconds)
        finally:
            together.discard(asking)
            future.cancel()
        if not done or asking.cancelled() or asking.exception():
            raise DBusError("org.bluez.Error.Canceled", "withdrawn" if done else "no answer")
        return asking.result()


class Agent(ServiceInterface):
    """org.bluez.Agent1 in front of the answers; the names are BlueZ's."""

    def __init__(self, answers: Answers) -> None:
        """Answer BlueZ with what `answers` decides."""
        super().__init__("org.bluez.Agent1")
        self._answers = answers

    @dbus_method(name="Release")
    def release(self) -> None:
        """Withdraw everything: BlueZ has let go of this agent."""
        self._answers.withdraw()

    @dbus_method(name="Cancel")
    def cancel(self) -> None:
        """Withdraw everything: the device has given up."""
        self._answers.withdraw()

    @dbus_method(name="RequestPasskey")
    async def request_passkey(self, device: DBusObjectPath) -> DBusUInt32:
        """Ask for the six digits that the device shows."""
        return await self._answers.passkey(device)

    @dbus_method(name="RequestConfirmation")
    async def request_confirmation(self, device: DBusObjectPath, passkey: DBusUInt32) -> None:
        """Ask whether the device shows the same digits."""
        await self._answers.confirm(device, passkey)

    @dbus_method(name="DisplayPasskey")
    def display_passkey(
        self, device: DBusObjectPath, passkey: DBusUInt32, entered: DBusUInt16
    ) -> None:
        """Show digits to type on the device, once and not again for each digit typed."""
        if not entered:
            self._answers.show(device, passkey)

    @dbus_method(name="RequestAuthorization")
    def request_authorization(self, device: DBusObjectPath) -> None:
        """Allow a pairing without a code, if a person has asked for it."""
        self._answers.expected(device)

    @dbus_method(name="AuthorizeService")
    def authorize_service(self, device: DBusObjectPath, uuid: DBusStr) -> None:
        """Allow a service of a device that is being paired."""
        del uuid
        self._answers.expected(device)

    @dbus_method(name="RequestPinCode")
    def request_pin_code(self, device: DBusObjectPath) -> DBusStr:
        """Refuse: only classic Bluetooth has PINs of letters, and no meter of ours is classic."""
        self._answers.expected(device)
        raise DBusError("org.bluez.Error.Rejected", "not for these devices")


class BluezPairer(Answers):
    """The agent with its connection to BlueZ."""

    def __init__(self, seconds: float = _ANSWER_SECONDS) -> None:
        """Make it; nothing is registered before begin()."""
        super().__init__(seconds)
        self._bus: MessageBus | None = None

    async def begin(self) -> None:
        """Register as BlueZ's default agent; that there is no BlueZ is tolerated and logged."""
        await self.end()
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                # Tests and other distributions give the bus's address in the environment.
                self._bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
                self._bus.export(AGENT_PATH, Agent(self))
                await self._call(self._bus, "RegisterAgent", "os", AGENT_PATH, CAPABILITY)
                await self._call(self._bus, "RequestDefaultAgent", "o", AGENT_PATH)
        except Exception as error:  # noqa: BLE001  (without an agent only codes are impossible)
            log.event("pairing.no_agent", tried=CAPABILITY.lower())
            log.bug("pairing.agent", error)
            await self.end()

    async def end(self) -> None:
        """Withdraw all questions and take leave of BlueZ."""
        self.withdraw()
        bus, self._bus = self._bus, None
        if bus is None:
            return
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                if bus.connected:
                    await self._call(bus, "UnregisterAgent", "o", AGENT_PATH)
        except Exception as error:  # noqa: BLE001  (BlueZ forgets an agent whose bus has closed)
            log.bug("pairing.leave", error)
        finally:
            bus.disconnect()

    @staticmethod
    async def _call(bus: MessageBus, member: str, signature: str, *body: str) -> None:
        reply = await bus.call(
            Message(
                destination="org.bluez",
                path="/org/bluez",
                interface="org.bluez.AgentManager1",
                member=member,
                signature=signature,
                body=list(body),
            )
        )
        if reply.message_type is MessageType.ERROR:
            raise DBusError(reply.error_name or "org.bluez.Error.Failed", member)
