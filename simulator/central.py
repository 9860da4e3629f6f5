"""The PC's side of the air, on Bumble: what an operating system does below a program's calls.

It keeps bonds, encrypts the link to a bonded device again, raises security when a device asks,
times out, and turns every failure into `Refused` with the name that BlueZ gives it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from bumble import att, gatt_client, hci
from bumble.core import AdvertisingData, BaseBumbleError, ProtocolError
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.keys import PairingKeys
from bumble.pairing import PairingConfig, PairingDelegate

from simulator.controllers import LARGEST_MTU

T = TypeVar("T")
AGENT_WAITS_S = 30.0
_WANTS_SECURITY = (
    att.ATT_INSUFFICIENT_AUTHENTICATION_ERROR,
    att.ATT_INSUFFICIENT_ENCRYPTION_ERROR,
    att.ATT_INSUFFICIENT_AUTHORIZATION_ERROR,
)
PasskeyAsked: TypeAlias = Callable[[str], Awaitable[int | None]]
"""Asks a person, or a program's agent, for the six digits that a device shows; None: given up."""


class Refused(Exception):  # noqa: N818  (the world's fault, not the program's)
    """Something that did not come about; `name` is the last word of BlueZ's error, such as Failed.

    `att` is the device's own error code, where it was the device that said no.
    """

    def __init__(self, name: str, text: str = "", *, code: int | None = None) -> None:
        """Keep what BlueZ would call it."""
        super().__init__(f"{name}: {text}")
        self.name = name
        self.text = text
        self.att = code


@dataclass(frozen=True, slots=True)
class Heard:
    """One advertisement: `services` as full UUIDs in small letters."""

    address: str
    name: str | None
    rssi: int
    services: tuple[str, ...]
    manufacturer: dict[int, bytes] = field(default_factory=dict)


class Open:
    """One open connection of the central; everything on it fails with Refused, and in time."""

    def __init__(self, central: "Central", connection: Connection) -> None:
        """Take over a connection that Bumble has just made."""
        self.central = central
        self.connection = connection
        self.peer = Peer(connection)
        self.gone = asyncio.Event()
        self.pairing = asyncio.Lock()
        connection.on(connection.EVENT_DISCONNECTION, lambda _: self.gone.set())

    @property
    def mtu(self) -> int:
        """Give the negotiated size of a packet in bytes."""
        return self.connection.att_mtu

    async def guarded(self, work: Awaitable[T], *, seconds: float = 10.0) -> T:
        """Wait for work, but not past the connection's end and not for ever."""
        task = asyncio.ensure_future(work)
        ended = asyncio.ensure_future(self.gone.wait())
        try:
            await asyncio.wait((task, ended), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done() and not task.cancelled():
                return task.result()
        except att.ATT_Error as error:
            code = error.error_code
            raise Refused("Failed", f"ATT error: 0x{code:02x}", code=code) from error
        finally:
            task.cancel()
            ended.cancel()
            # What was cancelled with the connection has an error nobody asks for.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        if self.gone.is_set():
            raise Refused("Failed", "Not connected")
        raise Refused("Failed", "Operation timed out")

    async def prepare(self) -> None:
        """Do what a system does on every new connection: MTU, the bond's encryption, discovery."""
        if await self.central.bonded(self.address):
            await self.encrypt()
        await self.guarded(self.peer.request_mtu(LARGEST_MTU))
        await self.guarded(self.peer.discover_all())

    @property
    def address(self) -> str:
        """Give the device's address."""
        return str(self.connection.peer_address)

    async def encrypt(self) -> None:
        """Encrypt with the bond's key; a device that forgot it is disconnected from."""
        try:
            await self.guarded(self.connection.encrypt())
        except (BaseBumbleError, hci.HCI_Error) as error:
            await self.close()
            raise Refused("AuthenticationFailed", "the bond is not known") from error

    async def pair(self) -> None:
        """Pair, asking for digits where the device shows some; ends bonded and encrypted."""
        async with self.pairing:
            if await self.central.bonded(self.address):
                raise Refused("AlreadyExists", "Already Exists")
            self.central.given_up = self.central.rejected = False
            try:
                await self.guarded(self.connection.pair(), seconds=AGENT_WAITS_S)
            except ProtocolError as error:
                raise Refused(f"Authentication{self.central.how_it_ended()}", str(error)) from error
            finally:
                self.connection.device.smp_manager.sessions.pop(self.connection.handle, None)
            await self._settled()

    async def _settled(self) -> None:
        """Wait until the device has said what it thinks of the pairing: it may hang up."""
        try:
            await self.guarded(self.peer.discover_services())
        except Refused as refused:
            raise Refused("AuthenticationFailed", "Authentication Failed") from refused

    async def read(self, handle: int) -> bytes:
        """Read one attribute; security is raised if the device wants it."""
        return await self._secure(lambda: self.peer.read_value(handle))

    async def write(self, handle: int, data: bytes, *, response: bool) -> None:
        """Write one attribute; without response a long one is refused, as radios refuse it."""
        if not response and len(data) > self.mtu - 3:
            raise Refused("InvalidArguments", "Invalid Length")
        await self._secure(lambda: self.peer.write_value(handle, data, with_response=response))

    async def subscribe(
        self, value: gatt_client.CharacteristicProxy[bytes], heard: Callable[[bytes], None]
    ) -> None:
        """Ask to be told of a value."""
        await self._secure(lambda: self.peer.subscribe(value, heard))

    async def unsubscribe(
        self, value: gatt_client.CharacteristicProxy[bytes], heard: Callable[[bytes], None]
    ) -> None:
        """Ask no more to be told of it."""
        await self.guarded(self.peer.unsubscribe(value, heard))

    async def _secure(self, work: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self.guarded(work())
        except Refused as refused:
            if refused.att not in _WANTS_SECURITY or self.connection.is_encrypted:
                raise
        if await self.central.bonded(self.address):
            await self.encrypt()
        else:
            await self.pair()
        return await self.guarded(work())

    async def close(self) -> None:
        """Disconnect, if it is still connected."""
        if not self.gone.is_set():
            await self.connection.disconnect()
            self.gone.set()


class Central:
    """One PC's radio: it always listens, and connects to whom it hears."""

    def __init__(self, device: Device) -> None:
        """Take a device of Bumble's that is not switched on yet."""
        self.device = device
        # Why there is no radio, in the words of bleak's reasons: POWERED_OFF, NO_BLUETOOTH ...
        self.unavailable = ""
        self.can_type = True
        self.given_up = self.rejected = False
        self.asked: PasskeyAsked = _nobody
        self.heard: dict[str, Heard] = {}
        self.open: dict[str, Open] = {}
        self.rssi: Callable[[str], int] = lambda _: -60
        self._listeners: list[Callable[[Heard], None]] = []
        self._lock = asyncio.Lock()
        device.pairing_config_factory = self._pairing
        device.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)

    @property
    def powered(self) -> bool:
        """Tell whether the radio is there and on."""
        return not self.unavailable

    async def start(self) -> None:
        """Switch the radio on."""
        await self.device.power_on()
        await self.device.start_scanning(active=False)

    def how_it_ended(self) -> str:
        """Give BlueZ's word for a pairing that came to nothing."""
        if self.rejected:
            return "Rejected"
        return "Canceled" if self.given_up else "Failed"

    def watch(self, listener: Callable[[Heard], None]) -> Callable[[], None]:
        """Tell of every advertisement, until the function given back is called."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    async def connect(self, address: str, *, seconds: float) -> Open:
        """Connect to a device when it next advertises; Refused if it does not in time."""
        if address in self.open:
            return self.open[address]
        try:
            async with asyncio.timeout(seconds):
                await self._next(address)
                async with self._lock:
                    connection = await self.device.connect(address, timeout=seconds)
        except (TimeoutError, BaseBumbleError) as error:
            raise Refused("Failed", "le-connection-abort-by-local") from error
        opened = self.open[address] = Open(self, connection)
        connection.on(connection.EVENT_DISCONNECTION, lambda _: self.open.pop(address, None))
        return opened

    async def _next(self, address: str) -> None:
        came = asyncio.Event()
        end = self.watch(lambda heard: came.set() if heard.address == address else None)
        try:
            await came.wait()
        finally:
            end()

    async def key(self, address: str) -> PairingKeys | None:
        """Give what is kept of a bond; Bumble's own flag on a connection is not to be trusted."""
        return await self.device.keystore.get(address) if self.device.keystore else None

    async def bonded(self, address: str) -> bool:
        """Tell whether a bond is kept."""
        return await self.key(address) is not None

    def knows(self, address: str) -> bool:
        """Tell the same at once, from any thread."""
        return address in getattr(self.device.keystore, "all_keys", {})

    async def remember(self, address: str, keys: PairingKeys) -> None:
        """Keep a bond that was made elsewhere."""
        if self.device.keystore is not None:
            await self.device.keystore.update(address, keys)

    async def unpair(self, address: str) -> None:
        """Forget a bond, and disconnect."""
        if self.device.keystore is not None:
            await self.device.keystore.delete(address)
        if opened := self.open.get(address):
            await opened.close()

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        if not self.powered:
            return
        heard = _understood(advertisement, self.rssi(str(advertisement.address)))
        self.heard[heard.address] = heard
        for listener in tuple(self._listeners):
            listener(heard)

    def _pairing(self, connection: Connection) -> PairingConfig:
        return PairingConfig(delegate=_Person(self, str(connection.peer_address)))


def _understood(advertisement: Advertisement, rssi: int) -> Heard:
    kind = AdvertisingData.Type
    data = advertisement.data
    raw = data.get(kind.COMPLETE_LOCAL_NAME, raw=True)
    raw = raw or data.get(kind.SHORTENED_LOCAL_NAME, raw=True)
    name = raw.decode(errors="replace") if isinstance(raw, bytes) else None
    services: list[str] = []
    for part in data.get_all(kind.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, raw=True):
        services += [full(part[at : at + 2]) for at in range(0, len(part), 2)]
    for part in data.get_all(kind.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, raw=True):
        services += [full(part[at : at + 16]) for at in range(0, len(part), 16)]
    return Heard(str(advertisement.address), name, rssi, tuple(services))


def full(little_endian: bytes) -> str:
    """Write a UUID out in full, in small letters."""
    digits = little_endian[::-1].hex()
    if len(little_endian) == 2:  # noqa: PLR2004  (a 16-bit UUID)
        return f"0000{digits}-0000-1000-8000-00805f9b34fb"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


async def _nobody(_address: str) -> int | None:
    return None


class _Person(PairingDelegate):
    """The person at the PC, as the system's pairing asks for her."""

    def __init__(self, central: Central, address: str) -> None:
        super().__init__(
            io_capability=(
                self.KEYBOARD_INPUT_ONLY if central.can_type else self.NO_OUTPUT_NO_INPUT
            ),
            local_initiator_key_distribution=self.KeyDistribution.DISTRIBUTE_ENCRYPTION_KEY,
            local_responder_key_distribution=self.KeyDistribution.DISTRIBUTE_ENCRYPTION_KEY,
        )
        self._central = central
        self._address = address

    async def get_number(self) -> int | None:
        given = await self._central.asked(self._address)
        self._central.given_up = given is None
        return given
