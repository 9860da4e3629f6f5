"""What a nurse is told about the PC's Bluetooth, and about each fault of a connection."""

from enum import StrEnum

from station.core.i18n import N_, tr
from station.devices.link import Fault


class RadioState(StrEnum):
    """Whether this PC can hear meters at all."""

    UNKNOWN = "unknown"
    """Nobody has listened yet, or the system does not say."""
    READY = "ready"
    OFF = "off"
    ABSENT = "absent"
    DENIED = "denied"


STATES = {
    RadioState.UNKNOWN: N_(
        "Bluetooth has not answered yet. Nothing is lost: meters keep their readings, and values "
        "can be typed in by hand."
    ),
    RadioState.READY: N_("Bluetooth is on. Meters on loan are read when they are near."),
    RadioState.OFF: N_(
        "Bluetooth is off in this PC. Meters keep their readings meanwhile. Switch it on in "
        "Settings > Bluetooth & devices; values can be typed in by hand until then."
    ),
    RadioState.ABSENT: N_(
        "This PC has no Bluetooth that can reach meters. Ask IT for a Bluetooth adapter, or use a "
        "PC that has one; values can be typed in by hand."
    ),
    RadioState.DENIED: N_(
        "This PC does not let Station use Bluetooth. Ask IT to allow it; meters keep their "
        "readings meanwhile, and values can be typed in by hand."
    ),
}
FAULTS = {
    Fault.RADIO_ABSENT: STATES[RadioState.ABSENT],
    Fault.RADIO_OFF: STATES[RadioState.OFF],
    Fault.RADIO_DENIED: STATES[RadioState.DENIED],
    Fault.NOT_FOUND: N_(
        "The device was not found. Nothing is lost. Switch it on, hold it within two metres of the "
        "PC and try again; values can be typed in by hand."
    ),
    Fault.TIMED_OUT: N_(
        "The device did not answer in time. What had arrived is kept. Hold it closer to the PC and "
        "try again; values can be typed in by hand."
    ),
    Fault.LOST: N_(
        "The connection was lost. What had arrived is kept, and the rest is fetched next time. "
        "Hold the device closer to the PC and try again."
    ),
    Fault.REFUSED: N_(
        "The device said no. Nothing is lost. Put it in pairing mode as its picture shows and try "
        "again; values can be typed in by hand."
    ),
    Fault.PIN_WRONG: N_(
        "The code did not match. Nothing is lost. Pair again and type the six digits that the "
        "device shows now; some meters must be paired in the PC's own Bluetooth settings."
    ),
    Fault.BOND_LOST: N_(
        "The device and the PC no longer know each other. The readings are still in the device. "
        "Remove it from the PC's Bluetooth settings and pair it again."
    ),
    Fault.NOT_ENCRYPTED: N_(
        "The connection was not encrypted, so nothing was read. The readings are still in the "
        "device. Pair it again; values can be typed in by hand."
    ),
    Fault.CANCELLED: N_("Stopped. What had arrived is kept, and the rest is fetched next time."),
    Fault.UNSUITED: N_(
        "This device does not send what its model should, so nothing was read. Check that the "
        "model is right; values can be typed in by hand."
    ),
    Fault.FAILED: N_(
        "The connection did not work. What had arrived is kept. Switch the device off and on and "
        "try again; values can be typed in by hand."
    ),
}


def state_sentence(state: RadioState) -> str:
    """Say in the language spoken what the state of Bluetooth means, and what to do."""
    return tr(STATES[state])


def fault_sentence(fault: Fault) -> str:
    """Say in the language spoken what happened, what is safe, and what to do."""
    return tr(FAULTS[fault])
