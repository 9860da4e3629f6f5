"""A software device that is connected to: advertising, attributes, pairing, bonds, faults."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bumble import att, gatt, hci
from bumble.device import Connection, Device
from bumble.keys import PairingKeys
from bumble.link import LocalLink
from bumble.pairing import PairingConfig, PairingDelegate

from simulator.attributes import Security, Service, Value, advertisement, permissions, uuid_of
from simulator.controllers import software_device
from simulator.faults import Air, Faults, Hung, LinkLost

__all__ = ["Peripheral", "Security", "Service", "Value"]
_LOG = logging.getLogger(__name__)
_TURNS = 200
"""So many turns of the loop a device waits to hear that the other end has hung up."""
_CCCD = gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR


class Peripheral:
    """A device with an address, a name and services; subclasses say what it does and when."""

    security = Security.NONE
    quiet_s = 0.0
    """How long it is silent after a connection before it advertises again."""
    remembers_bonds = True
    waits_to_be_asked = False
    """A subscription that a bond remembered counts only when it is asked for again."""

    def __init__(
        self, address: str, name: str, *, faults: Faults | None = None, seed: int = 1
    ) -> None:
        """Make it; `switch_on` puts it on the air. The seed decides chance and passkey."""
        self.address = address
        self.name = name
        self.rssi = -60
        self.air = Air(faults or Faults(), f"{seed}:{address}")
        self.heard = Air(faults or Faults(), f"{seed}:{address}:heard")
        self.passkey = 100_000 + sum(address.encode()) * 7919 * seed % 900_000
        self.connection: Connection | None = None
        self.connections = 0
        self.advertising_ms = 20.0
        self._device: Device | None = None
        self._values: dict[int | str, gatt.Characteristic[bytes]] = {}
        self._cccds: dict[str, dict[int, bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._silent: set[asyncio.Task[None]] = set()
        self._present = False
        self._airing = asyncio.Lock()

    # ---- what subclasses say

    def services(self) -> tuple[Service, ...]:
        """Give its services; called once when it is switched on."""
        return ()

    def advertised(self) -> tuple[int | str, ...]:
        """Give the services named in its advertisement."""
        return tuple(service.uuid for service in self.services())[:1]

    def willing(self) -> bool:
        """Tell whether it pairs now; some do only when they have measured once."""
        return True

    async def opened(self) -> None:
        """Somebody connected."""

    async def secured(self) -> None:
        """The link became encrypted; subscriptions of a bond are in force again."""

    async def subscribed(self, uuid: int | str) -> None:
        """Somebody wrote that this characteristic is to be told (also a bond come back)."""

    async def unsubscribed(self, uuid: int | str) -> None:
        """Somebody wrote that this characteristic is not to be told any more."""

    async def paired(self) -> None:
        """A pairing succeeded."""

    async def closed(self) -> None:
        """The connection ended."""

    # ---- its life

    async def switch_on(self, link: LocalLink) -> None:
        """Put it on the air and let it advertise."""
        self._device = device = software_device(link, self.address, self.name)
        device.pairing_config_factory = self._pairing
        for service in self.services():
            device.add_service(self._service(service))
        device.on(Device.EVENT_CONNECTION, self._on_connection)
        await device.power_on()
        await self.appear()

    async def fall_silent(self) -> None:
        """Advertise no more, and break off what it was telling; an open link stays."""
        await self.rest()
        for task in (*self._tasks, *self._silent):
            task.cancel()

    async def left(self) -> None:
        """Wait until it has heard that the other end hung up; not for long, if nobody did."""
        for _ in range(_TURNS):
            if self.connection is None:
                return
            await asyncio.sleep(0)

    async def switch_off(self) -> None:
        """Take it off the air for good, as when its battery is taken out."""
        await self.vanish()
        for task in (*self._tasks, *self._silent):
            task.cancel()
        if self._device is not None:
            await self._device.power_off()

    async def appear(self) -> None:
        """Begin to advertise, as when a button is pressed."""
        self._present = True
        # A command to the controller that is broken off confuses Bumble's host.
        await asyncio.shield(self._advertise())

    async def _advertise(self) -> None:
        async with self._airing:
            if self._device is None or self.connection is not None or not self._present:
                return
            await self._device.start_advertising(
                advertising_data=advertisement(self.name, self.advertised()),
                advertising_interval_min=self.advertising_ms,
                advertising_interval_max=self.advertising_ms,
            )

    async def vanish(self) -> None:
        """Go out of range: no advertisements, and an open link is lost."""
        await self.rest()
        await self.lose()

    async def rest(self) -> None:
        """Advertise no more until it appears again; an open link stays."""
        self._present = False
        async with self._airing:
            if self._device is not None:
                await self._device.stop_advertising()

    async def lose(self) -> None:
        """Lose the open link, as after the supervision time-out."""
        await self._end(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    async def hang_up(self) -> None:
        """End the connection itself, as meters do when all is sent, and the subscriptions with it.

        Nobody else could end them in time: it would send to nobody when it is encrypted again.
        """
        if self._device is not None and self.connection is not None:
            self._device.gatt_server.subscribers.pop(self.connection, None)
        await self._end(hci.HCI_ErrorCode.REMOTE_USER_TERMINATED_CONNECTION_ERROR)

    async def remember(self, address: str, keys: PairingKeys) -> None:
        """Keep a bond that was made elsewhere; it must be switched on."""
        if self._device is not None and self._device.keystore is not None:
            await self._device.keystore.update(address, keys)

    async def forget_bonds(self) -> None:
        """Forget everybody that it was paired with."""
        self._cccds.clear()
        if self._device is not None and self._device.keystore is not None:
            await self._device.keystore.delete_all()

    # ---- sending

    def listening(self, uuid: int | str) -> bool:
        """Tell whether anybody is subscribed to this characteristic now."""
        if self._device is None or self.connection is None:
            return False
        told = self._device.gatt_server.subscribers.get(self.connection, {})
        return any(told.get(self._values[uuid].handle, b""))

    async def send(self, uuid: int | str, payload: bytes, *, spared: bool = False) -> None:
        """Notify or indicate, through the faults of the air; waits until it is on its way.

        A `spared` packet is only struck by a lost link. Nothing is sent to who is not subscribed.
        """
        try:
            await self._pace()
            arriving = self.air.pass_on(payload, spared=spared and not self.air.faults.answers)
        except LinkLost:
            await self._drain()
            await self.lose()
            raise asyncio.CancelledError from None
        except Hung:
            await asyncio.Event().wait()
            return
        for packet in arriving:
            await self._tell(uuid, packet)

    async def flush(self, uuid: int | str) -> None:
        """Send what the air held back to swap it with a packet that never came."""
        for packet in self.air.rest():
            await self._tell(uuid, packet)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something for as long as this connection is open."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pace(self) -> None:
        faults = self.air.faults
        if faults.delay_s and not self.air.sent:
            await asyncio.sleep(faults.delay_s)
        if faults.per_second:
            await asyncio.sleep(1 / faults.per_second)

    async def _tell(self, uuid: int | str, payload: bytes) -> None:
        if self._device is None or self.connection is None:
            return
        server, value = self._device.gatt_server, self._values[uuid]
        if value.properties & gatt.Characteristic.Properties.INDICATE:
            await server.indicate_subscriber(self.connection, value, payload)
        else:
            await server.notify_subscriber(self.connection, value, payload)
            await asyncio.sleep(0)

    async def _drain(self) -> None:
        if self.connection is not None:
            await self.connection.drain()

    async def _end(self, reason: int) -> None:
        if self.connection is None:
            return
        connection = self.connection
        await connection.disconnect(hci.HCI_ErrorCode(reason))

    # ---- connections

    def _on_connection(self, connection: Connection) -> None:
        self.connection = connection
        self.connections += 1
        self.air.connected()
        self.heard.connected()
        connection.on(connection.EVENT_DISCONNECTION, self._on_disconnection)
        connection.on(
            connection.EVENT_CONNECTION_ENCRYPTION_CHANGE, lambda: self._on_encrypted(connection)
        )
        connection.on(connection.EVENT_PAIRING, lambda keys: self._on_paired(connection, keys))
        connection.on(connection.EVENT_PAIRING_FAILURE, lambda _: self._end_session(connection))
        self.begin(self.opened())

    def _on_disconnection(self, _reason: int) -> None:
        connection, self.connection = self.connection, None
        if self._device is not None and connection is not None and self._bonded(connection):
            told = self._device.gatt_server.subscribers.get(connection, {})
            self._cccds[str(connection.peer_address)] = dict(told)
        for task in self._tasks:
            task.cancel()
        self.later(self._after())

    async def _after(self) -> None:
        await self.closed()
        if not self.remembers_bonds:
            await self.forget_bonds()
        if self.quiet_s:
            await asyncio.sleep(self.quiet_s)
        if self._present:
            await self.appear()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that outlives this connection."""
        task = asyncio.get_running_loop().create_task(work)
        self._silent.add(task)
        task.add_done_callback(self._silent.discard)

    def _on_encrypted(self, connection: Connection) -> None:
        if self._device is None or not connection.is_encrypted:
            return
        kept = self._cccds.pop(str(connection.peer_address), {})
        self._device.gatt_server.subscribers.setdefault(connection, {}).update(kept)
        self.begin(self._again(kept))

    async def _again(self, kept: dict[int, bytes]) -> None:
        await self.secured()
        if self.waits_to_be_asked:
            return
        by_handle = {value.handle: uuid for uuid, value in self._values.items()}
        for handle, bits in kept.items():
            if any(bits) and handle in by_handle:
                await self.subscribed(by_handle[handle])

    # ---- pairing

    def _bonded(self, connection: Connection) -> bool:
        store = self._device.keystore if self._device is not None else None
        return str(connection.peer_address) in getattr(store, "all_keys", {})

    def _pairing(self, _connection: Connection) -> PairingConfig:
        return PairingConfig(
            sc=True,
            mitm=self.security is Security.PASSKEY,
            bonding=True,
            delegate=_Delegate(self),
        )

    def _on_paired(self, connection: Connection, keys: PairingKeys) -> None:
        # Bumble calls a link authenticated that only became encrypted: the key itself says.
        proved = keys.ltk is not None and keys.ltk.authenticated
        if self.security is Security.PASSKEY and not proved:
            _LOG.info("%s wants a passkey and was paired without", self.address)
            self.later(self._refuse(connection))
        else:
            self.begin(self.paired())

    async def _refuse(self, connection: Connection) -> None:
        await self.forget_bonds()
        await connection.disconnect(hci.HCI_ErrorCode.AUTHENTICATION_FAILURE_ERROR)

    def _end_session(self, connection: Connection) -> None:
        if self._device is not None:
            self._device.smp_manager.sessions.pop(connection.handle, None)

    # ---- attributes

    def _service(self, service: Service) -> gatt.Service:
        made = [self._characteristic(value) for value in service.values]
        return gatt.Service(uuid_of(service.uuid), made)

    def _characteristic(self, value: Value) -> gatt.Characteristic[bytes]:
        properties = gatt.Characteristic.Properties.from_string(value.properties)
        guarded = value.guarded and self.security in (Security.JUST_WORKS, Security.PASSKEY)
        made: gatt.Characteristic[bytes] = gatt.Characteristic(
            uuid_of(value.uuid),
            properties,
            permissions(value, guarded=guarded),
            self._handler(value),
        )
        self._values[value.uuid] = made
        if value.properties.count("NOTIFY") or value.properties.count("INDICATE"):
            made.descriptors = [self._subscription(value, made, guarded=guarded)]
        return made

    def _subscription(
        self, value: Value, made: gatt.Characteristic[bytes], *, guarded: bool
    ) -> gatt.Descriptor:
        allowed = att.Attribute.READABLE | att.Attribute.WRITEABLE
        if guarded:
            allowed |= att.Attribute.WRITE_REQUIRES_ENCRYPTION
        assert self._device is not None  # noqa: S101  (attributes are made after the device)

        def changed(_connection: object, notify: bool, indicate: bool) -> None:  # noqa: FBT001
            change = self.subscribed if notify or indicate else self.unsubscribed
            self.begin(change(value.uuid))

        made.on(made.EVENT_SUBSCRIPTION, changed)
        return gatt.Descriptor(_CCCD, allowed, self._device.gatt_server.make_descriptor_value(made))

    def _handler(self, value: Value) -> att.AttributeValue[bytes]:
        def read(_connection: Connection) -> bytes:
            return value.read() if value.read is not None else b""

        def write(_connection: Connection, data: bytes) -> None:
            for packet in self._arriving(value, data):
                if value.write is not None:
                    value.write(packet)

        return att.AttributeValue(read, write)

    def _arriving(self, value: Value, data: bytes) -> list[bytes]:
        if not self.heard.faults.writes or "WITHOUT_RESPONSE" not in value.properties:
            return [data]
        try:
            return self.heard.pass_on(data)
        except LinkLost:
            self.later(self.lose())
            return []
        except Hung:
            return []


class _Delegate(PairingDelegate):
    """What the device does when somebody pairs with it."""

    def __init__(self, device: Peripheral) -> None:
        shows = device.security is Security.PASSKEY
        super().__init__(
            io_capability=self.DISPLAY_OUTPUT_ONLY if shows else self.NO_OUTPUT_NO_INPUT,
            # No identity keys: software devices never change their address.
            local_initiator_key_distribution=self.KeyDistribution.DISTRIBUTE_ENCRYPTION_KEY,
            local_responder_key_distribution=self.KeyDistribution.DISTRIBUTE_ENCRYPTION_KEY,
        )
        self._owner = device

    async def accept(self) -> bool:
        return self._owner.security is not Security.REFUSES and self._owner.willing()

    async def generate_passkey(self) -> int:
        return self._owner.passkey
