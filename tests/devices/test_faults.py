"""What each system says when something fails, as the fault a nurse is told."""

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from dbus_fast.errors import AuthError, InvalidAddressError

from station.devices.adapter import RadioState
from station.devices.faults import fault_of, state_of
from station.devices.link import Fault, LinkFault

BLUEZ = "org.bluez.Error."


def windows(code: int) -> OSError:
    """An OSError as Windows raises it: a signed HRESULT."""
    error = OSError()
    error.winerror = code - (1 << 32)  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BleakDeviceNotFoundError("AA"), Fault.NOT_FOUND),
        (BleakCharacteristicNotFoundError(1), Fault.UNSUITED),
        (BleakGATTProtocolError(0x05), Fault.NOT_ENCRYPTED),
        (BleakGATTProtocolError(0x0F), Fault.NOT_ENCRYPTED),
        (BleakGATTProtocolError(0x03), Fault.REFUSED),
        (BleakGATTProtocolError(0x80), Fault.FAILED),
        (BleakDBusError(BLUEZ + "AuthenticationFailed", []), Fault.PIN_WRONG),
        (BleakDBusError(BLUEZ + "AuthenticationCanceled", []), Fault.REFUSED),
        (BleakDBusError(BLUEZ + "NotReady", []), Fault.RADIO_OFF),
        (BleakDBusError(BLUEZ + "Failed", ["le-connection-abort-by-local"]), Fault.LOST),
        (BleakDBusError(BLUEZ + "Failed", ["Not connected"]), Fault.LOST),
        (BleakDBusError(BLUEZ + "Failed", ["Not paired"]), Fault.NOT_ENCRYPTED),
        (BleakDBusError(BLUEZ + "Failed", []), Fault.FAILED),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", []), Fault.RADIO_ABSENT),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", []), Fault.RADIO_DENIED),
        (BleakError("Not connected"), Fault.LOST),
        (BleakError("disconnected"), Fault.LOST),
        (BleakError("Could not read characteristic: Unreachable"), Fault.LOST),
        (BleakError("Could not start notify: Access Denied"), Fault.NOT_ENCRYPTED),
        (BleakError("Could not pair with device: AUTHENTICATION_FAILURE"), Fault.PIN_WRONG),
        (
            BleakError("Could not pair with device: REQUIRED_HANDLER_NOT_REGISTERED"),
            Fault.PIN_WRONG,
        ),
        (
            BleakError("Could not pair with device: REMOTE_DEVICE_HAS_ASSOCIATION"),
            Fault.BOND_LOST,
        ),
        (BleakError("Failed to start scanner. Is Bluetooth turned on?"), Fault.RADIO_OFF),
        (BleakError("something new"), Fault.FAILED),
        (TimeoutError(), Fault.TIMED_OUT),
        (EOFError(), Fault.LOST),
        (FileNotFoundError(), Fault.RADIO_ABSENT),
        (ConnectionRefusedError(), Fault.RADIO_ABSENT),
        (PermissionError(), Fault.RADIO_DENIED),
        (BrokenPipeError(), Fault.LOST),
        (OSError(), Fault.FAILED),
        (windows(0x80070005), Fault.RADIO_DENIED),
        (windows(0x800710DF), Fault.RADIO_OFF),
        (windows(0x8007048F), Fault.LOST),
        (windows(0x80004005), Fault.FAILED),
        (AuthError("no"), Fault.RADIO_DENIED),
        (InvalidAddressError("no"), Fault.RADIO_ABSENT),
        (AssertionError(), Fault.LOST),
        (ValueError(), Fault.FAILED),
    ],
    ids=repr,
)
def test_what_a_system_says_becomes_a_fault(error: Exception, expected: Fault) -> None:
    assert fault_of(error).fault is expected


@pytest.mark.parametrize("reason", BleakBluetoothNotAvailableReason)
def test_every_reason_for_no_bluetooth_is_known(reason: BleakBluetoothNotAvailableReason) -> None:
    fault = fault_of(BleakBluetoothNotAvailableError("no", reason)).fault
    unknown = reason is BleakBluetoothNotAvailableReason.UNKNOWN
    assert (state_of(fault) is None) is unknown
    assert state_of(fault) is not RadioState.READY


def test_a_fault_stays_what_it_is() -> None:
    fault = LinkFault(Fault.REFUSED)
    assert fault_of(fault) is fault


def test_a_fault_of_the_device_says_nothing_about_the_radio() -> None:
    assert state_of(Fault.NOT_FOUND) is None
