"""Bumble's software controller, with what a real one does and it does not."""

from bumble import hci
from bumble.controller import Controller
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.keys import MemoryKeyStore
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

LARGEST_MTU = 247
"""What both sides agree on at most, in bytes, as most telephones and PCs do."""


class MeterController(Controller):
    """A controller that ends a connection attempt when it is told to."""

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Say that the attempt came to nothing; without this the host waits for ever."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.send_hci_packet(
            hci.HCI_LE_Connection_Complete_Event(
                status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=pending.peer_address_type,
                peer_address=pending.peer_address,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            )
        )
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)


def software_device(link: LocalLink, address: str, name: str) -> Device:
    """Make a device with a controller of its own on `link`; it is not switched on yet."""
    device = host_device(address, name)
    controller = MeterController(name, link=link)
    device.host = Host(controller, AsyncPipeSink(controller))
    return device


def host_device(address: str, name: str) -> Device:
    """Make the host's half of a device, whose controller comes later."""
    device = Device(config=DeviceConfiguration(name=name, address=hci.Address(address)))
    device.keystore = MemoryKeyStore()
    device.gatt_server.max_mtu = LARGEST_MTU
    return device
