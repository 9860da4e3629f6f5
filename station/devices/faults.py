"""What bleak, BlueZ, Windows and macOS say when something fails, turned into a Fault.

The texts are those of bleak 3.1; each system says the same thing in its own way, and most of what
Windows says is text alone.
"""

from collections.abc import Callable
from typing import Any

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from station.devices.adapter import RadioState
from station.devices.link import Fault, LinkFault

_REASONS = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: Fault.RADIO_ABSENT,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: Fault.RADIO_ABSENT,
    BleakBluetoothNotAvailableReason.POWERED_OFF: Fault.RADIO_OFF,
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: Fault.RADIO_DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: Fault.RADIO_DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: Fault.RADIO_DENIED,
}
_BLUEZ = "org.bluez.Error."
_FREEDESKTOP = "org.freedesktop.DBus.Error."
_DBUS = {
    _BLUEZ + "AuthenticationFailed": Fault.PIN_WRONG,
    _BLUEZ + "AuthenticationCanceled": Fault.REFUSED,
    _BLUEZ + "AuthenticationRejected": Fault.REFUSED,
    _BLUEZ + "AuthenticationTimeout": Fault.TIMED_OUT,
    _BLUEZ + "ConnectionAttemptFailed": Fault.NOT_FOUND,
    _BLUEZ + "DoesNotExist": Fault.NOT_FOUND,
    _BLUEZ + "NotReady": Fault.RADIO_OFF,
    _BLUEZ + "NotConnected": Fault.LOST,
    _BLUEZ + "NotAuthorized": Fault.NOT_ENCRYPTED,
    _BLUEZ + "NotPermitted": Fault.NOT_ENCRYPTED,
    _FREEDESKTOP + "AccessDenied": Fault.RADIO_DENIED,
    _FREEDESKTOP + "ServiceUnknown": Fault.RADIO_ABSENT,
    _FREEDESKTOP + "NameHasNoOwner": Fault.RADIO_ABSENT,
    _FREEDESKTOP + "FileNotFound": Fault.RADIO_ABSENT,
    _FREEDESKTOP + "NoReply": Fault.TIMED_OUT,
    _FREEDESKTOP + "Timeout": Fault.TIMED_OUT,
    _FREEDESKTOP + "Disconnected": Fault.LOST,
    _FREEDESKTOP + "UnknownObject": Fault.NOT_FOUND,
}
_ATT = {
    0x02: Fault.REFUSED,
    0x03: Fault.REFUSED,
    0x05: Fault.NOT_ENCRYPTED,
    0x06: Fault.UNSUITED,
    0x08: Fault.REFUSED,
    0x0C: Fault.NOT_ENCRYPTED,
    0x0F: Fault.NOT_ENCRYPTED,
}
_TEXTS = (
    # Windows, pairing: DevicePairingResultStatus.
    ("REMOTE_DEVICE_HAS_ASSOCIATION", Fault.BOND_LOST),
    ("REQUIRED_HANDLER_NOT_REGISTERED", Fault.PIN_WRONG),
    ("AUTHENTICATION_FAILURE", Fault.PIN_WRONG),
    ("AUTHENTICATION_TIMEOUT", Fault.TIMED_OUT),
    ("AUTHENTICATION_NOT_ALLOWED", Fault.REFUSED),
    ("CONNECTION_REJECTED", Fault.REFUSED),
    ("PAIRING_CANCELED", Fault.REFUSED),
    ("REJECTED_BY_HANDLER", Fault.REFUSED),
    ("NOT_READY_TO_PAIR", Fault.REFUSED),
    ("ACCESS_DENIED", Fault.RADIO_DENIED),
    ("does not support pairing", Fault.REFUSED),
    # Windows, reading: GattCommunicationStatus.
    (": Access Denied", Fault.NOT_ENCRYPTED),
    (": Unreachable", Fault.LOST),
    ("Is Bluetooth turned on?", Fault.RADIO_OFF),
    # BlueZ, in the body of org.bluez.Error.Failed.
    ("le-connection-abort", Fault.LOST),
    ("Not paired", Fault.NOT_ENCRYPTED),
    # Every system.
    ("not connected", Fault.LOST),
    ("disconnected", Fault.LOST),
)
_WINDOWS_CODES = {
    0x80070005: Fault.RADIO_DENIED,
    0x800710DF: Fault.RADIO_OFF,
    0x8007048F: Fault.LOST,
    0x800704C7: Fault.LOST,
}
"""HRESULTs: access denied, device not available, device not connected, operation cancelled."""


def fault_of(error: BaseException) -> LinkFault:
    """Give the LinkFault that `error` means; FAILED if nothing better is known."""
    if isinstance(error, LinkFault):
        return error
    return LinkFault(_fault(error), type(error).__name__)


def state_of(fault: Fault) -> RadioState | None:
    """Give what a fault says about the PC's own radio, None if it says nothing."""
    return {
        Fault.RADIO_ABSENT: RadioState.ABSENT,
        Fault.RADIO_OFF: RadioState.OFF,
        Fault.RADIO_DENIED: RadioState.DENIED,
    }.get(fault)


def _fault(error: BaseException) -> Fault:
    judge = next((judge for kind, judge in _JUDGES if isinstance(error, kind)), _by_name)
    return judge(error)


def _by_text(text: str) -> Fault:
    lowered = text.lower()
    found = (fault for words, fault in _TEXTS if words.lower() in lowered)
    return next(found, Fault.FAILED)


def _by_system(error: OSError) -> Fault:
    """Judge an OSError: Windows gives a code; on Linux it is the D-Bus socket that fails."""
    code = getattr(error, "winerror", None)
    if code is not None:
        return _WINDOWS_CODES.get(code & 0xFFFFFFFF, Fault.FAILED)
    if isinstance(error, PermissionError):
        return Fault.RADIO_DENIED
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return Fault.RADIO_ABSENT
    return Fault.LOST if isinstance(error, ConnectionError) else Fault.FAILED


def _by_dbus(error: BleakDBusError) -> Fault:
    return _DBUS.get(error.dbus_error) or _by_text(" ".join(map(str, error.args)))


def _by_name(error: BaseException) -> Fault:
    """Judge by name: dbus-fast is there on Linux only, and cannot be imported everywhere."""
    return _NAMES.get(type(error).__name__, Fault.FAILED)


_NAMES = {
    "AuthError": Fault.RADIO_DENIED,
    "AuthTimeoutError": Fault.RADIO_DENIED,
    "InvalidAddressError": Fault.RADIO_ABSENT,
    "DBusError": Fault.FAILED,
    "AssertionError": Fault.LOST,  # bleak asserts that there is a connection, and there was
}
_JUDGES: tuple[tuple[type[BaseException], Callable[[Any], Fault]], ...] = (
    (BleakBluetoothNotAvailableError, lambda error: _REASONS.get(error.reason, Fault.FAILED)),
    (BleakDeviceNotFoundError, lambda _: Fault.NOT_FOUND),
    (BleakCharacteristicNotFoundError, lambda _: Fault.UNSUITED),
    (BleakGATTProtocolError, lambda error: _ATT.get(int(error.code), Fault.FAILED)),
    (BleakDBusError, _by_dbus),
    (BleakError, lambda error: _by_text(str(error))),
    (TimeoutError, lambda _: Fault.TIMED_OUT),
    (EOFError, lambda _: Fault.LOST),
    (OSError, _by_system),
)
"""The first that fits decides: the special kinds before the general ones."""
